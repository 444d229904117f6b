"""Send what was issued and remind of what is late: from rows, by the clock, each thing once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from accounts.actors import Actor
from accounts.models import LegalEntity
from billing import notifications
from billing.enums import DocumentKind
from billing.models import Document, DocumentStatus, PaymentStatus
from billing.operations.books import Books
from billing.operations.matches import apply_what_is_left
from billing.queries.balances import books_day
from billing.reminders import REMINDERS, reminder_due

# A document somebody could not be told of for so long waits for a person, not for the clock.
GIVE_UP_AFTER = timedelta(days=30)

AT_ONCE = 10_000


def untold_documents(*, now: datetime) -> list[UUID]:
    """Issued documents that were not sent yet, oldest first; a client without an address waits until it has one."""
    return list(_untold(now).values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def tell_of_document(*, now: datetime, document: UUID | None = None) -> Document | None:
    """Mail one issued document that was not sent yet, the oldest or the one named; ``None`` when there is none."""
    untold = _untold(now).select_for_update(of=("self",), no_key=True, skip_locked=True)
    status = (untold if document is None else untold.filter(pk=document)).first()
    if status is None:
        return None
    return _tell(status, now=now)


def _untold(now: datetime) -> QuerySet[DocumentStatus]:
    recent = DocumentStatus.objects.filter(sent_at__isnull=True, document__issued_at__gt=now - GIVE_UP_AFTER)
    return recent.exclude(document__client__billing_email="").order_by("pk")


def _tell(status: DocumentStatus, *, now: datetime) -> Document:
    document = Document.objects.select_related("client", "corrects").get(pk=status.pk)
    notifications.issued(document, now=now)
    status.sent_at = now
    status.save(update_fields=["sent_at"])
    return document


@transaction.atomic
def apply_unapplied(*, entity: LegalEntity, client: UUID, now: datetime) -> None:
    """Put what a client has left with us against its open invoices, so that nobody is reminded of paid ones."""
    books = Books(entity, on=books_day(entity, now=now), now=now)
    apply_what_is_left(books, clients=[client])
    books.write()


def clients_with_money_left(entity: LegalEntity) -> list[UUID]:
    """Clients with unapplied money or a credit, and something open, for :func:`apply_unapplied`.

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
    oldest = today - timedelta(days=max(REMINDERS) + GIVE_UP_AFTER.days)
    late = today - timedelta(days=min(REMINDERS))
    return list(
        Document.objects.filter(legal_entity=entity, due_on__lte=late, due_on__gt=oldest)
        .filter(status__open_balance__gt=F("status__withholding_outstanding"))
        .select_related("status", "client")
        .order_by("due_on", "pk")
    )


@transaction.atomic
def remind(*, document: Document, today: date, now: datetime) -> bool:
    """Send the reminder that is due for a document, if it was not sent; whether it was sent now."""
    reminder = reminder_due(document.due_on, today)
    if reminder is None:
        return False
    return notifications.overdue(document, reminder=reminder, today=today, now=now) is not None


@transaction.atomic
def mark_viewed(*, document: Document, actor: Actor, now: datetime) -> None:
    """The client has seen the document; staff looking on its behalf don't count."""
    if actor.is_ours or actor.as_client is not None:
        return
    DocumentStatus.objects.filter(pk=document.pk, viewed_at__isnull=True).update(viewed_at=now)
