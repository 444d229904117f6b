"""Staff decide on a request."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.capabilities import Capability
from bookings import errors, notifications
from bookings.access import require_for
from bookings.enums import BookingState, OneOffKind
from bookings.models import Booking, OneOff
from bookings.operations.seats import lock_seats_of
from bookings.operations.states import locked, move
from facilities.operations import promote, release


@transaction.atomic
def confirm(*, booking: Booking, actor: Actor, now: datetime) -> Booking:
    """Accept a request: what was on hold is leased, and set-up becomes owed.

    :raises NotAllowed, WrongState:
    """
    require_for(actor, Capability.DECIDE_REQUESTS, booking)
    lock_seats_of(booking)
    booking = locked(booking)
    move(
        booking,
        BookingState.CONFIRMED,
        actor=actor,
        now=now,
        verb="bookings.confirmed",
        decided_at=now,
        hold_expires_at=None,
        charges_changed_from=booking.start,
    )
    promote(claim=booking.pk)
    terms = booking.terms.get()
    if terms.setup_rate:
        OneOff.objects.bulk_create(
            OneOff(
                booking=booking,
                kind=OneOffKind.SETUP,
                on=booking.start,
                quantity=1,
                unit_net=terms.setup_rate,
                allocation=seat,
            )
            for seat in booking.allocations.all()
        )
    notifications.confirmed(booking, now=now)
    return booking


@transaction.atomic
def decline(*, booking: Booking, reason: str, actor: Actor, now: datetime) -> Booking:
    """Turn a request down, with a reason the client reads; its seats are free again.

    :raises NotAllowed, WrongState, ReasonMissing:
    """
    require_for(actor, Capability.DECIDE_REQUESTS, booking)
    if not reason.strip():
        raise errors.ReasonMissing
    booking = locked(booking)
    move(
        booking,
        BookingState.DECLINED,
        actor=actor,
        now=now,
        verb="bookings.declined",
        details={"reason": reason},
        decided_at=now,
        decision_reason=reason.strip(),
    )
    release(claim=booking.pk, now=now)
    notifications.declined(booking, now=now)
    return booking
