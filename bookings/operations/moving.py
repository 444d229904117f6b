"""Seats of a lease move to other seats of the facility: same shift, same terms, same price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.capabilities import Capability
from bookings import errors, notifications
from bookings.access import require_for
from bookings.enums import AmendmentKind
from bookings.models import Allocation, Booking
from bookings.operations.amending import amended
from bookings.operations.resizing import cut_allocations, require_open
from bookings.operations.seats import MOST_ROUNDS, lost, release_expired
from bookings.operations.states import locked
from bookings.queries.moving import days_from, free_targets, nearest, seats_from
from facilities import errors as facilities
from facilities.enums import Purpose, WorkstationState
from facilities.models import Workstation
from facilities.operations import Sold, lock_workstations, occupy
from kernel.ids import new_id
from kernel.period import Period

CONFLICTS = (facilities.SeatTaken, facilities.BufferNeeded, facilities.RoomExclusive)


def move_seats(
    *,
    booking: Booking,
    moves: Mapping[UUID, UUID | None],
    effective_on: date,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> Booking:
    """From a day on, seats go on on other seats of the facility, until when they would have ended anyway.

    Seats may trade places. Nothing is charged or credited for it; the client is told where everybody sits from then
    on, and why; our own people are too, where a client moves its seats by itself.

    :param moves: from workstation to workstation; ``None`` leaves the choice to us, the nearest free seat.
    :param reason: for the client; staff must give one.
    :raises NotAllowed, WrongState, OutsideTheLease, ReasonMissing:
    :raises NothingToMove, MoveTargetsConflict, NotThisBookingsSeats, SeatsUnknown: before anything is tried.
    :raises SeatsTaken, NoneLeft, NotEnoughSeats: when others have the seats; naming them and the nearest free ones.
    """
    require_for(actor, Capability.CHANGE_LEASES, booking)
    if actor.is_staff and not reason.strip():
        raise errors.ReasonMissing
    _require_apart(moves)
    with transaction.atomic():
        for _ in range(MOST_ROUNDS):
            pairs = _chosen(booking, moves, effective_on, actor=actor, now=now)
            try:
                with transaction.atomic():
                    return _move(booking, pairs, effective_on, reason=reason.strip(), actor=actor, now=now)
            except CONFLICTS as refusal:
                # A rival was faster. Where we chose, the next look sees it.
                gone = _gone(booking, moves, effective_on, now)
                if gone is not None or None not in moves.values():
                    raise (gone or refusal) from refusal
        raise errors.NotEnoughSeats(asked=len(moves), free=0)


def _move(
    booking: Booking, pairs: Mapping[UUID, UUID], day: date, *, reason: str, actor: Actor, now: datetime
) -> Booking:
    """Lock everything, then cut what was and take what comes."""
    seats = {seat.pk: seat for seat in lock_workstations(facility=booking.facility, ids={*pairs, *pairs.values()})}
    targets = [seats[pk] for pk in pairs.values() if pk in seats]
    if len(targets) != len(pairs) or any(seat.state != WorkstationState.IN_SERVICE for seat in targets):
        raise facilities.SeatsUnknown
    release_expired(targets, now)
    fresh = require_open(locked(booking), actor, day, now, kind=AmendmentKind.MOVE_SEATS)
    rows = _rows(fresh, pairs, day)
    going_on = {row.workstation_id: Period(day, row.days.end) for row in rows}
    cut_allocations(fresh, rows, day, now)
    slots_on = cache(fresh.slots)
    added = [
        Allocation(pk=new_id(), booking=fresh, workstation=seats[to], pattern=fresh.pattern, days=going_on[seat])
        for seat, to in pairs.items()
    ]
    occupy(
        claim=fresh.pk,
        client=fresh.client,
        purpose=Purpose.LEASE,
        seats=[Sold(row.workstation, row.pk, slots_on(row.days)) for row in added],
    )
    Allocation.objects.bulk_create(added)
    codes = sorted((seats[seat].code, seats[to].code) for seat, to in pairs.items())
    details = {"seats": [seat for seat, _to in codes], "moved_to": [to for _seat, to in codes], "reason": reason}
    if not actor.is_ours:
        notifications.moved_by_client(fresh, effective_on=day, details=details, now=now)
    return amended(fresh, AmendmentKind.MOVE_SEATS, day, details, actor=actor, now=now, changes_charges=False)


def _chosen(
    booking: Booking, moves: Mapping[UUID, UUID | None], day: date, *, actor: Actor, now: datetime
) -> dict[UUID, UUID]:
    """Every seat with where it goes, the nearest free seat where that is left to us."""
    looked = Booking.objects.select_related("facility", "pattern", "client").get(pk=booking.pk)
    require_open(looked, actor, day, now, kind=AmendmentKind.MOVE_SEATS)
    rows = _rows(looked, moves, day)
    named = {seat: to for seat, to in moves.items() if to is not None}
    open_ones = [row for row in rows if row.workstation_id not in named]
    if not open_ones:
        return named
    free = free_targets(looked, moving=open_ones, effective_on=day, now=now)
    found = nearest([row.workstation for row in open_ones], free, but=set(named.values()))
    if len(found) != len(open_ones):
        raise errors.NotEnoughSeats(asked=len(open_ones), free=len(found))
    return {**named, **{seat: target.pk for seat, target in found.items()}}


def _rows(booking: Booking, moving: Mapping[UUID, UUID | None] | Mapping[UUID, UUID], day: date) -> list[Allocation]:
    """:raises NotThisBookingsSeats: unless the booking has all of these on the day."""
    rows = [row for row in seats_from(booking, day) if row.workstation_id in moving]
    if len(rows) != len(moving):
        raise errors.NotThisBookingsSeats
    return rows


def _gone(
    booking: Booking, moves: Mapping[UUID, UUID | None], day: date, now: datetime
) -> errors.SeatsTaken | errors.NoneLeft | None:
    """What to tell about the seats that were named and are not free."""
    named = [to for to in moves.values() if to is not None and to not in moves]
    if not named:
        return None
    days = days_from(_rows(booking, moves, day), day)
    return lost(booking.demand(days), facility=booking.facility, ids=named, now=now)


def _require_apart(moves: Mapping[UUID, UUID | None]) -> None:
    """:raises NothingToMove: without any seat. :raises MoveTargetsConflict: when one stays, or two go to one."""
    if not moves:
        raise errors.NothingToMove
    counts = Counter(to for to in moves.values() if to is not None)
    wrong = {to for to, count in counts.items() if count > 1} | {to for seat, to in moves.items() if seat == to}
    if wrong:
        codes = Workstation.objects.filter(pk__in=wrong).order_by("code").values_list("code", flat=True)
        raise errors.MoveTargetsConflict(seats=", ".join(codes))
