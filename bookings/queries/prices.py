"""The price of a booking as it was agreed, line by line."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bookings.models import Booking, Terms
from bookings.prices import Price, RateFacts, Tier, price


def agreed_price(booking: Booking, terms: Terms, *, seats: int) -> Price:
    """``terms`` for so many seats, explained like the list price they came from."""
    rate = RateFacts(
        currency=terms.currency,
        monthly_net=terms.net_rate,
        setup_net=terms.setup_rate,
        deposit_months=terms.deposit_months,
        minimum_seats=1,
        minimum_months=terms.minimum_months,
        notice_days=terms.notice_days,
        escalation_percent=terms.escalation_percent,
    )
    agreed = [Tier(row["rule"], row["threshold"], Decimal(row["percent"])) for row in terms.discounts]
    # The agreed rate is a fact; what was taken off for it only explains it.
    found = price(rate=rate, tiers=(), seats=seats, months=booking.term_months, start=booking.start)
    discounts = tuple(sorted(agreed, key=lambda tier: tier.rule, reverse=True))
    return replace(found, list_rate=terms.list_rate, discounts=discounts)
