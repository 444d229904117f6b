"""How many seats are free on each day of months ahead, shift by shift."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial, reduce
from operator import or_
from uuid import UUID

from accounts.models import Client
from facilities import clocks
from facilities.clocks import FollowedZone, Part
from facilities.models import Facility, ShiftPattern, Workstation
from facilities.queries.availability import in_the_way, rooms_of_others, within
from facilities.queries.clocks import resolved_until
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


def free_by_day(
    *,
    facility: Facility,
    patterns: Iterable[ShiftPattern],
    period: Period,
    now: datetime,
    client: Client | None = None,
    followed: FollowedZone | None = None,
) -> list[ShiftCalendar]:
    """Free seats for one day's work in each shift, on every day of a bounded ``period``.

    Three queries a shift whatever the number of seats and days: the days on which a seat is taken are the bits of one
    number, and what is in the way sets those of the days it meets.

    :param clock: the clock that the hours keep, each day in its own distance from the facility's.
    :raises ValueError: for an open-ended period.
    """
    rooms = _rooms(facility)
    found = []
    for pattern in patterns:
        work = _Work.of(pattern, facility, period, followed)
        taken, by_room = work.taken(now, client), work.rooms_taken(now, client)
        counts = [len(rooms)] * period.days
        # Many seats are taken on the very same days.
        for gone, seats in Counter(taken[seat] | by_room[room] for seat, room in rooms.items()).items():
            for number in range(gone.bit_length()):
                if gone >> number & 1:
                    counts[number] -= seats
        found.append(ShiftCalendar(pattern, period, len(rooms), _on_worked_days(pattern, period, counts)))
    return found


def free_to_stay(
    *,
    facility: Facility,
    patterns: Iterable[ShiftPattern],
    period: Period,
    now: datetime,
    zone: str,
    client: Client | None = None,
) -> list[ShiftCalendar]:
    """Seats that a lease without an end could take whose hours keep the clock of ``zone``, by its first day.

    A lease that begins after a change of clocks has other hours for good than one that begins before; seats free for
    the one may not be for the other. A few queries a shift and change of clocks.

    :raises ValueError: for an open-ended period.
    """
    rooms = _rooms(facility)
    until = resolved_until(now=now)
    found = []
    for pattern in patterns:
        counts = [0] * period.days
        for followed, days in clocks.beginnings(
            pattern.hours, days=period, home=facility.time_zone, zone=zone, until=until
        ):
            work = _Work.of(pattern, facility, period, followed)
            taken, by_room = work.taken(now, client), work.rooms_taken(now, client, for_good=True)
            seats_gone, rooms_gone = work.taken_afterwards(now, client)
            free_from = sorted(
                (taken[seat] | by_room[room]).bit_length()
                for seat, room in rooms.items()
                if seat not in seats_gone and room not in rooms_gone
            )
            first = (days.start - period.start).days
            counts[first : first + days.days] = [
                bisect_right(free_from, number) for number in range(first, first + days.days)
            ]
        found.append(ShiftCalendar(pattern, period, len(rooms), _on_worked_days(pattern, period, counts)))
    return found


def _rooms(facility: Facility) -> dict[UUID, UUID]:
    """The room of each seat that is let."""
    return dict(Workstation.objects.rentable().filter(facility=facility).order_by().values_list("pk", "room"))


def _on_worked_days(pattern: ShiftPattern, period: Period, counts: Sequence[int]) -> list[int | None]:
    weekdays = {span.weekday for span in pattern.hours}
    return [free if day.weekday() in weekdays else None for day, free in zip(period, counts, strict=True)]


@dataclass(frozen=True)
class _Work:
    """A shift on the days of a bounded period: by how many days after the service day, the parts of its work that lie
    there, each with the days that have it."""

    pattern: ShiftPattern
    facility: Facility
    period: Period
    followed: FollowedZone | None
    parts: Mapping[int, Mapping[Part, Days]]

    @classmethod
    def of(cls, pattern: ShiftPattern, facility: Facility, period: Period, followed: FollowedZone | None) -> _Work:
        parts: defaultdict[int, defaultdict[Part, Days]] = defaultdict(lambda: defaultdict(int))
        for day, work in clocks.day_by_day(
            pattern.hours, days=period, buffer=facility.handover_minutes, home=facility.time_zone, followed=followed
        ):
            for part in work:
                parts[part.offset][part] |= 1 << (day - period.start).days
        return cls(pattern, facility, period, followed, parts)

    def taken(self, now: datetime, client: Client | None) -> defaultdict[UUID, Days]:
        """By seat, the days on which its work would meet somebody who sits there."""
        taken: defaultdict[UUID, Days] = defaultdict(int)
        for offset, parts in self.parts.items():
            blocking = in_the_way(slots=[self._slot(offset)], now=now, client=client).filter(within([self.facility]))
            meeting = cache(_Meeting(parts, None if client is None else client.pk))
            stretch = cache(partial(_stretch, self.period, offset))
            for seat, start, end, *sitting in blocking.order_by().values_list(
                "workstation", "days__startswith", "days__endswith", "minutes", "guarded_minutes", "client"
            ):
                taken[seat] |= stretch(start, end) & meeting(*sitting)
        return taken

    def rooms_taken(self, now: datetime, client: Client | None, *, for_good: bool = False) -> defaultdict[UUID, Days]:
        """By room let to one company at a time, the days on which it is another's.

        :param for_good: whether the work goes on from each day, so that a room is in the way until it is left.
        """
        by_room: defaultdict[UUID, Days] = defaultdict(int)
        seen: Days = 0
        for offset, parts in sorted(self.parts.items()):
            worked = reduce(or_, parts.values())
            if for_good:
                # Only the first part of a day's work tells from when on the room is wanted.
                worked, seen = worked & ~seen, seen | worked
            others = rooms_of_others(slots=[self._slot(offset)], now=now, client=client).filter(within([self.facility]))
            for room, start, end in (
                others.order_by().values_list("room", "days__startswith", "days__endswith").distinct()
            ):
                by_room[room] |= _stretch(self.period, offset, date.min if for_good else start, end) & worked
        return by_room

    def taken_afterwards(self, now: datetime, client: Client | None) -> tuple[set[UUID], set[UUID]]:
        """Seats that meet somebody, and rooms that are another's, on any day after the period."""
        assert self.period.end is not None
        slots = self.pattern.slots(self.facility, Period(self.period.end), self.followed)
        blocking = in_the_way(slots=slots, now=now, client=client).filter(within([self.facility]))
        others = rooms_of_others(slots=slots, now=now, client=client).filter(within([self.facility]))
        return (
            set(blocking.order_by().values_list("workstation", flat=True)),
            set(others.order_by().values_list("room", flat=True)),
        )

    def _slot(self, offset: int) -> Slot:
        """All that is worked so many days after a service day, on every day of the period."""
        parts = self.parts[offset]
        return Slot(
            self.period.shifted(offset),
            Minutes.of(span for part in parts for span in part.minutes),
            Minutes.of(span for part in parts for span in part.guarded),
        )


@dataclass(frozen=True)
class _Meeting:
    """The days on which parts of the work would run into somebody who sits there."""

    parts: Mapping[Part, Days]
    client: UUID | None

    def __call__(self, minutes: Minutes, guarded: Minutes, owner: UUID | None) -> Days:
        is_stranger = owner is not None and owner != self.client
        return reduce(
            or_,
            (
                days
                for part, days in self.parts.items()
                if part.minutes.overlaps(minutes) or (is_stranger and part.guarded.overlaps(guarded))
            ),
            0,
        )


def _stretch(period: Period, offset: int, start: date, end: date | None) -> Days:
    """The days of ``period`` whose work would run into days from ``start`` up to ``end``: a part after midnight is a
    day early."""
    first = max((start - period.start).days - offset, 0)
    after = period.days if end is None else min((end - period.start).days - offset, period.days)
    return (1 << after) - (1 << first) if first < after else 0
