"""The terms of a booking on a day, and when it renews by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import OuterRef, QuerySet

from bookings import rules
from bookings.enums import BookingState
from bookings.models import Booking, Terms
from bookings.rules import Renewal


def terms_on(booking: Booking, day: date) -> Terms:
    """The terms in force on ``day``; before the first day, the first."""
    found = latest_first(booking.terms.all(), day).first()
    return found or booking.terms.order_by("effective_from")[0]


def terms_of(agreed: Sequence[Terms], day: date) -> Terms:
    """:func:`terms_on` where all terms of a booking are in hand, oldest first."""
    return next((each for each in reversed(agreed) if each.effective_from <= day), agreed[0])


def terms_of_each(day: date) -> QuerySet[Terms]:
    """:func:`terms_on` as a subquery for each booking of an outer query; nothing before the first day."""
    return latest_first(Terms.objects.filter(booking=OuterRef("pk")), day)[:1]


def latest_first(terms: QuerySet[Terms], day: date) -> QuerySet[Terms]:
    """Return what was agreed for ``day`` or earlier, the terms in force first."""
    return terms.filter(effective_from__lte=day).order_by("-effective_from")


def renewal_of(booking: Booking, terms: Terms, day: date) -> Renewal | None:
    """The next renewal that notice given on ``day`` can still prevent; none unless the lease renews by itself."""
    if booking.state != BookingState.ACTIVE or booking.days.end is not None:
        return None
    return rules.next_renewal(start=booking.start, months=booking.term_months, notice_days=terms.notice_days, today=day)
