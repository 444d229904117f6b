"""How many seats are free on each day of months ahead, shift by shift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from uuid import UUID

from accounts.models import Client
from facilities.models import Facility, ShiftPattern, Workstation
from facilities.queries.availability import in_the_way, rooms_of_others
from kernel.period import Period

Stretch = tuple[int, int]


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

    Three queries a shift whatever the number of seats and days: what is in the way is merged seat by seat, and the
    days are counted by sweeping over the merged stretches.

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
    taken: defaultdict[UUID, list[Stretch]] = defaultdict(list)
    by_room: defaultdict[UUID, list[Stretch]] = defaultdict(list)
    for leg in pattern.legs(facility.handover_minutes):
        blocking = in_the_way(days=period, legs=[leg], now=now, client=client).filter(workstation__facility=facility)
        for seat, days in blocking.order_by().values_list("workstation", "days"):
            taken[seat].append(_stretch(days, period, leg.day_offset))
        others = rooms_of_others(days=period, legs=[leg], now=now, client=client)
        for room, days in (
            others.filter(workstation__facility=facility).order_by().values_list("room", "days").distinct()
        ):
            by_room[room].append(_stretch(days, period, leg.day_offset))
    steps = [0] * (period.days + 1)
    for seat, room in rooms.items():
        for start, end in _merged([*taken[seat], *by_room[room]]):
            steps[start] -= 1
            steps[end] += 1
    worked = {span.weekday for span in pattern.hours}
    counts = (len(rooms) + change for change in accumulate(steps[:-1]))
    return [free if day.weekday() in worked else None for day, free in zip(period, counts, strict=True)]


def _stretch(days: Period, period: Period, offset: int) -> Stretch:
    """The days of ``period``, by number, on which work would run into ``days``: a leg after midnight is a day early."""
    start = (days.start - period.start).days - offset
    end = period.days if days.end is None else (days.end - period.start).days - offset
    return max(start, 0), min(end, period.days)


def _merged(stretches: list[Stretch]) -> Iterable[Stretch]:
    last: Stretch | None = None
    for start, end in sorted(stretches):
        if end <= start:
            continue
        if last is None:
            last = start, end
        elif start <= last[1]:
            last = last[0], max(last[1], end)
        else:
            yield last
            last = start, end
    if last is not None:
        yield last
