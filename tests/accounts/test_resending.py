"""Mails go out again when staff ask for it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives

from accounts.actors import Person, Staff
from accounts.errors import NotAllowed
from accounts.models import User
from accounts.operations import resend_messages
from audit.models import AuditEntry
from outbox.enums import MessageState
from outbox.models import Message
from outbox.operations import send_message, store_message


@pytest.fixture
def mail(now: datetime) -> Message:
    """One that was sent."""
    store_message(kind="test", to="alice@example.com", subject="Hello", text="Hello", html="", now=now)
    sent = send_message(now=now)
    assert sent is not None
    return sent


@pytest.mark.django_db
def test_a_mail_that_was_sent_goes_out_again(
    mail: Message, opal: User, now: datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    later = now + timedelta(days=1)
    assert resend_messages(messages=[mail.pk], actor=Staff(opal), now=later) == 1
    assert send_message(now=later) == mail
    assert len(mailoutbox) == 2
    assert AuditEntry.objects.get(verb="accounts.message_resent").actor == opal


@pytest.mark.django_db
def test_a_mail_sent_again_is_a_mail_of_its_own_in_the_same_thread(
    mail: Message, opal: User, now: datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    for _ in range(2):
        resend_messages(messages=[mail.pk], actor=Staff(opal), now=now)
        send_message(now=now)
    headers = [sent.extra_headers for sent in mailoutbox]
    first = headers[0]["Message-ID"]
    assert len({each["Message-ID"] for each in headers}) == 3
    assert headers[0].keys() == {"Message-ID"}
    assert [(each["In-Reply-To"], each["References"]) for each in headers[1:]] == [(first, first)] * 2


@pytest.mark.django_db
def test_a_mail_that_waits_keeps_its_turn(opal: User, now: datetime) -> None:
    waiting = store_message(kind="test", to="alice@example.com", subject="Hello", text="Hello", html="", now=now)
    assert waiting is not None
    assert resend_messages(messages=[waiting.pk], actor=Staff(opal), now=now + timedelta(days=1)) == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.due_at) == (MessageState.WAITING, now)


@pytest.mark.django_db
def test_clients_resend_nothing(mail: Message, alice: User, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        resend_messages(messages=[mail.pk], actor=Person(alice), now=now)
