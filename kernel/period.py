"""Half-open periods of whole days, and the calendar months that billing counts in."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``start`` up to, not including, ``end``; ``end=None`` is open-ended.

    :raises ValueError: when the period would hold no day.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} … {self.end}")

    @classmethod
    def inclusive(cls, first: date, last: date | None) -> Period:
        """The period as people say it, first day to last day, both included."""
        return cls(first, None if last is None else last + ONE_DAY)

    @property
    def last(self) -> date | None:
        """The last day, as people say it; ``None`` when open-ended."""
        return None if self.end is None else self.end - ONE_DAY

    @property
    def days(self) -> int:
        """The number of days; an open-ended period has none.

        :raises ValueError: when open-ended.
        """
        if self.end is None:
            raise ValueError("an open-ended period has no number of days")
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def __iter__(self) -> Iterator[date]:
        day = self.start
        while self.end is None or day < self.end:
            yield day
            day += ONE_DAY

    def overlaps(self, other: Period) -> bool:
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)

    def __and__(self, other: Period) -> Period | None:
        """The days both have, or ``None``."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return None if end is not None and end <= start else Period(start, end)

    def covers(self, other: Period) -> bool:
        return self.start <= other.start and (self.end is None or (other.end is not None and other.end <= self.end))

    def until(self, end: date | None) -> Period | None:
        """The part before ``end``, or ``None`` when nothing is left."""
        if end is None or (self.end is not None and self.end <= end):
            return self
        return Period(self.start, end) if self.start < end else None

    def shifted(self, days: int) -> Period:
        by = timedelta(days=days)
        return Period(self.start + by, None if self.end is None else self.end + by)


def day_in(time_zone: str, now: datetime) -> date:
    """The day it is in a time zone. A facility and a legal entity ask it for their own: ``facility.today(now)``."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def month_of(day: date) -> Period:
    """The calendar month that ``day`` lies in."""
    first = day.replace(day=1)
    return Period(first, add_months(first, 1))


def add_months(anchor: date, months: int) -> date:
    """The day ``months`` after ``anchor``, clamped to the end of a shorter month.

    Always counted from the anchor itself, never from an earlier result: 31 January + 2 months is 31 March
    although 31 January + 1 month is 28 February (Kill Bill issue 127 shows what drifting does).
    """
    index = anchor.year * 12 + anchor.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(anchor.day, calendar.monthrange(year, month + 1)[1]))


def months_of(period: Period) -> Iterator[Period]:
    """The calendar months that a bounded ``period`` touches, in order, each whole.

    :raises ValueError: when open-ended.
    """
    if period.end is None:
        raise ValueError("an open-ended period touches months without end")
    month = month_of(period.start)
    while month.start < period.end:
        yield month
        assert month.end is not None
        month = month_of(month.end)


def slices(period: Period, cuts: Iterable[date]) -> Iterator[Period]:
    """``period`` cut at each of the days in ``cuts`` that lie inside it, in order."""
    start = period.start
    for cut in sorted({day for day in cuts if day in period and day != period.start}):
        yield Period(start, cut)
        start = cut
    yield Period(start, period.end)
