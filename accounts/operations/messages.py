"""Hand waiting mail to the mail server."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from accounts.enums import MessageState
from accounts.models import OutgoingMessage

# Tried again after 1, 2, 4 … minutes; the last try is about eight hours after the first.
MOST_ATTEMPTS = 10


def send_message(*, now: datetime) -> OutgoingMessage | None:
    """Send one waiting message that is due, or return ``None`` when there is none.

    The row is locked while it is sent, so two workers never send it twice. A worker that dies between the mail
    server's yes and the commit sends it again: mail is at least once.
    """
    with transaction.atomic():
        message = (
            OutgoingMessage.objects.select_for_update(skip_locked=True)
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
