"""Balances of clients: what is open with us, and what of it is late."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import LegalEntity
from billing.models import Document
from billing.queries.documents import late_money


@dataclass(frozen=True, slots=True)
class Balance:
    """In one currency: ``open`` on ``documents`` of them, ``overdue`` of that; ``credit`` left on credit notes."""

    currency: str
    documents: int
    open: Decimal
    overdue: Decimal
    credit: Decimal


def balances(documents: QuerySet[Document], *, now: datetime) -> list[Balance]:
    """Return what is open on ``documents``, by currency; currencies without any are left out."""
    found: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents.exclude(status__open_balance=0).select_related("status", "legal_entity"):
        found[document.currency].append(document)
    return [_balance(currency, each, now) for currency, each in sorted(found.items())]


def _balance(currency: str, documents: list[Document], now: datetime) -> Balance:
    owed = [each for each in documents if each.status.open_balance > 0]
    return Balance(
        currency=currency,
        documents=len(owed),
        open=sum((each.status.open_balance for each in owed), Decimal(0)),
        overdue=sum((late_money(each, now=now) for each in owed), Decimal(0)),
        credit=-sum((each.status.open_balance for each in documents if each.status.open_balance < 0), Decimal(0)),
    )


def has_documents(entity: LegalEntity) -> bool:
    """Return whether anything was ever issued by one of our companies, or brought forward to it."""
    return Document.objects.filter(legal_entity=entity).exists()
