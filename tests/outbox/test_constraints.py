"""What can never be true of messages, whoever writes the row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from outbox.models import Message
from tests.raw_rows import constraints_of, refused_by, triggers_of

pytestmark = pytest.mark.django_db

NOW = datetime.fromisoformat("2026-11-23T02:00:00Z")


def message(**fields: Any) -> None:
    values = {"kind": "t", "to": "a@example.com", "subject": "s", "text": "t", "created_at": NOW, "due_at": NOW}
    Message.objects.bulk_create([Message(**{**values, **fields})])


def say_twice() -> None:
    message(key="once")
    message(key="once")


CASES: dict[str, Callable[[], object]] = {
    "message_said_once": say_twice,
    "message_state_is_known": lambda: message(state="lost"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(name: str) -> None:
    assert refused_by(CASES[name]) == name


def test_every_constraint_has_a_case() -> None:
    assert CASES.keys() == constraints_of("outbox") | triggers_of("outbox")


def test_messages_without_a_key_may_repeat() -> None:
    message()
    message()
    assert Message.objects.count() == 2
