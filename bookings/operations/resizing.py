"""Seats come to and go from a lease."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db import transaction
from django.utils import dateformat

from accounts.actors import Actor
from accounts.capabilities import Capability
from bookings import errors, rules
from bookings.access import require_for
from bookings.enums import RUNNING, AmendmentKind, BookingState, OneOffKind
from bookings.models import Allocation, Booking, OneOff
from bookings.operations.amending import amended
from bookings.operations.lifecycle import local_day
from bookings.operations.seats import take_any, take_named
from bookings.operations.states import locked
from bookings.queries.terms import terms_on
from facilities.enums import Purpose
from facilities.models import Workstation
from facilities.operations import Sold, lock_workstations, occupy, release, rewrite
from kernel.ids import new_id
from kernel.period import Period
from kernel.states import WrongState


def add_seats(
    *,
    booking: Booking,
    effective_on: date,
    actor: Actor,
    now: datetime,
    workstations: Sequence[UUID] | None = None,
    seats: int | None = None,
) -> Booking:
    """Add seats to a lease from a day on, ending with it, at the rate agreed for it then.

    :raises NotAllowed, WrongState, OutsideTheLease, TooFarAhead, TooFewSeats:
    :raises SeatsTaken, NoneLeft, NotEnoughSeats, BufferNeeded, RoomExclusive, SeatsUnknown:
    """
    require_for(actor, Capability.CHANGE_LEASES, booking)
    known = Booking.objects.select_related("facility", "pattern", "client").get(pk=booking.pk)
    looked = require_open(known, actor, effective_on, now)
    days = _days_from(looked, effective_on)
    if not (seats or workstations):
        raise errors.TooFewSeats(minimum=1)

    def take(found: list[Workstation]) -> Booking:
        fresh = require_open(locked(booking), actor, effective_on, now)
        # State and end may have moved between our look and our lock.
        added = _days_from(fresh, effective_on)
        slots = fresh.slots(added)
        rows = [
            Allocation(pk=new_id(), booking=fresh, workstation=seat, pattern=fresh.pattern, days=added)
            for seat in found
        ]
        occupy(
            claim=fresh.pk,
            client=fresh.client,
            purpose=Purpose.LEASE,
            seats=[Sold(row.workstation, row.pk, slots) for row in rows],
        )
        Allocation.objects.bulk_create(rows)
        terms = terms_on(fresh, effective_on)
        if terms.setup_rate:
            OneOff.objects.create(
                booking=fresh, kind=OneOffKind.SETUP, on=effective_on, quantity=len(rows), unit_net=terms.setup_rate
            )
        return amended(
            fresh, AmendmentKind.ADD_SEATS, effective_on, {"seats": [seat.code for seat in found]}, actor=actor, now=now
        )

    demand = looked.demand(days)
    with transaction.atomic():
        if workstations is not None:
            return take_named(demand, facility=looked.facility, ids=workstations, now=now, take=take)
        return take_any(demand, facility=looked.facility, seats=seats or 0, now=now, take=take)


@transaction.atomic
def remove_seats(
    *, booking: Booking, effective_on: date, workstations: Sequence[UUID], actor: Actor, now: datetime
) -> Booking:
    """Give seats back from a day on; the commitment stays owed until the first term ends.

    :raises NotAllowed, WrongState, OutsideTheLease, TooFarAhead, NotThisBookingsSeats, BelowCommitment:
    """
    require_for(actor, Capability.CHANGE_LEASES, booking)
    lock_workstations(facility=booking.facility, ids=workstations)
    booking = require_open(locked(booking), actor, effective_on, now)
    allocations = list(booking.allocations.filter(days__isnull=False).select_related("workstation__room"))
    on_the_day = [row for row in allocations if effective_on in row.days]
    going = [row for row in on_the_day if row.workstation_id in set(workstations)]
    if not going or len(going) != len(set(workstations)):
        raise errors.NotThisBookingsSeats
    _require_commitment(booking, effective_on, len(on_the_day), len(going), actor)
    cut_allocations(booking, going, effective_on, now)
    codes = sorted(row.workstation.code for row in going)
    return amended(booking, AmendmentKind.REMOVE_SEATS, effective_on, {"seats": codes}, actor=actor, now=now)


def cut_allocations(booking: Booking, rows: Sequence[Allocation], end: date, now: datetime) -> None:
    """End allocations of a locked booking (and what they take) before ``end``; one not begun by then never was."""
    slots_on = cache(booking.slots)
    kept = []
    for row in rows:
        row.days = row.days.until(end)
        if row.days is not None:
            kept.append(Sold(row.workstation, row.pk, slots_on(row.days)))
    gone = [row.pk for row in rows if row.days is None]
    if gone:
        release(claim=booking.pk, now=now, sources=gone)
    if kept:
        rewrite(claim=booking.pk, client=booking.client, seats=kept, now=now)
    Allocation.objects.bulk_update(rows, ["days"])


def _days_from(booking: Booking, day: date) -> Period:
    if day not in booking.days:
        raise errors.OutsideTheLease
    return Period(day, booking.days.end)


def require_open(
    booking: Booking, actor: Actor, day: date, now: datetime, *, kind: AmendmentKind = AmendmentKind.ADD_SEATS
) -> Booking:
    """:raises WrongState: unless the lease is agreed and not over. :raises OutsideTheLease, TooFarAhead: for a wrong
    day; only staff may date a change back."""
    if booking.state not in RUNNING | {BookingState.CONFIRMED}:
        raise WrongState(state=booking.get_state_display(), target=str(kind.label).lower())
    if day not in booking.days or (day < local_day(booking, now) and not actor.is_ours):
        raise errors.OutsideTheLease
    require_near(booking, day, now)
    return booking


def require_near(booking: Booking, day: date, now: datetime) -> None:
    """:raises TooFarAhead: for a day that nobody plans for, such as a year with a digit too many."""
    latest = rules.latest_change(local_day(booking, now))
    if day > latest:
        raise errors.TooFarAhead(latest=dateformat.format(latest, "j M Y"))


def _require_commitment(booking: Booking, day: date, present: int, going: int, actor: Actor) -> None:
    terms = terms_on(booking, day)
    if day < terms.committed_until and present - going < terms.committed_seats and not actor.is_staff:
        removable = max(present - terms.committed_seats, 0)
        raise errors.BelowCommitment(
            committed=terms.committed_seats,
            until=dateformat.format(terms.committed_until, "j M Y"),
            removable=removable,
        )
