"""Send what was issued and remind of what is late: from rows, by the clock, each thing once."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import LegalEntity
from billing import notifications
from billing.models import Document, DocumentStatus
from billing.operations.matches import settle_from_what_is_left
from billing.queries.delivery import untold
from billing.queries.policies import policy_on
from billing.reminders import reminder_due


@transaction.atomic
def tell_of_document(*, now: datetime, document: UUID | None = None) -> Document | None:
    """Mail one issued document that was not sent yet, the oldest or the one named; ``None`` when there is none."""
    waiting = untold(now).select_for_update(of=("self",), no_key=True, skip_locked=True)
    status = (waiting if document is None else waiting.filter(pk=document)).first()
    if status is None:
        return None
    return _tell(status, now=now)


def _tell(status: DocumentStatus, *, now: datetime) -> Document:
    document = Document.objects.select_related("client", "corrects").get(pk=status.pk)
    notifications.issued(document, now=now)
    status.sent_at = now
    status.save(update_fields=["sent_at"])
    return document


@transaction.atomic
def apply_unapplied(*, entity: LegalEntity, client: UUID, now: datetime) -> None:
    """Put what a client has left with us against its open invoices, so that nobody is reminded of paid ones."""
    settle_from_what_is_left(entity=entity, clients=[client], on=entity.today(now), now=now)


@transaction.atomic
def remind(*, document: Document, today: date, now: datetime) -> bool:
    """Send the reminder that is due for a document, if it was not sent; whether it was sent now."""
    reminder = reminder_due(document.due_on, today, policy_on(today, document.legal_entity).payment_reminders)
    if reminder is None:
        return False
    return notifications.overdue(document, reminder=reminder, today=today, now=now) is not None


@transaction.atomic
def mark_viewed(*, document: Document, actor: Actor, now: datetime) -> None:
    """The client has seen the document; staff looking on its behalf don't count."""
    if actor.is_ours or actor.as_client is not None:
        return
    DocumentStatus.objects.filter(pk=document.pk, viewed_at__isnull=True).update(viewed_at=now)
