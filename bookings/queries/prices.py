"""The price of a booking as it was agreed, line by line."""

from __future__ import annotations

from dataclasses import replace
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
    agreed = [Tier(row["rule"], row["threshold"], Decimal(row["percent"])) for row in terms.discounts]
    # They were reached when agreed, whatever is counted now.
    reached = [Tier(tier.rule, 1, tier.percent) for tier in agreed]
    found = price(rate=rate, tiers=reached, seats=seats, months=booking.term_months, start=booking.start)
    return replace(found, discounts=tuple(sorted(agreed, key=lambda tier: tier.rule, reverse=True)))
