"""The state of a document: of one in hand, and of many as a filter; the two always agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from accounts.models import LegalEntity
from billing.enums import DocumentState
from billing.models import Document
from kernel.period import day_in

# How long before its due day a document is told of as due soon.
SOON = timedelta(days=7)

# What a client withholds is not late: the certificate comes after the quarter.
AWAITS_MONEY = Q(status__open_balance__gt=F("status__withholding_outstanding"))


def state_of(document: Document, *, now: datetime) -> DocumentState:
    """Return the state of a document, its status and legal entity selected along."""
    left = document.status.open_balance
    if left == 0:
        return DocumentState.PAID
    if left < 0:
        return DocumentState.CREDIT_LEFT
    return DocumentState.OVERDUE if late_money(document, now=now) else DocumentState.OPEN


def in_state(documents: QuerySet[Document], *states: str, now: datetime) -> QuerySet[Document]:
    """Those of ``documents`` that :func:`state_of` says are in one of ``states``; none where none is named."""
    chosen = Q(pk__in=[])
    for state in states:
        chosen |= _condition(DocumentState(state), now)
    return documents.filter(chosen)


def late_money(document: Document, *, now: datetime) -> Decimal:
    """Return what should have come as money by now, on the calendar of the books the document is in."""
    is_late = document.due_on < document.legal_entity.today(now)
    return document.status.money_expected if is_late else Decimal(0)


def due_soon(documents: QuerySet[Document], *, now: datetime) -> QuerySet[Document]:
    """Those to pay that are due within a week, the first due first."""
    soon = _on_the_day(now, lambda today: Q(due_on__range=(today, today + SOON)))
    return documents.filter(soon, status__open_balance__gt=0).order_by("due_on")


def _condition(state: DocumentState, now: datetime) -> Q:
    late = AWAITS_MONEY & _on_the_day(now, lambda today: Q(due_on__lt=today))
    match state:
        case DocumentState.PAID:
            return Q(status__open_balance=0)
        case DocumentState.CREDIT_LEFT:
            return Q(status__open_balance__lt=0)
        case DocumentState.OVERDUE:
            return Q(status__open_balance__gt=0) & late
        case DocumentState.OPEN:
            return Q(status__open_balance__gt=0) & ~late


def _on_the_day(now: datetime, condition: Callable[[date], Q]) -> Q:
    """``condition`` of the day it is in the books that each document is in."""
    found = Q(pk__in=[])
    for zone in LegalEntity.objects.order_by().values_list("time_zone", flat=True).distinct():
        found |= Q(legal_entity__time_zone=zone) & condition(day_in(zone, now))
    return found
