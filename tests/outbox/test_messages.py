"""Mail as rows: written with the operation, sent once, tried again later, given up in the end."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from socketserver import StreamRequestHandler, TCPServer
from threading import Thread

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from pytest_django.fixtures import Settings

from accounts.models import Client
from outbox.enums import MessageState
from outbox.models import Message
from outbox.operations import File, send_message, store_message
from outbox.operations.delivery import MOST_ATTEMPTS
from outbox.tasks import send_waiting_messages

pytestmark = pytest.mark.django_db


def write(now: datetime, to: str = "alice@example.com", **fields: object) -> Message | None:
    values = {"kind": "test", "subject": "Hello", "text": "Hello.\n", "html": "<p>Hello.</p>", **fields}
    return store_message(to=to, now=now, **values)  # type: ignore[arg-type]


@contextmanager
def server_that_says(*lines: bytes) -> Iterator[int]:
    """A mail server that greets with the first of ``lines`` and answers whatever comes with the others."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            for line in lines:
                self.wfile.write(line + b"\r\n")
                if not self.rfile.readline():
                    return

    with TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def nobody_listens(settings: Settings) -> None:
    """Mail goes to a port where no server is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


# --- Written ---------------------------------------------------------------------------------------------------


def test_a_mail_is_written_with_the_operation_or_not_at_all(now: datetime) -> None:
    with transaction.atomic():
        write(now)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    written = write(now)
    assert Message.objects.get() == written


def test_what_may_be_said_once_is_said_once(now: datetime) -> None:
    assert write(now, key="once") is not None
    assert write(now, key="once", attachments=[File("a.txt", "text/plain", b"a")]) is None
    assert Message.objects.count() == 1
    assert write(now, key="twice") is not None


def test_the_operation_wakes_the_sender_only_when_it_is_done(
    now: datetime, django_capture_on_commit_callbacks: Callable[[], AbstractContextManager[list[object]]]
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        write(now)
    assert len(callbacks) == 1


# --- Sent ------------------------------------------------------------------------------------------------------


def test_a_mail_arrives_in_text_and_html_with_its_files(
    now: datetime, acme: Client, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    written = write(now, client=acme, attachments=[File("move-in.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n")])
    assert written is not None
    sent = send_message(now=now)
    assert sent == written
    assert (sent.state, sent.sent_at, sent.attempts) == (MessageState.SENT, now, 1)
    (mail,) = mailoutbox
    assert mail.to == ["alice@example.com"]
    assert mail.subject == "Hello"
    assert mail.body == "Hello.\n"
    assert [tuple(part) for part in mail.alternatives] == [("<p>Hello.</p>", "text/html")]
    assert [name for name, *_ in mail.attachments] == ["move-in.ics"]
    assert mail.extra_headers["Message-ID"] == f"<{written.pk}@seatlease>"


def test_nothing_is_sent_twice_and_nothing_before_its_time(
    now: datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    write(now)
    assert send_message(now=now - timedelta(seconds=1)) is None
    assert send_message(now=now) is not None
    assert send_message(now=now) is None
    assert len(mailoutbox) == 1


def test_those_that_wait_longest_go_first(now: datetime, mailoutbox: list[EmailMultiAlternatives]) -> None:
    for minutes in (2, 0, 1):
        write(now + timedelta(minutes=minutes), to=f"{minutes}@example.com")
    while send_message(now=now + timedelta(minutes=5)):
        pass
    assert [mail.to for mail in mailoutbox] == [["0@example.com"], ["1@example.com"], ["2@example.com"]]


def test_the_clock_sends_all_that_waits(mailoutbox: list[EmailMultiAlternatives]) -> None:
    for n in range(3):
        write(datetime.fromisoformat("2020-01-01T00:00:00Z"), to=f"{n}@example.com")
    assert send_waiting_messages() == 3
    assert send_waiting_messages() == 0
    assert len(mailoutbox) == 3


# --- Tried again -----------------------------------------------------------------------------------------------


def test_a_mail_that_could_not_be_sent_is_tried_after_1_2_4_minutes(now: datetime, nobody_listens: None) -> None:
    write(now)
    entries = []
    for _ in range(MOST_ATTEMPTS):
        tried = send_message(now=now)
        assert tried is not None
        assert "refused" in tried.last_error
        entries.append(int((tried.due_at - now).total_seconds()) // 60)
        assert send_message(now=tried.due_at - timedelta(seconds=1)) is None
        now = tried.due_at
    assert entries == [2**n for n in range(MOST_ATTEMPTS)]
    failed = Message.objects.get()
    assert (failed.state, failed.attempts) == (MessageState.FAILED, MOST_ATTEMPTS)
    assert send_message(now=now + timedelta(days=30)) is None, "given up"


def test_a_mail_goes_out_when_the_server_is_back(
    now: datetime, nobody_listens: None, settings: Settings, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    write(now)
    send_message(now=now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sent = send_message(now=now + timedelta(minutes=1))
    assert sent is not None
    assert (sent.state, sent.attempts) == (MessageState.SENT, 2)
    assert len(mailoutbox) == 1


def test_a_server_that_says_no_is_asked_again(now: datetime, nobody_listens: None, settings: Settings) -> None:
    write(now)
    with server_that_says(b"554 go away") as port:
        settings.EMAIL_PORT = port
        tried = send_message(now=now)
    assert tried is not None
    assert tried.state == MessageState.WAITING
    assert "go away" in tried.last_error


def test_a_mail_that_cannot_be_put_together_does_not_stop_the_others(
    now: datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    write(now - timedelta(minutes=1), subject="two\nlines")
    write(now)
    broken, sent = send_message(now=now), send_message(now=now)
    assert broken is not None
    assert broken.state == MessageState.WAITING
    assert broken.last_error
    assert sent is not None
    assert sent.state == MessageState.SENT
    assert len(mailoutbox) == 1
