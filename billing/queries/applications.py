"""The documents a payment would go to, before it is recorded, and those it had gone to once it was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Sum

from accounts.models import Client, LegalEntity
from billing.applications import OpenItem, spread
from billing.enums import DocumentKind, PaymentMethod
from billing.models import Application, Document, Payment, PaymentReversal


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
    """The documents a payment would go to, oldest due first; ``unapplied`` is what the client has paid too much."""

    currency: str
    shares: Sequence[Applied]
    unapplied: Decimal


@dataclass(frozen=True, slots=True)
class TakenBack:
    """``amount`` of a ``payment`` had settled a document until it was reversed; ``on`` is that day in the books."""

    payment: Payment
    amount: Decimal
    on: date


def taken_back(document: Document) -> list[TakenBack]:
    """Return what payments had settled of ``document`` before they were reversed, the first first."""
    reversals = PaymentReversal.objects.filter(payment__applications__document=document).select_related("payment")
    had_settled = reversals.annotate(had_settled=Sum("payment__applications__amount")).order_by("reversed_at", "pk")
    return [TakenBack(each.payment, each.had_settled, each.reversed_on) for each in had_settled]


def effect(*, client: Client, legal_entity: LegalEntity, currency: str, amount: Decimal, method: str) -> Effect:
    """Return what :func:`billing.operations.record_payment` would do with the payment as things stand."""
    is_certificate = method == PaymentMethod.CERTIFICATE
    documents = Document.objects.filter(
        client=client, legal_entity=legal_entity, currency=currency, status__open_balance__gt=0
    ).select_related("status")
    if is_certificate:
        documents = documents.exclude(kind=DocumentKind.DEPOSIT_REQUEST)
    items = [
        OpenItem(each, each.due_on, each.number, each.status.open_balance, each.status.withholding_outstanding)
        for each in documents
    ]
    shares = [
        Applied(document, document.status.open_balance, part)
        for document, part in spread(amount, items, is_certificate=is_certificate)
    ]
    return Effect(currency, shares, amount - sum((share.part for share in shares), Decimal(0)))


def with_applications(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Read along what was put against each document and not taken back, with where it came from."""
    applied = Application.objects.unreversed().select_related("payment", "credit_note")
    return documents.prefetch_related(Prefetch("applications", applied))


def with_reversal(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Add whether each payment was taken back: ``is_reversed``."""
    return payments.annotate(is_reversed=Exists(PaymentReversal.objects.filter(payment=OuterRef("pk"))))
