"""What a client has open with us, and what of it is late."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from accounts.models import LegalEntity
from billing.models import Document


@dataclass(frozen=True, slots=True)
class Balance:
    """In one currency: ``open`` on ``documents`` of them, ``overdue`` of that; ``credit`` left on credit notes."""

    currency: str
    documents: int
    open: Decimal
    overdue: Decimal
    credit: Decimal


def balances(documents: QuerySet[Document], *, now: datetime) -> list[Balance]:
    """What is open on ``documents``, by currency; currencies without any are left out."""
    found: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents.exclude(status__open_balance=0).select_related("status", "legal_entity"):
        found[document.currency].append(document)
    return [_balance(currency, each, now) for currency, each in sorted(found.items())]


def overdue(documents: QuerySet[Document], *, now: datetime) -> QuerySet[Document]:
    """Those that wait for money after their due day, by the clock of the books they are in.

    What a client withholds is not late: the certificate comes after the quarter.
    """
    late = Q(pk__in=[])
    for zone in LegalEntity.objects.order_by().values_list("time_zone", flat=True).distinct():
        late |= Q(legal_entity__time_zone=zone, due_on__lt=now.astimezone(ZoneInfo(zone)).date())
    return documents.filter(late, status__open_balance__gt=F("status__withholding_outstanding"))


def books_day(entity: LegalEntity, *, now: datetime) -> date:
    """The day it is in the books of one of our companies."""
    return now.astimezone(ZoneInfo(entity.time_zone)).date()


def is_overdue(document: Document, *, now: datetime) -> bool:
    return _late_money(document, now) > 0


def _late_money(document: Document, now: datetime) -> Decimal:
    """What should have come as money by now."""
    if document.due_on >= books_day(document.legal_entity, now=now):
        return Decimal(0)
    return max(document.status.open_balance - document.status.withholding_outstanding, Decimal(0))


def _balance(currency: str, documents: list[Document], now: datetime) -> Balance:
    owed = [each for each in documents if each.status.open_balance > 0]
    return Balance(
        currency=currency,
        documents=len(owed),
        open=sum((each.status.open_balance for each in owed), Decimal(0)),
        overdue=sum((_late_money(each, now) for each in owed), Decimal(0)),
        credit=-sum((each.status.open_balance for each in documents if each.status.open_balance < 0), Decimal(0)),
    )


def has_documents(entity: LegalEntity) -> bool:
    """Whether anything was ever issued by one of our companies, or brought forward to it."""
    return Document.objects.filter(legal_entity=entity).exists()
