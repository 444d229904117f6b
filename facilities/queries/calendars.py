"""How many seats are free on each day of months ahead, shift by shift."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from uuid import UUID

from accounts.models import Client
from facilities.models import Facility, ShiftPattern, Workstation
from facilities.queries.availability import in_the_way, rooms_of_others, within
from kernel.period import Period
from kernel.week import DAY, Leg, Minutes

# Days by their number in the period, a bit for each.
Days = int


@dataclass(frozen=True, slots=True)
class ShiftCalendar:
    """A shift's row of the calendar: ``free[i]`` seats on the ``i``-th day of the period, of ``let``; ``None`` on days
    the shift doesn't work."""

    pattern: ShiftPattern
    period: Period
    let: int
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
) -> list[ShiftCalendar]:
    """Free seats for one day's work in each shift, on every day of a bounded ``period``.

    Three queries a shift whatever the number of seats and days: the days on which a seat is taken are the bits of one
    number, and what is in the way sets those of its weekdays.

    :raises ValueError: for an open-ended period.
    """
    rooms = dict(Workstation.objects.let().filter(facility=facility).order_by().values_list("pk", "room"))
    return [
        ShiftCalendar(
            pattern,
            period,
            len(rooms),
            _free(facility=facility, pattern=pattern, period=period, now=now, client=client, rooms=rooms),
        )
        for pattern in patterns
    ]


def _free(
    *,
    facility: Facility,
    pattern: ShiftPattern,
    period: Period,
    now: datetime,
    client: Client | None,
    rooms: dict[UUID, UUID],
) -> list[int | None]:
    taken: defaultdict[UUID, Days] = defaultdict(int)
    by_room: defaultdict[UUID, Days] = defaultdict(int)
    for leg in pattern.legs(facility.handover_minutes):
        slot = leg.on(period)
        if slot is None:
            continue
        blocking = in_the_way(slots=[slot], now=now, client=client).filter(within([facility]))
        meeting = cache(_Meeting(leg, None if client is None else client.pk))
        on = cache(partial(_on, period, leg.day_offset))
        stretch = cache(partial(_stretch, period, leg.day_offset))
        for seat, start, end, *sitting in blocking.order_by().values_list(
            "workstation", "days__startswith", "days__endswith", "minutes", "guarded_minutes", "client"
        ):
            taken[seat] |= stretch(start, end) & on(meeting(*sitting))
        others = rooms_of_others(slots=[slot], now=now, client=client).filter(within([facility]))
        worked = on(_weekdays(leg.guarded))
        for room, start, end in others.order_by().values_list("room", "days__startswith", "days__endswith").distinct():
            by_room[room] |= stretch(start, end) & worked
    counts = [len(rooms)] * period.days
    # Many seats are taken on the very same days.
    for gone, seats in Counter(taken[seat] | by_room[room] for seat, room in rooms.items()).items():
        for number in range(gone.bit_length()):
            if gone >> number & 1:
                counts[number] -= seats
    weekdays = {span.weekday for span in pattern.hours}
    return [free if day.weekday() in weekdays else None for day, free in zip(period, counts, strict=True)]


@dataclass(frozen=True)
class _Meeting:
    """The weekdays on which a leg would run into somebody who sits there."""

    leg: Leg
    client: UUID | None

    def __call__(self, minutes: Minutes, guarded: Minutes, owner: UUID | None) -> frozenset[int]:
        shared = self.leg.minutes & minutes
        if owner is not None and owner != self.client:
            shared |= self.leg.guarded & guarded
        return _weekdays(shared)


def _weekdays(minutes: Minutes) -> frozenset[int]:
    return frozenset(day for start, end in minutes for day in range(start // DAY, (end - 1) // DAY + 1))


def _stretch(period: Period, offset: int, start: date, end: date | None) -> Days:
    """The days of ``period`` whose work would run into days from ``start`` up to ``end``: a leg after midnight is a
    day early."""
    first = max((start - period.start).days - offset, 0)
    after = period.days if end is None else min((end - period.start).days - offset, period.days)
    return (1 << after) - (1 << first) if first < after else 0


def _on(period: Period, offset: int, weekdays: frozenset[int]) -> Days:
    """The days of ``period`` whose work of a leg falls on ``weekdays``."""
    first = period.start.weekday() + offset
    return sum(1 << number for number in range(period.days) if (first + number) % 7 in weekdays)
