"""Send a mail again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.enums import MessageState
from accounts.errors import NotAllowed
from accounts.models import OutgoingMessage
from accounts.operations.deeds import record


@transaction.atomic
def resend_messages(*, messages: Iterable[UUID], actor: Actor, now: datetime) -> int:
    """Let mails that were sent, or given up on, go out once more; returns how many. Those still waiting stay as
    they are.

    :raises NotAllowed: unless staff.
    """
    if not actor.is_staff:
        raise NotAllowed
    found = (
        OutgoingMessage.objects.filter(pk__in=list(messages))
        .exclude(state=MessageState.WAITING)
        .order_by("pk")
        .select_for_update(no_key=True)
    )
    again = list(found)
    for message in again:
        message.state, message.attempts, message.due_at = MessageState.WAITING, 0, now
        message.resent += 1
        record(actor=actor, verb="accounts.message_resent", subject=message, now=now, to=message.to)
    OutgoingMessage.objects.bulk_update(again, ["state", "attempts", "due_at", "resent"])
    return len(again)
