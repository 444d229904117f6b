"""A company comes: sign-up, confirmation, and what mail says about it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Client, Member, User
from audit.models import AuditEntry
from outbox.models import Message
from tests.factories import make_user

FORM = {
    "company": "Acme",
    "email": "alice@example.com",
    "password1": "correct horse battery",
    "time_zone": "America/Chicago",
}


def sign_up(browser: HttpClient, **changes: str) -> Any:
    return browser.post(reverse("account_signup"), {**FORM, **changes})


def link_in(message: Message) -> str:
    found = re.search(r"https?://[^/]+(/account/\S+)", message.text)
    assert found is not None
    return found[1]


@pytest.mark.django_db
class TestSigningUp:
    def test_it_makes_a_person_and_the_company_they_own(self) -> None:
        sign_up(HttpClient())
        member = Member.objects.get()
        assert (member.user.email, member.client.name, member.role) == ("alice@example.com", "Acme", Role.OWNER)
        assert member.client.time_zone == "America/Chicago"
        assert AuditEntry.objects.get(verb="accounts.registered").actor == member.user

    def test_it_asks_for_no_more_than_company_and_address(self) -> None:
        page = HttpClient().get(reverse("account_signup"))
        required = [field.name for field in page.context["form"] if field.field.required]
        assert required == ["company", "email", "password1", "time_zone"]

    def test_the_confirmation_is_a_row_like_every_mail(self) -> None:
        sign_up(HttpClient())
        message = Message.objects.get()
        assert (message.kind, message.to) == ("accounts.confirm_signup", "alice@example.com")
        assert "Confirm this address" in message.html

    def test_the_link_confirms_and_signs_in(self) -> None:
        browser = HttpClient()
        sign_up(browser)
        answer = browser.post(link_in(Message.objects.get()))
        assert answer.headers["Location"] == reverse("portal:home")
        assert EmailAddress.objects.get().verified
        assert browser.get(reverse("portal:home")).context["request"].client.name == "Acme"

    def test_the_link_leads_on_to_where_the_person_was_going(self) -> None:
        browser = HttpClient()
        sign_up(browser, next="/search/?seats=12")
        link = link_in(Message.objects.get())
        assert browser.post(link).headers["Location"] == "/search/?seats=12"

    def test_in_another_browser_it_leads_on_after_signing_in(self) -> None:
        sign_up(HttpClient(), next="/search/?seats=12")
        elsewhere = HttpClient()
        link = link_in(Message.objects.get())
        page = elsewhere.get(link)
        assert page.context["user"] == AnonymousUser()
        assert elsewhere.post(link, {"next": "/search/?seats=12"}).headers["Location"] == "/search/?seats=12"

    @pytest.mark.parametrize("trap", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
    def test_a_strangers_address_is_never_followed(self, trap: str) -> None:
        browser = HttpClient()
        sign_up(browser, next=trap)
        link = link_in(Message.objects.get())
        assert "evil" not in link
        assert "javascript" not in link
        assert browser.post(link).headers["Location"] == reverse("portal:home")

    def test_nobody_makes_themselves_staff(self) -> None:
        sign_up(HttpClient(), is_staff="on", is_superuser="on", role="owner")
        person = User.objects.get()
        assert Member.objects.get(user=person).role == Role.OWNER
        assert not person.is_staff
        assert not person.is_superuser

    def test_a_known_address_makes_nothing_new_and_looks_the_same(self) -> None:
        make_user("Alice")
        answer = sign_up(HttpClient())
        assert answer.headers["Location"] == reverse("account_email_verification_sent")
        assert (User.objects.count(), Client.objects.count()) == (1, 0)
        assert Message.objects.get().kind == "accounts.already_registered"

    def test_what_was_typed_is_kept_when_the_password_is_weak(self) -> None:
        page = sign_up(HttpClient(), password1="password")
        form = page.context["form"]
        assert form["company"].value() == "Acme"
        assert form.errors["password1"]
        assert not User.objects.exists()

    def test_without_script_the_zone_is_chosen_from_a_list(self) -> None:
        page = HttpClient().get(reverse("account_signup")).content.decode()
        assert '<option value="Asia/Manila">Manila</option>' in page


@pytest.mark.django_db(transaction=True)
def test_a_double_click_signs_up_once() -> None:
    """Both requests pass the look for a known address; the database lets one of them in."""

    def once(_: int) -> int:
        try:
            return sign_up(HttpClient()).status_code  # type: ignore[no-any-return]
        finally:
            connection.close()

    cache.clear()
    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(once, range(4)))
    assert answers == [302] * 4
    assert (User.objects.count(), Client.objects.count()) == (1, 1)
