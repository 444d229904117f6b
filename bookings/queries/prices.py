"""The price of a booking as it was agreed, line by line."""

from __future__ import annotations

from bookings.models import Booking, Terms
from bookings.prices import Price, price_at


def agreed_price(booking: Booking, terms: Terms, *, seats: int) -> Price:
    """``terms`` for so many seats, explained like the list price they came from."""
    return price_at(terms.rate, seats=seats, months=booking.term_months, start=booking.start)
