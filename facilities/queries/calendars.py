"""The number of free seats on each day of months ahead, shift by shift."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial, reduce
from operator import or_
from typing import NamedTuple
from uuid import UUID

from facilities import clocks
from facilities.clocks import FollowedZone, Part
from facilities.conflicts import conflict_of_hours
from facilities.demand import Demand
from facilities.models import Facility, ShiftPattern, Workstation
from facilities.queries.availability import free_from
from facilities.queries.conflicts import conflicting, rooms_of_others, within
from kernel.period import Period
from kernel.week import Minutes, Slot

# Days by their number in the period, a bit for each.
Days = int


@dataclass(frozen=True, slots=True)
class ShiftCalendar:
    """A shift's row of the calendar: ``free[i]`` seats on the ``i``-th day of the period, of ``rentable``; ``None`` on
    days the shift doesn't work."""

    pattern: ShiftPattern
    period: Period
    rentable: int
    free: Sequence[int | None]

    def by_day(self) -> Iterable[tuple[date, int | None]]:
        return zip(self.period, self.free, strict=True)


def free_by_day(demands: Iterable[Demand], *, facility: Facility, now: datetime) -> list[ShiftCalendar]:
    """Free seats for one day's work, on every one of the bounded days of each demand.

    Three queries a demand whatever the number of seats and days: the days on which a seat is taken are the bits of one
    number, and each conflict sets those of the days it falls on. Where the hours follow a time zone each day has its
    own distance from the facility's.

    :raises ValueError: for an open-ended period.
    """
    rooms = _rooms(facility)
    found = []
    for demand in demands:
        work = _Work.of(demand, facility)
        taken, by_room = work.taken(now), work.rooms_taken(now)
        counts = [len(rooms)] * demand.days.days
        # Many seats are taken on the very same days.
        for gone, seats in Counter(taken[seat] | by_room[room] for seat, room in rooms.items()).items():
            for number in range(gone.bit_length()):
                if gone >> number & 1:
                    counts[number] -= seats
        found.append(_calendar(demand, len(rooms), counts))
    return found


def free_to_stay(demands: Iterable[Demand], *, facility: Facility, now: datetime) -> list[ShiftCalendar]:
    """Seats that a lease without an end could take, by its first day: each of the bounded days of a demand.

    Where the hours follow a time zone, a lease that begins after a change of clocks has other hours for good than one
    that begins before; seats free for the one may not be for the other. Three queries a demand, or a few for each
    change of clocks.

    :raises ValueError: for an open-ended period.
    """
    demands = list(demands)
    rooms = _rooms(facility) if any(demand.zone for demand in demands) else {}
    return [
        _free_to_stay(demand, facility, now)
        if demand.zone is None
        else _free_to_stay_following(demand, demand.zone, facility, rooms, now)
        for demand in demands
    ]


def _free_to_stay(demand: Demand, facility: Facility, now: datetime) -> ShiftCalendar:
    from_days = free_from(demand, facilities=[facility], now=now)[facility.pk]
    return _calendar(demand, len(from_days), [bisect_right(from_days, day) for day in demand.days])


def _free_to_stay_following(
    demand: Demand, zone: FollowedZone, facility: Facility, rooms: Mapping[UUID, UUID], now: datetime
) -> ShiftCalendar:
    period = demand.days
    counts = [0] * period.days
    for followed, days in clocks.beginnings(
        demand.pattern.hours, days=period, home=facility.time_zone, zone=zone.zone, until=zone.until
    ):
        work = _Work.of(replace(demand, zone=followed), facility)
        taken, by_room = work.taken(now), work.rooms_taken(now, for_good=True)
        seats_gone, rooms_gone = work.taken_afterwards(now)
        free = sorted(
            (taken[seat] | by_room[room]).bit_length()
            for seat, room in rooms.items()
            if seat not in seats_gone and room not in rooms_gone
        )
        first = (days.start - period.start).days
        counts[first : first + days.days] = [bisect_right(free, number) for number in range(first, first + days.days)]
    return _calendar(demand, len(rooms), counts)


def _rooms(facility: Facility) -> dict[UUID, UUID]:
    """The room of each seat that is let."""
    return dict(Workstation.objects.rentable().filter(facility=facility).order_by().values_list("pk", "room"))


def _calendar(demand: Demand, rentable: int, counts: Sequence[int]) -> ShiftCalendar:
    weekdays = {span.weekday for span in demand.pattern.hours}
    days = zip(demand.days, counts, strict=True)
    free = [count if day.weekday() in weekdays else None for day, count in days]
    return ShiftCalendar(demand.pattern, demand.days, rentable, free)


