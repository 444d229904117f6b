"""The price of a booking as it was agreed, line by line."""

from __future__ import annotations

from decimal import Decimal

from bookings.models import Booking, Terms
from bookings.pricing import Price, RateFacts, Tier, price


def agreed_price(booking: Booking, terms: Terms, *, seats: int) -> Price:
    """``terms`` for so many seats, explained like the list price they came from."""
    rate = RateFacts(
        currency=terms.currency,
        monthly_net=terms.list_rate,
        setup_net=terms.setup_rate,
        deposit_months=terms.deposit_months,
        minimum_seats=1,
        minimum_months=terms.minimum_months,
        notice_days=terms.notice_days,
        escalation_percent=terms.escalation_percent,
    )
    # The discounts were reached when agreed, whatever is counted now.
    tiers = [Tier(row["rule"], 1, Decimal(row["percent"])) for row in terms.discounts]
    return price(rate=rate, tiers=tiers, seats=seats, months=booking.term_months, start=booking.start)
