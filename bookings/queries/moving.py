"""Where seats of a lease could move to: asked before it is done, and by the deed where it is left to choose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from heapq import nsmallest
from uuid import UUID

from bookings.models import Allocation, Booking
from bookings.queries.seats import free_spots
from facilities.models import Workstation
from kernel.period import Period


def seats_from(booking: Booking, day: date) -> list[Allocation]:
    """The seats that a booking has on ``day``, by code, room selected along."""
    rows = Allocation.objects.filter(booking=booking).on(day).select_related("workstation__room")
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
    spots = free_spots(
        facility=booking.facility,
        days=days_from(moving, effective_on),
        pattern=booking.pattern,
        client=booking.client,
        now=now,
        clock=booking.kept_clock,
    )
    rows = Workstation.objects.filter(pk__in=[spot.id for spot in spots]).select_related("room__floor")
    return list(rows.order_by("code"))


def nearest(
    moving: Iterable[Workstation], targets: Iterable[Workstation], *, but: Collection[UUID] = ()
) -> dict[UUID, Workstation]:
    """For each moving seat one of the targets not in ``but``, the closest pairs first, same room before another one.

    Some are left out where targets are too few.
    """
    seats = list(moving)
    left = [target for target in targets if target.pk not in but]
    pairs = sorted(
        (_distance(seat, target), seat.code, target.code, seat, target)
        for seat in seats
        # So many can't all be taken by the others.
        for target in nsmallest(len(seats), left, key=lambda each: (_distance(seat, each), each.code))
    )
    found: dict[UUID, Workstation] = {}
    taken: set[UUID] = set()
    for *_order, seat, target in pairs:
        if seat.pk not in found and target.pk not in taken:
            found[seat.pk] = target
            taken.add(target.pk)
    return found


def _distance(one: Workstation, other: Workstation) -> tuple[bool, int]:
    return one.room_id != other.room_id, (one.x - other.x) ** 2 + (one.y - other.y) ** 2
