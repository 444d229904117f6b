"""Signing in, and changing how one does: every page of it in our look, under a policy without inline script."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client as HttpClient
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.models import User
from outbox.models import Message
from tests.conftest import PRODUCTS_HASHERS

PASSWORD = "correct horse battery"

# A style attribute or a script with a text of its own is what the policy stops.
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)(?![^>]*application/json)", re.IGNORECASE)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(alice: User) -> User:
    return ready(alice)


@pytest.fixture
def opal(opal: User) -> User:
    return ready(opal)


def ready(person: User) -> User:
    """With a confirmed address and a password."""
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def log_in(browser: HttpClient, email: str, password: str = PASSWORD, **more: str) -> Any:
    return browser.post(reverse("account_login"), {"login": email, "password": password, **more})


def confirm_it_is_her(browser: HttpClient) -> None:
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    counter = int(time.time()) // 30
    digest = hmac.new(base64.b32decode(secret), counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def add_app(browser: HttpClient) -> str:
    """Add an authenticator app; returns the secret."""
    confirm_it_is_her(browser)
    page = browser.get(reverse("mfa_activate_totp"))
    secret: str = page.context["form"].secret
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    return secret


class TestPassword:
    def test_it_is_kept_as_argon2_and_leads_home(self, alice: User, settings: Settings) -> None:
        settings.PASSWORD_HASHERS = PRODUCTS_HASHERS
        alice.set_password(PASSWORD)
        alice.save()
        assert alice.password.startswith("argon2$argon2id$")
        assert "Location" not in log_in(HttpClient(), alice.email, "wrong").headers
        assert log_in(HttpClient(), alice.email).headers["Location"] == reverse("portal:home")

    def test_the_right_one_leads_home(self, alice: User) -> None:
        answer = log_in(HttpClient(), alice.email)
        assert answer.headers["Location"] == reverse("portal:home")

    def test_staff_get_to_the_back_office(self, opal: User) -> None:
        assert log_in(HttpClient(), opal.email).headers["Location"] == reverse("admin:index")
        assert log_in(HttpClient(), opal.email, next="/search/").headers["Location"] == "/search/"

    def test_it_leads_to_where_the_person_was_going(self, alice: User) -> None:
        answer = log_in(HttpClient(), alice.email, next="/bookings/")
        assert answer.headers["Location"] == "/bookings/"

    @pytest.mark.parametrize("trap", ["https://evil.example/", "//evil.example/x", "https:evil.example"])
    def test_it_never_leads_to_a_stranger(self, alice: User, trap: str) -> None:
        answer = log_in(HttpClient(), alice.email, next=trap)
        assert answer.headers["Location"] == reverse("portal:home")

    def test_a_wrong_one_keeps_the_address_typed(self, alice: User) -> None:
        page = log_in(HttpClient(), alice.email, "wrong")
        assert page.context["form"]["login"].value() == alice.email

    def test_guessing_is_stopped_for_that_address_only(self, alice: User, mallory: User) -> None:
        for _ in range(6):
            log_in(HttpClient(), alice.email, "wrong")
        answer = log_in(HttpClient(), alice.email)
        assert "Location" not in answer.headers
        mallory.set_password(PASSWORD)
        mallory.save()
        EmailAddress.objects.create(user=mallory, email=mallory.email, verified=True, primary=True)
        assert "Location" in log_in(HttpClient(), mallory.email).headers

    def test_a_forgotten_one_is_replaced_by_mail(self, alice: User) -> None:
        browser = HttpClient()
        browser.post(reverse("account_reset_password"), {"email": alice.email})
        message = Message.objects.get()
        assert message.kind == "accounts.reset_password"
        link = re.search(r"https?://[^/]+(/account/\S+)", message.text)
        assert link is not None
        page = browser.get(link[1], follow=True)
        new = {"password1": "another horse battery", "password2": "another horse battery"}
        browser.post(page.request["PATH_INFO"], new)
        alice.refresh_from_db()
        assert alice.check_password("another horse battery")
        assert Message.objects.first().kind == "accounts.security_notice"  # type: ignore[union-attr]

    def test_a_stranger_who_asks_learns_nothing(self) -> None:
        answer = HttpClient().post(reverse("account_reset_password"), {"email": "nobody@example.com"})
        assert answer.headers["Location"] == reverse("account_reset_password_done")
        assert Message.objects.get().kind == "accounts.unknown_address"

    def test_changing_it_is_told_by_mail(self, alice: User) -> None:
        browser = HttpClient()
        log_in(browser, alice.email)
        new = {"oldpassword": PASSWORD, "password1": "another horse battery", "password2": "another horse battery"}
        browser.post(reverse("account_change_password"), new)
        message = Message.objects.get()
        assert (message.kind, message.to) == ("accounts.security_notice", alice.email)
        assert "Your password changed." in message.text


class TestAddress:
    def test_the_old_one_counts_until_the_new_one_is_confirmed(self, alice: User) -> None:
        browser = HttpClient()
        log_in(browser, alice.email)
        confirm_it_is_her(browser)
        browser.post(reverse("account_email"), {"action_add": "", "email": "new@example.com"})
        alice.refresh_from_db()
        assert alice.email == "alice@example.com"
        page = browser.get(reverse("account_email")).content.decode()
        assert "Until you open it, everything stays as it is." in page
        message = Message.objects.get(to="new@example.com")
        link = re.search(r"https?://[^/]+(/account/\S+)", message.text)
        assert link is not None
        browser.post(link[1])
        alice.refresh_from_db()
        assert alice.email == "new@example.com"

    def test_a_session_left_open_is_not_enough_to_change_it(self, alice: User) -> None:
        browser = HttpClient()
        log_in(browser, alice.email)
        answer = browser.post(reverse("account_email"), {"action_add": "", "email": "new@example.com"})
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
        assert not EmailAddress.objects.filter(email="new@example.com").exists()


class TestSecondStep:
    @pytest.fixture(autouse=True)
    def clock(self) -> Iterator[time_machine.Traveller]:
        with time_machine.travel(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), tick=False) as clock:
            yield clock

    def test_an_app_is_asked_for_after_the_password(self, alice: User, clock: time_machine.Traveller) -> None:
        first = HttpClient()
        log_in(first, alice.email)
        secret = add_app(first)
        clock.shift(600)
        second = HttpClient()
        answer = log_in(second, alice.email)
        assert answer.headers["Location"] == reverse("mfa_authenticate")
        assert second.get(reverse("portal:home")).status_code == 302
        assert second.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
        answer = second.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert answer.headers["Location"] == reverse("portal:home")

    def test_it_leads_staff_to_the_back_office(self, opal: User, clock: time_machine.Traveller) -> None:
        first = HttpClient()
        log_in(first, opal.email)
        secret = add_app(first)
        clock.shift(600)
        second = HttpClient()
        log_in(second, opal.email)
        answer = second.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert answer.headers["Location"] == reverse("admin:index")

    def test_a_recovery_code_works_once(self, alice: User) -> None:
        first = HttpClient()
        log_in(first, alice.email)
        add_app(first)
        code = first.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
        again = []
        for _ in range(2):
            browser = HttpClient()
            log_in(browser, alice.email)
            again.append(browser.post(reverse("mfa_authenticate"), {"code": code}).status_code)
        assert again == [302, 200]


class TestEveryPage:
    @pytest.mark.parametrize(
        "name",
        [
            "account_login", "account_signup", "account_reset_password", "account_reset_password_done",
            "account_reset_password_from_key_done", "account_email_verification_sent", "account_inactive",
        ],
    )  # fmt: skip
    def test_on_the_way_in_is_ours(self, name: str) -> None:
        assert_ours(HttpClient(), reverse(name))

    def test_of_a_link_that_no_longer_works_is_ours(self) -> None:
        assert_ours(HttpClient(), reverse("account_confirm_email", args=["used"]))
        assert_ours(HttpClient(), reverse("account_reset_password_from_key", kwargs={"uidb36": "x", "key": "y-z"}))

    def test_about_how_one_signs_in_is_ours(self, alice: User) -> None:
        browser = HttpClient()
        log_in(browser, alice.email)
        confirm_it_is_her(browser)
        for name in ("mfa_index", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_activate_totp"):
            assert_ours(browser, reverse(name))
        add_app(browser)
        key = Authenticator.objects.create(
            user=alice, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
        )
        for name in (
            "account_email", "account_change_password", "account_logout", "account_reauthenticate", "mfa_index",
            "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_reauthenticate",
        ):  # fmt: skip
            assert_ours(browser, reverse(name))
        assert_ours(browser, reverse("mfa_remove_webauthn", args=[key.pk]))

    def test_that_refuses_for_a_while_is_ours(self, alice: User) -> None:
        answers = [HttpClient().post(reverse("account_reset_password"), {"email": alice.email}) for _ in range(22)]
        answer = answers[-1]
        assert answer.status_code == 429
        assert "Too many tries" in answer.content.decode()

    def test_of_somebody_signed_in_needs_it(self) -> None:
        for name in ("mfa_index", "account_email", "account_change_password"):
            assert reverse("account_login") in HttpClient().get(reverse(name)).headers["Location"]


def assert_ours(browser: HttpClient, path: str) -> None:
    answer = browser.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200, path
    assert "css/tokens.css" in page, path
    assert INLINE.findall(page) == [], path
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_somebody_who_goes_on_guessing_is_locked_out_for_a_while(alice: User) -> None:
    """Five tries in five minutes are too many for a browser, ten in a quarter of an hour for an address."""
    with time_machine.travel(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), tick=False) as clock:
        for _ in range(2):
            for _ in range(5):
                answer = log_in(HttpClient(), alice.email, "wrong")
            clock.shift(301)
        answer = log_in(HttpClient(), alice.email)
        assert answer.status_code == 429
        assert "Wait a quarter of an hour" in answer.content.decode()
        clock.shift(901)
        assert log_in(HttpClient(), alice.email).headers["Location"] == reverse("portal:home")


def test_who_guesses_behind_the_same_proxy_locks_nobody_else_out(alice: User, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guesser, herself = ({"X-Forwarded-For": f"192.0.2.66, {address}"} for address in ("203.0.113.7", "198.51.100.3"))
    with time_machine.travel(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), tick=False) as clock:
        for _ in range(3):
            for _ in range(5):
                log_in(HttpClient(headers=guesser), alice.email, "wrong")
            clock.shift(301)
        assert log_in(HttpClient(headers=guesser), alice.email).status_code == 429
        assert log_in(HttpClient(headers=herself), alice.email).headers["Location"] == reverse("portal:home")
