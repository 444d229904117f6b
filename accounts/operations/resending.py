"""Send a mail again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations.audit import record
from outbox.operations import send_again


@transaction.atomic
def resend_messages(*, messages: Iterable[UUID], actor: Actor, now: datetime) -> int:
    """Let mails that were sent, or given up on, go out once more; returns how many. Those still waiting stay as
    they are.

    :raises NotAllowed:
    """
    require(actor, Capability.RESEND_MAIL)
    again = send_again(messages=messages, now=now)
    for message in again:
        record(actor=actor, verb="accounts.message_resent", subject=message, now=now, to=message.to)
    return len(again)
