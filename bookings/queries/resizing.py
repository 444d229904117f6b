"""What adding seats or giving some back brings about: asked before it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bookings.charges import OneOffFact, charges_for, total
from bookings.enums import ChargeKind, OneOffKind
from bookings.models import Booking
from bookings.queries.facts import facts_of
from bookings.queries.seats import seats_on
from bookings.queries.terms import terms_on
from kernel.period import Period, add_months, month_of


@dataclass(frozen=True, slots=True)
class Resizing:
    """The effect of a change of ``seats_after`` − ``seats_before`` seats from ``effective_on`` on, net in ``currency``.

    ``monthly_before`` and ``monthly_after`` are what the next whole month comes to; ``first_net`` is what the month
    of the change, ``month``, comes to more (or less), ``setup_net`` of it for set-up.
    """

    effective_on: date
    seats_before: int
    seats_after: int
    month: date
    first_net: Decimal
    setup_net: Decimal
    next_month: date
    monthly_before: Decimal
    monthly_after: Decimal
    currency: str


def resized(booking: Booking, *, effective_on: date, by: int) -> Resizing:
    """The effect of ``by`` seats more, or less where it is negative, from a day of the lease on."""
    facts = facts_of([booking])[booking.pk]
    setup = terms_on(booking, effective_on).setup_rate if by > 0 else Decimal(0)
    changed = replace(
        facts,
        allocations=[*facts.allocations, (by, Period(effective_on, booking.days.end))],
        one_offs=[*facts.one_offs, *([OneOffFact(OneOffKind.SETUP, effective_on, by, setup)] if setup else [])],
    )
    month = month_of(effective_on)
    following = month_of(add_months(month.start, 1))
    before = seats_on(booking, effective_on)
    setups = [
        sum((charge.net for charge in charges_for(month, each) if charge.kind == ChargeKind.SETUP), Decimal(0))
        for each in (facts, changed)
    ]
    return Resizing(
        effective_on=effective_on,
        seats_before=before,
        seats_after=before + by,
        month=month.start,
        first_net=total(charges_for(month, changed)) - total(charges_for(month, facts)),
        setup_net=setups[1] - setups[0],
        next_month=following.start,
        monthly_before=total(charges_for(following, facts)),
        monthly_after=total(charges_for(following, changed)),
        currency=facts.currency,
    )