@dataclass(frozen=True)
class _Work:
    """A demand on the days of a bounded period: by how many days after the service day, the parts of its work that lie
    there, each with the days that have it."""

    demand: Demand
    facility: Facility
    parts: Mapping[int, Mapping[Part, Days]]

    @classmethod
    def of(cls, demand: Demand, facility: Facility) -> _Work:
        parts: defaultdict[int, defaultdict[Part, Days]] = defaultdict(lambda: defaultdict(int))
        for day, work in clocks.day_by_day(
            demand.pattern.hours,
            days=demand.days,
            buffer=facility.handover_minutes,
            home=facility.time_zone,
            followed=demand.zone,
        ):
            for part in work:
                parts[part.offset][part] |= 1 << (day - demand.days.start).days
        return cls(demand, facility, parts)

    def taken(self, now: datetime) -> defaultdict[UUID, Days]:
        """By seat, the days on which its work would conflict with somebody who sits there."""
        taken: defaultdict[UUID, Days] = defaultdict(int)
        taker = self.demand.taker
        for offset, parts in self.parts.items():
            blocking = conflicting([self._slot(offset)], taker=taker, now=now).filter(within([self.facility]))
            days_of = cache(partial(_conflict_days, parts, taker))
            stretch = cache(partial(_stretch, self.demand.days, offset))
            for seat, start, end, *sitting in blocking.order_by().values_list(
                "workstation", "days__startswith", "days__endswith", "minutes", "guarded_minutes", "client"
            ):
                taken[seat] |= stretch(start, end) & days_of(*sitting)
        return taken

    def rooms_taken(self, now: datetime, *, for_good: bool = False) -> defaultdict[UUID, Days]:
        """By room let to one company at a time, the days on which it is another's.

        :param for_good: whether the work goes on from each day, so that a room is in conflict until it is left.
        """
        by_room: defaultdict[UUID, Days] = defaultdict(int)
        seen: Days = 0
        for offset, parts in sorted(self.parts.items()):
            worked = reduce(or_, parts.values())
            if for_good:
                # Only the first part of a day's work tells from when on the room is wanted.
                worked, seen = worked & ~seen, seen | worked
            others = rooms_of_others([self._slot(offset)], taker=self.demand.taker, now=now)
            others = others.filter(within([self.facility]))
            for room, start, end in (
                others.order_by().values_list("room", "days__startswith", "days__endswith").distinct()
            ):
                by_room[room] |= _stretch(self.demand.days, offset, date.min if for_good else start, end) & worked
        return by_room

    def taken_afterwards(self, now: datetime) -> tuple[set[UUID], set[UUID]]:
        """Seats in conflict, and rooms that are another's, on any day after the period."""
        assert self.demand.days.end is not None
        slots = replace(self.demand, days=Period(self.demand.days.end)).slots(self.facility)
        blocking = conflicting(slots, taker=self.demand.taker, now=now).filter(within([self.facility]))
        others = rooms_of_others(slots, taker=self.demand.taker, now=now).filter(within([self.facility]))
        return (
            set(blocking.order_by().values_list("workstation", flat=True)),
            set(others.order_by().values_list("room", flat=True)),
        )

    def _slot(self, offset: int) -> Slot:
        """All that is worked so many days after a service day, on every day of the period."""
        parts = self.parts[offset]
        return Slot(
            self.demand.days.shifted(offset),
            Minutes.of(span for part in parts for span in part.minutes),
            Minutes.of(span for part in parts for span in part.guarded),
        )


class _Sitting(NamedTuple):
    minutes: Minutes
    guarded: Minutes


def _conflict_days(
    parts: Mapping[Part, Days], taker: Hashable | None, minutes: Minutes, guarded: Minutes, owner: UUID | None
) -> Days:
    """The days on which parts of the work conflict with somebody who sits there."""
    sitting = _Sitting(minutes, guarded)
    return reduce(or_, (days for part, days in parts.items() if conflict_of_hours(part, taker, sitting, owner)), 0)


def _stretch(period: Period, offset: int, start: date, end: date | None) -> Days:
    """The days of ``period`` whose work would run into days from ``start`` up to ``end``: a part after midnight is a
    day early."""
    first = max((start - period.start).days - offset, 0)
    after = period.days if end is None else min((end - period.start).days - offset, period.days)
    return (1 << after) - (1 << first) if first < after else 0
