"""A booking as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from audit.models import AuditEntry
from bookings.models import Allocation, Booking, Terms
from bookings.queries.clocks import ZoneTable, zone_table
from bookings.queries.terms import renewal_of, terms_of
from bookings.sentences import amendment_sentence

VERBS = {
    "bookings.held": _("Seats held"),
    "bookings.taken_over": _("Lease taken over as it ran"),
    "bookings.submitted": _("Request submitted"),
    "bookings.confirmed": _("Confirmed"),
    "bookings.declined": _("Declined"),
    "bookings.cancelled": _("Cancelled"),
    "bookings.expired": _("Hold ran out"),
    "bookings.activated": _("Lease began"),
    "bookings.ended": _("Lease ended"),
    "bookings.notice_given": _("Notice given"),
    "bookings.notice_withdrawn": _("Notice withdrawn"),
    "bookings.terminated": _("Terminated"),
    "bookings.amended.add_seats": _("Seats added"),
    "bookings.amended.remove_seats": _("Seats removed"),
    "bookings.amended.move_seats": _("Seats moved"),
    "bookings.amended.withdraw_change": _("Planned change withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when, what, by whom; ``by_staff`` hides our people's names from clients."""

    at: datetime
    what: str
    who: str
    by_staff: bool
    details: dict[str, object]


@dataclass(frozen=True, slots=True)
class BookingPage:
    """``seats`` on the day asked about (the first day before the lease begins, the last after it ended);
    ``notice_deadline`` and ``renews_on`` only while it renews by itself: the next renewal notice can still prevent;
    ``zones`` only where its hours follow another zone than the facility's."""

    booking: Booking
    terms: Terms
    all_terms: Sequence[Terms]
    seats: Sequence[Allocation]
    timeline: Sequence[Event]
    notice_deadline: date | None
    renews_on: date | None
    zones: ZoneTable | None


def booking_page(booking: Booking, *, today: date) -> BookingPage:
    """Everything the page of a booking shows, in a handful of queries."""
    day = max(today, booking.start)
    if booking.days.last is not None:
        day = min(day, booking.days.last)
    terms = sorted(booking.terms.all(), key=lambda row: row.effective_from)
    current = terms_of(terms, day)
    seats = list(
        Allocation.objects.filter(booking=booking)
        .on(day)
        .select_related("workstation__room__floor")
        .order_by("workstation__code")
    )
    renewal = renewal_of(booking, current, day)
    return BookingPage(
        booking=booking,
        terms=current,
        all_terms=terms,
        seats=seats,
        timeline=timeline(booking),
        notice_deadline=renewal.deadline if renewal else None,
        renews_on=renewal.renews_on if renewal else None,
        zones=zone_table(booking, day=day),
    )


def timeline(booking: Booking) -> list[Event]:
    """Return what has happened to a booking, newest first."""
    entries = AuditEntry.objects.filter(subject_id=str(booking.pk)).select_related("actor")
    return [
        Event(
            at=entry.at,
            what=_what(entry),
            who=str(entry.actor) if entry.actor else "",
            by_staff=bool(entry.actor and entry.actor.is_staff),
            details=entry.details,
        )
        for entry in entries
        if entry.verb in VERBS
    ]


def _what(entry: AuditEntry) -> str:
    kind = entry.verb.removeprefix("bookings.amended.")
    if kind == entry.verb:
        return str(VERBS[entry.verb])
    return amendment_sentence(kind, entry.details["effective_on"], entry.details)


def with_seats(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Read along the seats that each booking has or had, by their first day."""
    seats = Allocation.objects.filter(days__isnull=False).select_related("workstation__room__floor")
    return bookings.prefetch_related(Prefetch("allocations", seats.order_by("days__startswith", "workstation__code")))
