"""One broken row keeps no other from its turn, and a worker is woken when there is something to find."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from celery import current_app
from django.db import transaction
from pytest_django.fixtures import Settings

from accounts.errors import NotAllowed
from kernel.ticks import isolated, wake

log = logging.getLogger("tests.ticks")

Capture = Callable[[], AbstractContextManager[list[Callable[[], object]]]]


def test_the_others_have_their_turn(caplog: pytest.LogCaptureFixture) -> None:
    done = []
    for name, error in (("acme", NotAllowed()), ("globex", ZeroDivisionError("by nought")), ("initech", None)):
        with caplog.at_level(logging.INFO), isolated(log, "%s is left as it is", name, refused=logging.INFO):
            if error is not None:
                raise error
            done.append(name)
    assert done == ["initech"]
    refused, broken = caplog.records
    assert (refused.levelno, refused.getMessage()) == (logging.INFO, f"acme is left as it is: {NotAllowed()}")
    assert (broken.levelno, broken.getMessage()) == (logging.ERROR, "globex is left as it is")
    assert broken.exc_info is not None


def test_a_refusal_is_a_warning_unless_it_is_expected(caplog: pytest.LogCaptureFixture) -> None:
    def refuse() -> None:
        raise NotAllowed

    with isolated(log, "no run for %s", "acme"):
        refuse()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_who_stops_the_process_stops_it() -> None:
    with pytest.raises(KeyboardInterrupt), isolated(log, "%s", "acme"):
        raise KeyboardInterrupt


@pytest.mark.django_db
def test_a_worker_is_woken_once_the_transaction_is_done(
    django_capture_on_commit_callbacks: Capture, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, list[object]]] = []
    monkeypatch.setattr(current_app, "send_task", lambda task, arguments: sent.append((task, arguments)))
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        wake("seatlease.tasks.look", "acme")
    assert sent == []
    for awake in (False, True):
        settings.MESSAGES_WAKE_THE_WORKER = awake
        for callback in callbacks:
            callback()
    assert sent == [("seatlease.tasks.look", ["acme"])]
