"""Hours that follow another time zone: where they lie on a facility's calendar while clocks change.

Everything is counted in minutes of a clock since day 0 of the calendar, so that days, weeks and zones are plain
arithmetic. Why it is so, with the cases: docs/adr/0009-shifts-that-follow-the-clients-clock.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from facilities.timelines import Between, minute, timeline, with_ends
from kernel.period import ONE_DAY, Period
from kernel.week import DAY, Minutes, Slot, Span, legs

# Rules of daylight saving depend on the weekdays of a year, and those come round after so many.
CYCLE = 28
# After every day that is asked about.
NEVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class FollowedZone:
    """A time zone that hours follow when it isn't the facility's.

    A shift has its catalogue hours at its first stretch of work on or after ``since``; what ``zone``'s clock shows
    then it shows for the rest of the lease. Before ``until`` the hours are resolved date by date; from then on they
    are every hour they may come to have.
    """

    zone: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Stage:
    """Service days between two changes of clocks, and the hours of the shift on the facility's clock on them.

    ``shift`` is by how many minutes they are later than in the catalogue; ``zone`` the one whose change began it,
    ``""`` for the first.
    """

    days: Period
    spans: tuple[Span, ...]
    shift: int
    zone: str


@lru_cache(maxsize=4096)
def slots(
    spans: tuple[Span, ...], *, days: Period, buffer: int, home: str, followed: FollowedZone | None = None
) -> tuple[Slot, ...]:
    """Return what a shift on service ``days`` takes of the calendar of a facility in zone ``home``.

    ``buffer`` minutes follow every stretch of work, except where the shift itself goes on. The days of a clock's
    slots follow each other without a gap, so that a room let to one company stays theirs over a day off.
    """
    if followed is None:
        return tuple(slot for leg in legs(spans, buffer) if (slot := leg.on(days)) is not None)
    return _Painter(spans, days, buffer, home, followed).slots()


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a service day's work on the calendar day ``offset`` days after it."""

    offset: int
    minutes: Minutes
    guarded: Minutes


def day_by_day(
    spans: tuple[Span, ...], *, days: Period, buffer: int, home: str, followed: FollowedZone | None = None
) -> Iterator[tuple[date, tuple[Part, ...]]]:
    """Return what the work of each of ``days`` takes when nobody works before and after it; without days off.

    :raises ValueError: for an open-ended period.
    """
    worked = {span.weekday for span in spans}
    if followed is not None:
        painter = _Painter(spans, days, buffer, home, followed)
        yield from ((day, tuple(painter.alone(day))) for day in days if day.weekday() in worked)
        return
    week = legs(spans, buffer)
    known: dict[int, tuple[Part, ...]] = {}
    for day in days:
        if day.weekday() in worked:
            if day.weekday() not in known:
                alone = ((leg.day_offset, leg.on(Period(day, day + ONE_DAY))) for leg in week)
                known[day.weekday()] = tuple(Part(n, slot.minutes, slot.guarded) for n, slot in alone if slot)
            yield day, known[day.weekday()]


def beginnings(
    spans: tuple[Span, ...], *, days: Period, home: str, zone: str, until: date
) -> Iterator[tuple[FollowedZone, Period]]:
    """The clocks that leases would keep that begin on one of ``days``, each with the days on which it is the same.

    :raises ValueError: for an open-ended period.
    """
    gaps = [(day, _Rule(spans, home, FollowedZone(zone, day, until)).gap) for day in days]
    assert days.end is not None
    firsts = [gaps[0][0], *(day for (_day, before), (day, gap) in pairwise(gaps) if gap != before)]
    for first, end in zip(firsts, [*firsts[1:], days.end], strict=True):
        yield FollowedZone(zone, first, until), Period(first, end)


