"""Access to bookings: who sees which of them, and who may do what."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.access import may, of_clients_where, require
from accounts.actors import Actor
from accounts.capabilities import Capability
from bookings.enums import Authority
from bookings.models import Booking, WaitlistEntry
from facilities.access import at_their_facilities, where_they_are


def visible_bookings(actor: Actor) -> QuerySet[Booking]:
    """The bookings the actor may see, with what a list shows selected along."""
    bookings = Booking.objects.select_related("client", "facility__legal_entity", "package", "pattern")
    return at_their_facilities(actor, of_clients_where(actor, Capability.SEE_BOOKINGS, bookings))


def visible_waitlist(actor: Actor) -> QuerySet[WaitlistEntry]:
    """Return the waitlist as the actor may see it, with what a list shows selected along.

    Somebody who waits anywhere in a city is the affair of each facility in it.
    """
    entries = WaitlistEntry.objects.select_related("client", "facility", "package", "pattern", "booking")
    return where_they_are(
        actor,
        of_clients_where(actor, Capability.SEE_BOOKINGS, entries),
        lambda theirs: Q(facility__in=theirs) | Q(facility=None, city__in=theirs.values("city")),
    )


def may_manage(actor: Actor, booking: Booking) -> bool:
    """Return whether the actor may change the booking at all."""
    return may(actor, Capability.CHANGE_LEASES, booking.client, booking.facility)


def require_for(actor: Actor, capability: Capability, booking: Booking) -> None:
    """:raises NotAllowed: unless the actor may for the booking's client, at its facility."""
    require(actor, capability, booking.client, booking.facility)


def authority_of(actor: Actor) -> Authority:
    """Return whose rules apply to the actor: client, staff or system; staff acting for a client count as the client."""
    if actor.is_staff:
        return Authority.STAFF
    return Authority.SYSTEM if actor.is_ours else Authority.CLIENT
