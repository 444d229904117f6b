"""The mailbox for trying out: every mail readable, none of them able to do harm."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client as HttpClient
from django.urls import reverse

from outbox.models import Message
from outbox.operations import File, store_message
from tests.portal.test_sign_up import link_in, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

EVIL = '<html><head></head><body><script>alert(1)</script><a href="https://example.com/">Hello</a></body></html>'


@pytest.fixture
def mail(now: datetime) -> Message:
    """With HTML that should not run, and a file."""
    message = store_message(
        kind="tests.hello",
        to="alice@example.com",
        subject="Hello <b>Alice</b>",
        text="See https://example.com/here",
        html=EVIL,
        now=now,
        attachments=[File("move-in.ics", "text/calendar", b"BEGIN:VCALENDAR")],
    )
    assert message is not None
    return message


def test_it_shows_every_mail_newest_first(mail: Message, now: datetime) -> None:
    store_message(kind="tests.bye", to="x@example.com", subject="Later", text="", html="", now=now.replace(hour=3))
    page = HttpClient().get(reverse("portal:mailbox"))
    assert [each.subject for each in page.context["page"]] == ["Later", "Hello <b>Alice</b>"]
    assert "Hello &lt;b&gt;Alice&lt;/b&gt;" in page.content.decode()


def test_a_mail_opens_with_its_head_and_a_frame(mail: Message) -> None:
    answer = HttpClient().get(reverse("portal:mail", args=[mail.pk]))
    page = answer.content.decode()
    assert "Seatlease &lt;hello@localhost&gt;" in page
    assert "alice@example.com" in page
    assert "Mon 23 Nov 2026, 02:00, UTC" in page
    assert f'src="{reverse("portal:mail-html", args=[mail.pk])}"' in page
    assert "allow-scripts" not in page
    assert "allow-same-origin" not in page
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]


def test_its_html_can_neither_run_nor_load_anything(mail: Message) -> None:
    answer = HttpClient().get(reverse("portal:mail-html", args=[mail.pk]))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    # Its links open in the whole window.
    assert '<base target="_top">' in answer.content.decode()


def test_its_text_has_links_to_follow(mail: Message) -> None:
    page = HttpClient().get(reverse("portal:mail", args=[mail.pk]), {"text": ""}).content.decode()
    assert '<a href="https://example.com/here"' in page
    assert "<iframe" not in page


def test_its_files_open(mail: Message) -> None:
    attachment = mail.attachments.get()
    answer = HttpClient().get(reverse("portal:mail-attachment", args=[mail.pk, attachment.pk]))
    assert answer.content == b"BEGIN:VCALENDAR"
    assert answer.headers["Content-Type"] == "text/calendar"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_somebody_new_finds_the_confirmation_with_one_click(mail: Message, now: datetime) -> None:
    browser = HttpClient()
    sign_up(browser)
    newest = store_message(
        kind="tests.bye", to="x@example.com", subject="Later", text="", html="", now=now + timedelta(minutes=1)
    )
    assert newest is not None
    page = browser.get(reverse("account_email_verification_sent")).content.decode()
    assert reverse("portal:mailbox-latest") in page
    own = Message.objects.get(kind="accounts.confirm_signup")
    opened = browser.get(reverse("portal:mailbox-latest"))
    assert opened.headers["Location"] == reverse("portal:mail", args=[own.pk])
    assert link_in(own)
    # A visitor without a mail of their own gets the newest.
    assert HttpClient().get(reverse("portal:mailbox-latest")).headers["Location"] == reverse(
        "portal:mail", args=[newest.pk]
    )


def test_an_empty_one_leads_to_the_sign_up() -> None:
    assert reverse("account_signup") in HttpClient().get(reverse("portal:mailbox")).content.decode()
    assert HttpClient().get(reverse("portal:mailbox-latest")).headers["Location"] == reverse("portal:mailbox")


def test_it_is_not_there_unless_switched_on(mail: Message, settings: LazySettings) -> None:
    settings.MAILBOX_PAGE = False
    attachment = mail.attachments.get()
    for path in (
        reverse("portal:mailbox"),
        reverse("portal:mailbox-latest"),
        reverse("portal:mail", args=[mail.pk]),
        reverse("portal:mail-html", args=[mail.pk]),
        reverse("portal:mail-attachment", args=[mail.pk, attachment.pk]),
    ):
        assert HttpClient().get(path).status_code == 404
    browser = HttpClient()
    sign_up(browser)
    assert "mailbox" not in browser.get(reverse("account_email_verification_sent")).content.decode()
    assert "mail_written" not in browser.session
