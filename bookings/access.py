"""Who may see which booking, and do what with it."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.access import MANAGES_SEATS, may, require_role, visible_clients
from accounts.actors import Actor
from accounts.errors import NotAllowed
from bookings.models import Booking, WaitlistEntry


def visible_bookings(actor: Actor) -> QuerySet[Booking]:
    """The bookings the actor may see, with what a list shows selected along."""
    bookings = Booking.objects.select_related("client", "facility__legal_entity", "package", "pattern")
    if actor.is_clock or actor.is_staff:
        return bookings
    return bookings.filter(client__in=visible_clients(actor))


def visible_waitlist(actor: Actor) -> QuerySet[WaitlistEntry]:
    """What the actor may see of the waitlist, with what a list shows selected along."""
    entries = WaitlistEntry.objects.select_related("client", "facility", "package", "pattern", "booking")
    if actor.is_clock or actor.is_staff:
        return entries
    return entries.filter(client__in=visible_clients(actor))


def may_manage(actor: Actor, booking: Booking) -> bool:
    """Whether the actor may change the booking at all."""
    return may(actor, booking.client, *MANAGES_SEATS)


def require_manager(actor: Actor, booking: Booking) -> None:
    """:raises NotAllowed: unless the actor may change the booking for its client."""
    require_role(actor, booking.client, *MANAGES_SEATS)


def require_staff(actor: Actor) -> None:
    """:raises NotAllowed: unless the actor is one of our own people, or the clock."""
    if not (actor.is_staff or actor.is_clock):
        raise NotAllowed
