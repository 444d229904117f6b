"""Mails go out again when staff ask for it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.actors import Actor
from accounts.enums import MessageState
from accounts.errors import NotAllowed
from accounts.models import Deed, OutgoingMessage, User
from accounts.operations import resend_messages, send_message, store_message


@pytest.fixture
def mail(now: datetime) -> OutgoingMessage:
    """One that was sent."""
    store_message(kind="test", to="alice@example.com", subject="Hello", text="Hello", html="", now=now)
    sent = send_message(now=now)
    assert sent is not None
    return sent


@pytest.mark.django_db
def test_a_mail_that_was_sent_goes_out_again(
    mail: OutgoingMessage, opal: User, now: datetime, mailoutbox: list[object]
) -> None:
    later = now + timedelta(days=1)
    assert resend_messages(messages=[mail.pk], actor=Actor(user=opal), now=later) == 1
    assert send_message(now=later) == mail
    assert len(mailoutbox) == 2
    assert Deed.objects.get(verb="accounts.message_resent").actor == opal


@pytest.mark.django_db
def test_a_mail_that_waits_keeps_its_turn(opal: User, now: datetime) -> None:
    waiting = store_message(kind="test", to="alice@example.com", subject="Hello", text="Hello", html="", now=now)
    assert waiting is not None
    assert resend_messages(messages=[waiting.pk], actor=Actor(user=opal), now=now + timedelta(days=1)) == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.due_at) == (MessageState.WAITING, now)


@pytest.mark.django_db
def test_clients_resend_nothing(mail: OutgoingMessage, alice: User, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        resend_messages(messages=[mail.pk], actor=Actor(user=alice), now=now)
