"""The calendar turns: leases begin and end on their days."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.capabilities import Capability
from bookings import errors
from bookings.access import require_for
from bookings.enums import BookingState
from bookings.models import Booking
from bookings.operations.amendments import begin_due, drop_planned
from bookings.operations.states import locked_for, move
from kernel.wording import written


@transaction.atomic
def activate(*, booking: Booking, actor: Actor, now: datetime) -> Booking:
    """Begin a confirmed lease on its first day, or later.

    :raises NotAllowed, WrongState, TooEarlyToStart:
    """
    require_for(actor, Capability.DECIDE_REQUESTS, booking)
    booking = locked_for(booking, BookingState.ACTIVE, out_of=BookingState.CONFIRMED)
    if booking.start > booking.facility.today(now):
        raise errors.TooEarlyToStart(start=written(booking.start))
    return move(booking, BookingState.ACTIVE, actor=actor, now=now, verb="bookings.activated")


@transaction.atomic
def end(*, booking: Booking, actor: Actor, now: datetime) -> Booking:
    """Close a lease whose last service day has passed. Occupancy ends by its own dates; what was planned for later
    comes to nothing.

    :raises NotAllowed, WrongState, StillRunning:
    """
    require_for(actor, Capability.END_LEASES, booking)
    booking = locked_for(booking, BookingState.ENDED)
    last = booking.days.last
    if last is None or booking.facility.today(now) <= last:
        raise errors.StillRunning
    begin_due(booking, today=booking.days.end, now=now)
    drop_planned(booking)
    return move(booking, BookingState.ENDED, actor=actor, now=now, verb="bookings.ended")
