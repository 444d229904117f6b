"""The post: documents nobody was told of, money to put aside before reminding, and what is late."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import LegalEntity
from billing.enums import DocumentKind
from billing.models import Document, DocumentStatus, PaymentStatus
from billing.queries.documents import AWAITS_MONEY
from billing.queries.policies import policy_on

# A document somebody could not be told of for so long waits for a person, not for the clock.
GIVE_UP_AFTER = timedelta(days=30)

AT_ONCE = 10_000


def untold_documents(*, now: datetime) -> list[UUID]:
    """Issued documents that were not sent yet, oldest first; a client without an address waits until it has one."""
    return list(untold(now).values_list("pk", flat=True)[:AT_ONCE])


def untold(now: datetime) -> QuerySet[DocumentStatus]:
    """The states of issued documents that were not sent yet, oldest first; old ones wait for a person."""
    recent = DocumentStatus.objects.filter(sent_at__isnull=True, document__issued_at__gt=now - GIVE_UP_AFTER)
    return recent.exclude(document__client__billing_email="").order_by("pk")


def clients_with_money_left(entity: LegalEntity) -> list[UUID]:
    """Clients with unapplied money or a credit, and something open.

    An invoice and a credit stand beside each other once a payment is reversed, or both were brought forward.
    """
    open_items = DocumentStatus.objects.filter(document__legal_entity=entity)
    payers = PaymentStatus.objects.filter(unapplied__gt=0, payment__legal_entity=entity).values("payment__client")
    credited = open_items.filter(open_balance__lt=0).values("document__client")
    return list(
        open_items.filter(open_balance__gt=0)
        .exclude(document__kind=DocumentKind.DEPOSIT_REQUEST)
        .filter(Q(document__client__in=payers) | Q(document__client__in=credited))
        .order_by()
        .values_list("document__client", flat=True)
        .distinct()
    )


def overdue_documents(entity: LegalEntity, today: date) -> list[Document]:
    """Documents whose money is late enough for a reminder, and not so late that the last one is long past."""
    reminders = policy_on(today, entity).payment_reminders
    if not reminders:
        return []
    oldest = today - timedelta(days=max(reminders)) - GIVE_UP_AFTER
    late = today - timedelta(days=min(reminders))
    return list(
        Document.objects.filter(legal_entity=entity, due_on__lte=late, due_on__gt=oldest)
        .filter(AWAITS_MONEY)
        .select_related("status", "client", "legal_entity")
        .order_by("due_on", "pk")
    )
