"""Senders and writers of mail at once: every mail goes out once, and what may be said once is said once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import partial

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from outbox.enums import MessageState
from outbox.models import Message
from outbox.operations import send_message, store_message
from tests.races.conftest import Race

pytestmark = pytest.mark.django_db(transaction=True)


def write(now: datetime, to: str, key: str | None = None) -> Message | None:
    with transaction.atomic():
        return store_message(kind="test", to=to, subject="Hello", text="Hello.", html="", now=now, key=key)


def send_all(now: datetime) -> int:
    sent = 0
    while send_message(now=now) is not None:
        sent += 1
    return sent


def test_four_senders_send_forty_mails_once(
    race: Race, now: datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    for n in range(40):
        write(now, f"{n}@example.com")
    outcome = race(*[partial(send_all, now)] * 4)
    assert sum(outcome.results) == 40
    assert set(Counter(mail.to[0] for mail in mailoutbox).values()) == {1}
    assert Message.objects.filter(state=MessageState.SENT, attempts=1).count() == 40


def test_eight_writers_say_it_once(race: Race, now: datetime) -> None:
    outcome = race(*(partial(write, now, "alice@example.com", "once") for _ in range(8)))
    assert len([written for written in outcome.results if written is not None]) == 1
    assert Message.objects.count() == 1
