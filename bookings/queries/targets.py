"""Seats that seats of a lease could move to: asked before, and by the operation where it is left to choose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from bookings.models import Allocation, Booking
from bookings.queries.seats import vacant_seats
from facilities.models import Workstation
from kernel.period import Period


def seats_from(booking: Booking, day: date) -> list[Allocation]:
    """The seats that a booking has on ``day``, by code, room and floor selected along."""
    rows = Allocation.objects.filter(booking=booking).on(day).select_related("workstation__room__floor")
    return list(rows.order_by("workstation__code"))


def days_from(rows: Iterable[Allocation], day: date) -> Period:
    """From ``day`` to the end of the seat that stays longest.

    :raises ValueError: without any seat.
    """
    ends = [row.days.end for row in rows]
    return Period(day, None if None in ends else max(ends))


def free_targets(
    booking: Booking, *, moving: Sequence[Allocation], effective_on: date, now: datetime
) -> list[Workstation]:
    """Seats of the facility that are free for as long as the ``moving`` ones go on, by code, room selected along."""
    if not moving:
        return []
    demand = booking.demand(days_from(moving, effective_on))
    free_seats = vacant_seats(demand, facility=booking.facility, now=now)
    rows = Workstation.objects.filter(pk__in=[free_seat.id for free_seat in free_seats]).select_related("room__floor")
    return list(rows.order_by("code"))


def nearest(
    moving: Iterable[Workstation], targets: Iterable[Workstation], *, but: Collection[UUID] = ()
) -> dict[UUID, Workstation]:
    """For each moving seat one of the targets not in ``but``: in its room, else its floor, else the nearest floor.

    Neighbours stay neighbours where as many are free side by side, and those that go from one room to another keep
    their order. Some are left out where targets are too few. Wants rooms and floors selected along.
    """
    seats = sorted(moving, key=_order)
    free = sorted((target for target in targets if target.pk not in but), key=_order)
    found: dict[UUID, Workstation] = {}
    for away in sorted({_away(seat, target) for seat in _one_a_room(seats) for target in _one_a_room(free)}):
        for stretch in sorted(_stretches(seats), key=len, reverse=True):
            if len(stretch) > 1 and not any(seat.pk in found for seat in stretch):
                reach = [target for target in free if _away(stretch[0], target) == away]
                places = _side_by_side(stretch, reach)
                found |= {seat.pk: target for seat, target in zip(stretch, places, strict=False)}
                free = _without(free, places)
        singly = _closest(
            [(seat, target) for seat in seats if seat.pk not in found for target in free if _away(seat, target) == away]
        )
        found |= singly
        free = _without(free, singly.values())
    return found


def _order(seat: Workstation) -> tuple[str, str, int, int, str]:
    return str(seat.room_id), seat.row, seat.position, len(seat.code), seat.code


def _away(one: Workstation, other: Workstation) -> int:
    """0 in one room, 1 on one floor, and one more for each level between."""
    return 0 if one.room_id == other.room_id else 1 + abs(one.room.floor.level - other.room.floor.level)


def _apart(one: Workstation, other: Workstation) -> int:
    return (one.x - other.x) ** 2 + (one.y - other.y) ** 2


def _one_a_room(seats: Iterable[Workstation]) -> list[Workstation]:
    return list({seat.room_id: seat for seat in seats}.values())


def _without(seats: Iterable[Workstation], gone: Iterable[Workstation]) -> list[Workstation]:
    keys = {seat.pk for seat in gone}
    return [seat for seat in seats if seat.pk not in keys]


def _stretches(seats: Sequence[Workstation]) -> list[list[Workstation]]:
    """Seats in order, cut wherever the next one is not the neighbour."""
    found: list[list[Workstation]] = []
    for seat in seats:
        last = found[-1][-1] if found else None
        is_next = (
            last is not None
            and (last.room_id, last.row) == (seat.room_id, seat.row)
            and seat.position == last.position + 1
        )
        if is_next:
            found[-1].append(seat)
        else:
            found.append([seat])
    return found


def _side_by_side(stretch: Sequence[Workstation], free: Sequence[Workstation]) -> Sequence[Workstation]:
    """The closest free neighbours that are as many as the stretch; none where there are not."""
    size = len(stretch)
    windows = [run[start : start + size] for run in _stretches(free) for start in range(len(run) - size + 1)]
    return min(
        windows,
        key=lambda window: (sum(map(_apart, stretch, window)), window[0].code),
        default=(),
    )


def _closest(pairs: Iterable[tuple[Workstation, Workstation]]) -> dict[UUID, Workstation]:
    """Each seat and each target once, the closest first; then those between the same two rooms in order."""
    groups: defaultdict[tuple[UUID, UUID], list[tuple[Workstation, Workstation]]] = defaultdict(list)
    done: set[UUID] = set()
    for seat, target in sorted(pairs, key=lambda pair: (_apart(*pair), pair[0].code, pair[1].code)):
        if done.isdisjoint({seat.pk, target.pk}):
            done |= {seat.pk, target.pk}
            groups[seat.room_id, target.room_id].append((seat, target))
    return {
        seat.pk: target
        for group in groups.values()
        for seat, target in zip(
            sorted((seat for seat, _target in group), key=_order),
            sorted((target for _seat, target in group), key=_order),
            strict=True,
        )
    }
