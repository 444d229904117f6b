"""Hours of leases that follow another time zone: as time passes, work out more of them."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.db import transaction

from accounts.actors import SYSTEM
from accounts.operations import record
from bookings import notifications
from bookings.models import Booking
from bookings.operations.seats import lock_seats_of
from bookings.operations.states import locked
from bookings.queries.conflicts import lease_conflicts
from bookings.queries.due import hours_to_resolve
from facilities.operations import Sold, rewrite
from facilities.queries.clocks import resolved_until


@transaction.atomic
def resolve_hours(*, booking: Booking, now: datetime) -> bool:
    """Work out, date by date, more of what a lease takes; ``False`` when nothing is to do (any more).

    What it took for good was every hour a change of clocks may bring, so that this is never refused while countries
    keep their rules.

    :raises SeatTaken, BufferNeeded, RoomExclusive: when one has not, and somebody else has the hours it brings.
    """
    lock_seats_of(booking)
    booking = locked(booking)
    if not hours_to_resolve(now=now).filter(pk=booking.pk).exists():
        return False
    known = booking.hours_resolved_until
    booking.hours_resolved_until = resolved_until(now=now)
    slots_on = cache(booking.slots)
    rows = booking.allocations.filter(days__isnull=False).select_related("workstation__room")
    rewrite(
        claim=booking.pk,
        client=booking.client,
        seats=[
            Sold(row.workstation, row.pk, slots_on(row.days))
            for row in rows
            if row.days.end is None or row.days.end > known
        ],
        now=now,
    )
    booking.hours_collide_since = None
    booking.save(update_fields=["hours_resolved_until", "hours_collide_since"])
    return True


@transaction.atomic
def note_conflict(*, booking: Booking, now: datetime) -> bool:
    """Remember that somebody else has hours that a change of clocks will bring to a lease, and tell our own people who
    can move its seats; ``False`` when they know already.

    The lease keeps what it has; each tick tries anew.
    """
    booking = locked(booking)
    if booking.hours_collide_since is not None:
        return False
    booking.hours_collide_since = now
    booking.save(update_fields=["hours_collide_since"])
    [found] = lease_conflicts(Booking.objects.select_related("facility", "pattern").filter(pk=booking.pk), now=now)
    record(actor=SYSTEM, verb="bookings.hours_conflict", subject=booking, now=now, seats=found.codes)
    notifications.hours_conflict(found, now=now)
    return True
