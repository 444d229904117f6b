"""The next invoices as things stand: drafted like the real ones, and not issued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import LegalEntity
from billing.queries.facts import billing_facts_for
from bookings.models import Booking
from kernel.period import add_months
from kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Forecast:
    """The invoices of ``month``, due to be issued on its first day, in one currency; ``gross`` includes tax."""

    month: date
    currency: str
    invoices: int
    net: Decimal
    gross: Decimal


def next_invoices(bookings: Iterable[Booking], *, now: datetime) -> list[Forecast]:
    """Forecast what the run of the coming month would bill for ``bookings`` (facility and entity selected along).

    A booking that can't be billed as things stand, such as one without a tax rate, is left out.
    """
    by_entity: defaultdict[LegalEntity, list[Booking]] = defaultdict(list)
    for booking in bookings:
        by_entity[booking.facility.legal_entity].append(booking)
    drafts: defaultdict[tuple[date, str], list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for entity, group in by_entity.items():
        month = add_months(entity.today(now).replace(day=1), 1)
        facts = billing_facts_for(group, entity=entity, issue_on=month)
        for booking in group:
            try:
                draft = facts.draft(booking, month)
            except Refusal:
                continue
            if draft.needs_document:
                drafts[month, draft.currency].append((draft.net, draft.gross))
    return [
        Forecast(
            month=month,
            currency=currency,
            invoices=len(found),
            net=sum((net for net, _ in found), Decimal(0)),
            gross=sum((gross for _, gross in found), Decimal(0)),
        )
        for (month, currency), found in sorted(drafts.items())
    ]
