"""Shifts that keep another zone's clock, minute by minute: the independent account that the calendar's rows are held
against. Reads every clock from zoneinfo; knows nothing of weeks, slots or changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from facilities.clocks import FollowedZone
from kernel.period import Period
from kernel.week import DAY, Slot, Span

ONE_MINUTE = timedelta(minutes=1)
MIDNIGHT = time()
NEVER = datetime(1, 1, 1)
Wall = tuple[date, int]


@cache
def ticks(zone: str, first: date, last: date) -> list[datetime]:
    """What a zone's clock shows in each minute of UTC from ``first`` up to ``last``."""
    at, info, found = datetime(first.year, first.month, first.day, tzinfo=UTC), ZoneInfo(zone), []
    while at.date() < last:
        found.append(at.astimezone(info).replace(tzinfo=None))
        at += ONE_MINUTE
    return found


@cache
def gaps_to_come(home: str, away: str, year: int) -> frozenset[timedelta]:
    """How far apart two clocks ever are from a year on."""
    days = (datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days=n) for n in range(28 * 365))
    return frozenset(
        at.astimezone(ZoneInfo(away)).replace(tzinfo=None) - at.astimezone(ZoneInfo(home)).replace(tzinfo=None)
        for at in days
    )


def anchored_gap(spans: Iterable[Span], home: str, followed: FollowedZone) -> timedelta:
    """How far the followed clock is ahead when the first stretch of work begins."""
    begins = min(
        datetime.combine(day, MIDNIGHT) + timedelta(minutes=span.start)
        for day in (followed.since + timedelta(days=n) for n in range(7))
        for span in spans
        if span.weekday == day.weekday()
    )
    first, last = followed.since - timedelta(days=2), followed.since + timedelta(days=10)
    number = next(n for n, shown in enumerate(ticks(home, first, last)) if shown >= begins)
    return ticks(followed.zone, first, last)[number] - ticks(home, first, last)[number]


def marked(
    spans: Iterable[Span], days: Period, buffer: int, home: str, followed: FollowedZone, window: Period
) -> tuple[set[Wall], set[Wall]]:
    """The minutes of the facility's calendar that are worked in a bounded ``window``, and those kept from strangers."""
    spans, gap = tuple(spans), anchored_gap(spans, home, followed)
    assert window.end is not None
    first, last = window.start - timedelta(days=6), window.end + timedelta(days=6)
    stretches = {
        (day, span): datetime.combine(day, MIDNIGHT) + timedelta(minutes=span.start)
        for day in (first + timedelta(days=n) for n in range((last - first).days))
        for span in spans
        if span.weekday == day.weekday()
    }
    work: dict[tuple[date, Span], set[Wall]] = {}
    tail: dict[tuple[date, Span], set[Wall]] = {}
    reached, moments = NEVER, []
    for there, here in zip(ticks(followed.zone, first, last), ticks(home, first, last), strict=True):
        reached = max(reached, there)
        moments.append((reached, here))
    numbers: dict[datetime, int] = {}
    for number, (shown, _here) in enumerate(moments):
        numbers.setdefault(shown, number)
    jumps = sorted(numbers)
    for key, start in stretches.items():
        begins, ends = (next_of(jumps, wall + gap) for wall in (start, start + timedelta(minutes=key[1].length)))
        if begins is None or ends is None:
            continue
        run = range(numbers[begins], numbers[ends])
        work[key] = {wall(moments[n][1]) for n in run}
        tail[key] = {wall(moments[n][1]) for n in range(numbers[ends], numbers[ends] + buffer) if n < len(moments)}
    later_work: dict[tuple[date, Span], set[Wall]] = {}
    later_tail: dict[tuple[date, Span], set[Wall]] = {}
    moves = [gap - other for other in gaps_to_come(home, followed.zone, followed.until.year - 1)]
    for key, start in stretches.items():
        later_work[key] = {w for move in moves for w in minutes_from(start + move, key[1].length)}
        end = start + max(moves) + timedelta(minutes=key[1].length)
        later_tail[key] = set(minutes_from(end, buffer))
    worked, guarded = set(), set()
    for is_later, works, tails in ((False, work, tail), (True, later_work, later_tail)):
        own = {w for each in works.values() for w in each}
        mine = {w for key, each in works.items() if key[0] in days for w in each}
        kept = {w for key, each in tails.items() if key[0] in days for w in each} - own
        worked |= {w for w in mine if (w[0] >= followed.until) == is_later}
        guarded |= {w for w in mine | kept if (w[0] >= followed.until) == is_later}
    return {w for w in worked if w[0] in window}, {w for w in guarded if w[0] in window}


def next_of(shown: list[datetime], at: datetime) -> datetime | None:
    number = bisect_left(shown, at)
    return shown[number] if number < len(shown) else None


def minutes_from(start: datetime, length: int) -> Iterator[Wall]:
    return (wall(start + n * ONE_MINUTE) for n in range(length))


def wall(at: datetime) -> Wall:
    return at.date(), at.hour * 60 + at.minute


def painted(rows: Iterable[Slot], window: Period) -> tuple[set[Wall], set[Wall]]:
    """The same of rows of the calendar; nothing is painted twice."""
    worked: set[Wall] = set()
    guarded: set[Wall] = set()
    for row in rows:
        days = row.days & window
        for day in days or ():
            for minutes, into in ((row.minutes, worked), (row.guarded, guarded)):
                for start, end in minutes:
                    for minute in range(max(start, day.weekday() * DAY), min(end, (day.weekday() + 1) * DAY)):
                        assert (day, minute % DAY) not in into
                        into.add((day, minute % DAY))
    return worked, guarded
