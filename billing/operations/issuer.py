"""A legal entity about to issue documents: what all of them have in common is put together here alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from accounts.models import Client, LegalEntity
from billing.due import DueTerms, due_on
from billing.enums import DocumentKind
from billing.letterhead import buyer_of, lease_of, notes, seller_of
from billing.models import Document
from billing.queries.policies import policy_on
from bookings.models import Booking
from kernel.ids import new_id
from ledger.queries.rates import Exchange, exchange_on


@dataclass
class Issuer:
    """``on`` is the day of issue, by whose policy and exchange rates documents are made."""

    entity: LegalEntity
    on: date
    now: datetime
    exchanges: dict[str, Exchange] = field(default_factory=dict)

    @cached_property
    def seller(self) -> dict[str, Any]:
        return seller_of(self.entity)

    @cached_property
    def due_terms(self) -> DueTerms:
        return policy_on(self.on, self.entity).due_terms

    def due_on(self, kind: DocumentKind, *, month: date) -> date:
        """Return when a document for ``month`` (its first day) is due."""
        return due_on(kind, month=month, issued_on=self.on, country=self.entity.country.code, terms=self.due_terms)

    def exchange(self, currency: str) -> Exchange:
        """:raises ExchangeRateMissing:"""
        if currency not in self.exchanges:
            self.exchanges[currency] = exchange_on(self.on, currency=currency, entity=self.entity)
        return self.exchanges[currency]

    def document(
        self,
        kind: DocumentKind,
        *,
        client: Client,
        currency: str,
        month: date,
        net: Decimal,
        tax: Decimal = Decimal(0),
        withheld: Decimal = Decimal(0),
        booking: Booking | None = None,
        facility: str = "",
    ) -> Document:
        """A document of ``month`` (its first day), issued on the day; it is numbered and written later.

        :raises ExchangeRateMissing:
        """
        exchange = self.exchange(currency)
        return Document(
            pk=new_id(),
            kind=kind,
            legal_entity=self.entity,
            client=client,
            booking=booking,
            issued_on=self.on,
            issued_at=self.now,
            due_on=self.due_on(kind, month=month),
            month=month,
            currency=currency,
            net=net,
            tax=tax,
            gross=net + tax,
            withholding_expected=withheld,
            exchange_rate=exchange.rate,
            exchange_rate_on=exchange.on,
            exchange_rate_source=exchange.source,
            seller=self.seller,
            buyer=buyer_of(client),
            lease=lease_of(booking, facility=facility) if booking is not None else {},
            notes=self.notes(kind),
        )

    def notes(self, kind: DocumentKind) -> list[str]:
        return notes(kind, self.seller)
