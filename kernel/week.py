"""Minutes of a local week, Monday 00:00 = 0, and the legs a weekly shift leaves on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kernel.period import ONE_DAY, Period

DAY = 24 * 60
WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Minutes:
    """A set of minutes of the week: sorted, disjoint, half-open spans within ``[0, 10080)``.

    Build it with :meth:`of`, which sorts and joins what touches.
    """

    spans: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> Minutes:
        """Join ``(start, end)`` spans; a span may run past the week's end and wraps into Monday.

        :raises ValueError: for a span that is empty, longer than a week or starts outside the week.
        """
        flat: list[tuple[int, int]] = []
        for start, end in spans:
            if not (0 <= start < WEEK and 0 < end - start <= WEEK):
                raise ValueError(f"not a span of the week: {start} … {end}")
            flat += [(start, end)] if end <= WEEK else [(start, WEEK), (0, end - WEEK)]
        joined: list[tuple[int, int]] = []
        for start, end in sorted(flat):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return cls(tuple(joined))

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self.spans)

    @property
    def total(self) -> int:
        """The number of minutes a week."""
        return sum(end - start for start, end in self.spans)

    def overlaps(self, other: Minutes) -> bool:
        return any(a < d and c < b for a, b in self.spans for c, d in other.spans)

    def __or__(self, other: Minutes) -> Minutes:
        return Minutes.of([*self.spans, *other.spans])

    def __and__(self, other: Minutes) -> Minutes:
        return Minutes.of((max(a, c), min(b, d)) for a, b in self.spans for c, d in other.spans if a < d and c < b)

    def __sub__(self, other: Minutes) -> Minutes:
        left = list(self.spans)
        for c, d in other.spans:
            left = [(s, e) for a, b in left for s, e in ((a, min(b, c)), (max(a, d), b)) if s < e]
        return Minutes.of(left)


ALL_WEEK = Minutes(((0, WEEK),))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One stretch of work that belongs to a service day: ``weekday`` 0 = Monday, ``start`` in minutes after
    midnight, ``length`` in minutes (at most 1,440, so it can reach into the next day but not past it)."""

    weekday: int
    start: int
    length: int

    def __post_init__(self) -> None:
        if not (0 <= self.weekday < 7 and 0 <= self.start < DAY and 0 < self.length <= DAY):
            raise ValueError(f"not a span of a day: {self}")

    @property
    def week_start(self) -> int:
        return self.weekday * DAY + self.start

    @property
    def week_end(self) -> int:
        """May run past 10,080 for a Sunday night."""
        return self.week_start + self.length


@dataclass(frozen=True, slots=True)
class Leg:
    """Part of a shift on the facility's calendar: on the days of the service period moved by ``day_offset``,
    ``minutes`` are worked and ``guarded`` (the same plus the hand-over buffer) are kept from strangers."""

    day_offset: int
    minutes: Minutes
    guarded: Minutes

    def on(self, service: Period) -> Slot | None:
        """Return what ``service`` days take of the calendar by this leg; ``None`` for nothing.

        Days without minutes at either end are nobody's: a night shift from Monday to Friday that is let to a Sunday
        is over on Saturday morning, and the seat is free from then on.
        """
        weekdays = {day % 7 for start, end in self.guarded for day in range(start // DAY, (end - 1) // DAY + 1)}
        moved = service.shifted(self.day_offset)
        week = [moved.start + ONE_DAY * n for n in range(7)]
        first = next(day for day in week if day.weekday() in weekdays)
        last = moved.last
        if last is not None:
            last = next(day for day in (last - ONE_DAY * n for n in range(7)) if day.weekday() in weekdays)
            if last < first:
                return None
        days = Period.inclusive(first, last)
        return Slot(days, on_weekdays(self.minutes, days), on_weekdays(self.guarded, days))


@dataclass(frozen=True, slots=True)
class Slot:
    """A taken part of the calendar: on ``days`` the ``minutes`` of the week, and ``guarded`` kept from strangers."""

    days: Period
    minutes: Minutes
    guarded: Minutes


def on_weekdays(minutes: Minutes, days: Period) -> Minutes:
    """Those of the ``minutes`` that lie on a weekday of ``days``; a week or more has them all."""
    if days.end is None or days.days >= 7:
        return minutes
    return minutes & Minutes.of((day.weekday() * DAY, (day.weekday() + 1) * DAY) for day in days)


def weekly_minutes(spans: Iterable[Span]) -> Minutes:
    """All the minutes of the week that a shift works, whatever the service day."""
    return Minutes.of((span.week_start, span.week_end) for span in spans)


def legs(spans: Iterable[Span], buffer: int = 0) -> tuple[Leg, ...]:
    """The legs of a weekly shift, evening before morning.

    The shift of the last service day ends on the next morning, so minutes before midnight lie on the service
    days themselves (offset 0) and minutes after midnight on the days moved by one (offset 1), Sunday wrapping
    into Monday. ``buffer`` minutes follow every stretch of work, except where the shift itself goes on: a
    24-hour seat needs none.

    :param buffer: minutes, 0 … 1,440 less the longest span's reach into the next day.
    :raises ValueError: when there is no span, or span and buffer together reach past the next day.
    """
    spans = tuple(spans)
    if not spans:
        raise ValueError("a shift has at least one span")
    worked = weekly_minutes(spans)
    parts: dict[int, dict[str, list[tuple[int, int]]]] = {n: {"minutes": [], "tail": []} for n in (0, 1)}

    def put(kind: str, weekday: int, start: int, end: int) -> None:
        midnight = (weekday + 1) * DAY
        if end > midnight + DAY:
            raise ValueError("a shift and its buffer end before the next day does")
        if start < midnight:
            parts[0][kind].append((start, min(end, midnight)))
        if end > midnight:
            first = max(start, midnight) % WEEK
            parts[1][kind].append((first, first + end - max(start, midnight)))

    for span in spans:
        put("minutes", span.weekday, span.week_start, span.week_end)
        if buffer:
            put("tail", span.weekday, span.week_end, span.week_end + buffer)
    found = []
    for offset, part in parts.items():
        minutes = Minutes.of(part["minutes"])
        guarded = minutes | (Minutes.of(part["tail"]) - worked)
        if guarded:
            found.append(Leg(offset, minutes, guarded))
    return tuple(found)
