"""The terms of a booking on a day."""

from __future__ import annotations

from datetime import date

from bookings.models import Booking, Terms


def terms_on(booking: Booking, day: date) -> Terms:
    """The latest terms in force on ``day``; before the first day, the first."""
    found = booking.terms.filter(effective_from__lte=day).order_by("-effective_from").first()
    return found or booking.terms.order_by("effective_from")[0]
