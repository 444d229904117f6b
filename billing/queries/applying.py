"""What a payment would go to, asked before it is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Client, LegalEntity
from billing.applying import OpenItem, spread
from billing.enums import DocumentKind, PaymentMethod
from billing.models import Document


@dataclass(frozen=True, slots=True)
class Applied:
    """``part`` of the payment settles ``document``, on which ``open`` is left now."""

    document: Document
    open: Decimal
    part: Decimal

    @property
    def left(self) -> Decimal:
        return self.open - self.part


@dataclass(frozen=True, slots=True)
class Effect:
    """Where a payment would go, oldest due first; ``unapplied`` is what the client has paid too much."""

    currency: str
    shares: Sequence[Applied]
    unapplied: Decimal


def effect(*, client: Client, legal_entity: LegalEntity, currency: str, amount: Decimal, method: str) -> Effect:
    """What :func:`billing.operations.record_payment` would do with the payment as things stand."""
    is_certificate = method == PaymentMethod.CERTIFICATE
    documents = Document.objects.filter(
        client=client, legal_entity=legal_entity, currency=currency, status__open_balance__gt=0
    ).select_related("status")
    if is_certificate:
        documents = documents.exclude(kind=DocumentKind.DEPOSIT_REQUEST)
    items = [
        OpenItem(each, each.due_on, each.number, each.status.open_balance, each.status.awaits_certificate)
        for each in documents
    ]
    shares = [
        Applied(document, document.status.open_balance, part)
        for document, part in spread(amount, items, is_certificate=is_certificate)
    ]
    return Effect(currency, shares, amount - sum((share.part for share in shares), Decimal(0)))