@lru_cache(maxsize=4096)
def stages(spans: tuple[Span, ...], *, days: Period, home: str, followed: FollowedZone) -> tuple[Stage, ...]:
    """The hours on the facility's clock, from each day on which they change, until ``followed.until``; never empty.

    A day belongs to the hours its first stretch begins with.
    """
    rule = _Rule(spans, home, followed)
    last = followed.until if days.end is None else min(days.end, followed.until)
    found = [(days.start, rule.shift_of(rule.first_worked(days.start)), "")]
    for before, change in pairwise(rule.between):
        turn = max((change.since + change.home) // DAY, days.start.toordinal()) - 3
        for day in (date.fromordinal(turn + n) for n in range(12) if turn + n < last.toordinal()):
            if day > found[-1][0] and rule.by_weekday.get(day.weekday()) and rule.shift_of(day) != found[-1][1]:
                found.append((day, rule.shift_of(day), followed.zone if change.away != before.away else home))
    ends = [*(start for start, _shift, _zone in found[1:]), days.end]
    return tuple(
        Stage(Period(start, end), moved(spans, shift), shift, zone)
        for (start, shift, zone), end in zip(found, ends, strict=True)
    )


def kept_spans(spans: tuple[Span, ...], *, home: str, followed: FollowedZone) -> tuple[Span, ...]:
    """The hours of the shift in the zone it follows, the same on every day."""
    return moved(spans, _Rule(spans, home, followed).gap)


def gap(*, home: str, away: str, day: date) -> int:
    """Minutes that the clock of ``away`` is ahead of that of ``home`` at noon, there, of ``day``."""
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(home))
    ahead = noon.astimezone(ZoneInfo(away)).replace(tzinfo=None) - noon.replace(tzinfo=None)
    return int(ahead.total_seconds() // 60)


def first_change(*, home: str, away: str, start: date, last: date) -> date | None:
    """The first day after ``start`` on which the two clocks are further apart or nearer; ``None`` when by ``last`` none
    has come."""
    before = gap(home=home, away=away, day=start)
    days = (start + ONE_DAY * n for n in range(1, (last - start).days + 1))
    return next((day for day in days if gap(home=home, away=away, day=day) != before), None)


@cache
def zones() -> frozenset[str]:
    """The names of all time zones, read once: that is a walk through folders of the system."""
    return frozenset(available_timezones())


def city_of(zone: str) -> str:
    """Return what people call a zone: ``New York``."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def differs(*, home: str, zone: str, days: Period) -> bool:
    """Return whether two clocks are further apart or nearer on some of ``days``; for days without end the
    years are looked at in which every rule comes round."""
    last = date(days.start.year + CYCLE, 1, 1) if days.end is None else days.end
    gaps = {
        each.away - each.home
        for each, until in with_ends(timeline(home, zone, days.start.year, last.year))
        if until > minute(days.start) and each.since < minute(last)
    }
    return len(gaps) > 1


def moved(spans: Iterable[Span], minutes: int) -> tuple[Span, ...]:
    """The same stretches so many minutes later, round the end of the week where need be."""
    found = []
    for span in spans:
        days, start = divmod(span.start + minutes, DAY)
        found.append(Span((span.weekday + days) % 7, start, span.length))
    return tuple(sorted(found))


class _Rule:
    """The rule by which a shift's hours move: the followed clock is ``gap`` minutes ahead at the first work, and
    what it shows then it shows on every service day."""

    def __init__(self, spans: Sequence[Span], home: str, followed: FollowedZone) -> None:
        self.by_weekday: dict[int, list[Span]] = {}
        for span in sorted(spans):
            self.by_weekday.setdefault(span.weekday, []).append(span)
        self.between = timeline(home, followed.zone, followed.since.year - 1, followed.until.year + CYCLE)
        self._since = [each.since for each in self.between]
        first = self.first_worked(followed.since)
        begins = minute(first) + self.by_weekday[first.weekday()][0].start
        at = next(each for each, until in self._from(begins) if begins - each.home < until)
        self.gap = at.away - at.home

    def first_worked(self, day: date) -> date:
        return next(each for each in (day + ONE_DAY * n for n in range(7)) if each.weekday() in self.by_weekday)

    def shift_of(self, day: date) -> int:
        """By how many minutes the hours of a service day with work are later than in the catalogue."""
        moment = self.moment(minute(day) + self.by_weekday[day.weekday()][0].start + self.gap)
        at = self.between[bisect_right(self._since, moment) - 1]
        return self.shift(at)

    def shift(self, at: Between) -> int:
        return self.gap - (at.away - at.home)

    def moment(self, wall: int) -> int:
        """The first minute of UTC in which the followed clock shows ``wall`` or has passed it."""
        return next(at for each, until in self._from(wall) if (at := max(each.since, wall - each.away)) < until)

    def here(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Return what the facility's clock shows from a minute of UTC to another."""
        for each, until in self._from(start):
            if each.since >= end:
                return
            if max(start, each.since) < min(end, until):
                yield max(start, each.since) + each.home, int(min(end, until)) + each.home

    def _from(self, wall: int) -> Iterator[tuple[Between, float]]:
        """The times between changes, from a day before any clock shows ``wall``."""
        known = max(bisect_right(self._since, wall - DAY) - 1, 0)
        return with_ends(self.between[known : known + 8])


# A day's work: minutes, and those kept from strangers, of its weekday.
_Day = tuple[Minutes, Minutes]
# Stretches of work of a service day, and the hand-over after them, on the facility's clock.
_Stretches = tuple[list[tuple[int, int]], list[tuple[int, int]]]


class _Painter:
    """Paints the calendar day by day around every change; in between the weeks are like the one before."""

    def __init__(self, spans: Sequence[Span], days: Period, buffer: int, home: str, followed: FollowedZone) -> None:
        self.rule = rule = _Rule(spans, home, followed)
        self.buffer = buffer
        self.first = days.start.toordinal()
        self.end = None if days.end is None else days.end.toordinal()
        self.until = followed.until.toordinal()
        shifts = [rule.shift(each) for each in rule.between]
        to_come = [
            rule.shift(each) for each, ends in with_ends(rule.between) if ends > minute(followed.until) - 2 * DAY
        ]
        self.earliest, self.latest = min(to_come), max(to_come)
        # The days before and after a service day that its work, whenever it is, may reach into.
        self.back = min((min(span.start for span in spans) + min(shifts)) // DAY, 0)
        self.reach = (max(span.start + span.length for span in spans) + buffer + max(shifts)) // DAY
        turns = ((each.since + each.home) // DAY for each in rule.between[1:])
        edges = {self.first, self.until, *(turn for turn in turns if self.first - 9 < turn < self.until)}
        if self.end is not None:
            edges |= {self.end - 7, self.end}
        self.edges = sorted(edges)
        self._known: dict[tuple[int, bool], _Stretches] = {}

    def slots(self) -> tuple[Slot, ...]:
        painted = list(self._painted())
        while painted and not painted[-1][2][1]:
            painted.pop()
        rows: list[tuple[int, int | None, dict[int, _Day]]] = []
        for day, end, work in painted:
            if not rows and not work[1]:
                continue
            weekday = (day - 1) % 7
            if rows and rows[-1][2].get(weekday, work) == work:
                rows[-1] = (rows[-1][0], end, {**rows[-1][2], weekday: work})
            else:
                rows.append((day, end, {weekday: work}))
        found: list[Slot] = []
        for first, end, week in rows:
            days = Period(date.fromordinal(first), None if end is None else date.fromordinal(end))
            guarded = Minutes.of(span for _worked, kept in week.values() for span in kept)
            if guarded:
                found.append(
                    Slot(days, Minutes.of(span for worked, _kept in week.values() for span in worked), guarded)
                )
            else:
                # All of the work fell into the hour that a clock leaves out: the row before stands for these days too.
                found[-1] = Slot(Period(found[-1].days.start, days.end), found[-1].minutes, found[-1].guarded)
        return tuple(found)

    def _painted(self) -> Iterator[tuple[int, int | None, _Day]]:
        """Days from the first on with the day after each; the last of two weeks like each other has the day on which
        something changes again, or ``None`` where nothing does."""
        margin = self.reach - self.back + 2
        day, alike = self.first + self.back, 0
        ours = range(self.first, NEVER if self.end is None else self.end)
        while self.end is None or day < self.end + self.reach:
            edge = next((edge for edge in self.edges if edge + margin >= day), None)
            alike = alike + 1 if edge is None or day < edge - margin else 0
            after: int | None = day + 1
            if alike >= 14:
                after = None if edge is None else edge - margin
            yield day, after, self._on(day, ours)
            if after is None:
                return
            day = after

    def alone(self, service: date) -> Iterator[Part]:
        """Return what one service day takes by itself."""
        number = service.toordinal()
        for offset in range(self.back, self.reach + 1):
            worked, kept = self._on(number + offset, range(number, number + 1))
            if kept:
                yield Part(offset, worked, kept)

    def _on(self, day: int, ours: range) -> _Day:
        """Return what lies on a calendar day of the work of service days ``ours``."""
        midnight, weekday = day * DAY, (day - 1) % 7
        work: list[tuple[int, int]] = []
        tails: list[tuple[int, int]] = []
        own: list[tuple[int, int]] = []
        for service in range(day - self.reach, day - self.back + 1):
            stretches, handovers = self._of(service, is_blurred=day >= self.until)
            own += stretches
            if service in ours:
                work += stretches
                tails += handovers
        worked = _within(work, midnight, weekday)
        return worked, worked | (_within(tails, midnight, weekday) - _within(own, midnight, weekday))

    def _of(self, service: int, *, is_blurred: bool) -> _Stretches:
        """:param is_blurred: whether to count every hour that the work may come to have."""
        if (service, is_blurred) not in self._known:
            work: list[tuple[int, int]] = []
            tails: list[tuple[int, int]] = []
            for span in self.rule.by_weekday.get((service - 1) % 7, []):
                start = service * DAY + span.start
                if is_blurred:
                    end = start + span.length + self.latest
                    work.append((start + self.earliest, end))
                    tails.append((end, end + self.buffer))
                else:
                    begins = self.rule.moment(start + self.rule.gap)
                    ends = self.rule.moment(start + span.length + self.rule.gap)
                    work += self.rule.here(begins, ends)
                    tails += self.rule.here(ends, ends + self.buffer)
            self._known[service, is_blurred] = (work, tails)
        return self._known[service, is_blurred]


def _within(stretches: Iterable[tuple[int, int]], midnight: int, weekday: int) -> Minutes:
    """Return the parts on the day that begins at ``midnight``, in minutes of the week."""
    clipped = ((max(start - midnight, 0), min(end - midnight, DAY)) for start, end in stretches)
    return Minutes.of((weekday * DAY + start, weekday * DAY + end) for start, end in clipped if start < end)
