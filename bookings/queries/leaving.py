"""What giving notice brings about: asked before it is given, and by the operation itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from bookings import rules
from bookings.charges import charges_for, total
from bookings.models import Booking
from bookings.queries.facts import facts_of
from bookings.queries.terms import terms_on
from kernel.period import ONE_DAY, Period, month_of


@dataclass(frozen=True, slots=True)
class Leaving:
    """The effect of notice: ``last_month_net`` is what the month of ``last_day`` still comes to, in ``currency``."""

    earliest: date
    last_day: date
    notice_days: int
    last_month: date
    last_month_net: Decimal
    currency: str


def earliest_last_day(booking: Booking, now: datetime) -> date:
    """The earliest last service day that notice given now can bring about."""
    today = now.astimezone(booking.facility.zone).date()
    terms = terms_on(booking, today)
    end = rules.earliest_end(
        start=booking.start, months=booking.term_months, notice_days=terms.notice_days, today=today
    )
    return end - ONE_DAY


def leaving(booking: Booking, *, now: datetime, last_day: date | None = None) -> Leaving:
    """What ends when; a ``last_day`` before the earliest counts as the earliest."""
    earliest = earliest_last_day(booking, now)
    last_day = max(last_day or earliest, earliest)
    facts = facts_of([booking])[booking.pk]
    days = Period.inclusive(booking.start, last_day)
    left = [(seat, taken and (taken & days)) for seat, taken in facts.allocations]
    owed = charges_for(month_of(last_day), replace(facts, days=days, allocations=left))
    return Leaving(
        earliest=earliest,
        last_day=last_day,
        notice_days=terms_on(booking, last_day).notice_days,
        last_month=last_day.replace(day=1),
        last_month_net=total(owed),
        currency=facts.currency,
    )
