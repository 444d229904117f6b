"""Hand waiting mail to the mail server."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from outbox.enums import MessageState
from outbox.models import Message

# Tried again after 1, 2, 4 … minutes; the last try is about eight hours after the first.
MOST_ATTEMPTS = 10


def send_message(*, now: datetime) -> Message | None:
    """Send one waiting message that is due, or return ``None`` when there is none.

    The row is locked while it is sent, so two workers never send it twice. A worker that dies between the mail
    server's yes and the commit sends it again: mail is at least once.
    """
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(state=MessageState.WAITING, due_at__lte=now)
            .order_by("due_at", "id")
            .first()
        )
        if message is None:
            return None
        mail = EmailMultiAlternatives(message.subject, message.text, to=[message.to], headers=message.threading_headers)
        if message.html:
            mail.attach_alternative(message.html, "text/html")
        for attachment in message.attachments.all():
            mail.attach(attachment.name, bytes(attachment.content), attachment.content_type)
        message.attempts += 1
        try:
            mail.send()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            # A mail that can't even be put together (ValueError) must not stand in the way of all the others.
            message.last_error = str(error)
            message.due_at = now + timedelta(minutes=2 ** (message.attempts - 1))
            if message.attempts >= MOST_ATTEMPTS:
                message.state = MessageState.FAILED
        else:
            message.state = MessageState.SENT
            message.sent_at = now
        message.save(update_fields=["state", "attempts", "last_error", "due_at", "sent_at"])
        return message


@transaction.atomic
def send_again(*, messages: Iterable[UUID], now: datetime) -> list[Message]:
    """Let mails that were sent, or given up on, go out once more; those still waiting stay as they are."""
    found = Message.objects.filter(pk__in=list(messages)).exclude(state=MessageState.WAITING)
    again = list(found.order_by("pk").select_for_update(no_key=True))
    for message in again:
        message.state, message.attempts, message.due_at = MessageState.WAITING, 0, now
        message.resent += 1
    Message.objects.bulk_update(again, ["state", "attempts", "due_at", "resent"])
    return again
