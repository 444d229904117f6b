"""A browser with a virtual authenticator: passkeys and codes work under the strict policy, without a console error."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from outbox.models import Message
from tests.journeys.conftest import Arrive, Visitor
from tests.portal.test_sign_in import PASSWORD, code_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice(alice: User) -> User:
    """With a confirmed address and a password."""
    cache.clear()
    alice.set_password(PASSWORD)
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


@pytest.fixture
def visitor(arrive: Arrive) -> Visitor:
    return arrive()


GiveDevice = Callable[[Visitor], None]


@pytest.fixture
def give_device() -> GiveDevice:
    """A device with a fingerprint sensor that always says yes."""

    def give(visitor: Visitor) -> None:
        session = visitor.context.new_cdp_session(visitor.page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    return give


def sign_in(visitor: Visitor, user: User) -> None:
    visitor.go(reverse("account_login"))
    visitor.page.get_by_label("E-mail").fill(user.email)
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(visitor: Visitor) -> None:
    visitor.go(reverse("account_logout"))
    visitor.page.get_by_role("main").get_by_role("button", name="Sign out").click()


def confirm(visitor: Visitor) -> None:
    """Whoever changes how they sign in gives the password once more."""
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Continue").click()


def test_a_newcomer_is_in_with_five_clicks(visitor: Visitor) -> None:
    cache.clear()
    page = visitor.page
    visitor.go(reverse("account_signup"))
    page.get_by_label("Company name").fill("Acme")
    page.get_by_label("E-mail").fill("new@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    # The browser's own zone is chosen already.
    expect(page.get_by_label("Your time zone")).to_have_value("America/Chicago")
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    page.get_by_role("link", name="Open the mail we have just written").click()
    page.frame_locator("iframe").get_by_role("link", name="Confirm this address").click()
    page.get_by_role("button", name="Yes, confirm this address").click()
    expect(page).to_have_url(re.compile(reverse("portal:home")))
    expect(page.get_by_role("heading", name="Find your first seats")).to_be_visible()
    assert Message.objects.count() == 1
    assert visitor.complaints == []


def test_a_passkey_signs_in_without_a_password(visitor: Visitor, give_device: GiveDevice, alice: User) -> None:
    page = visitor.page
    give_device(visitor)
    sign_in(visitor, alice)
    visitor.go(reverse("mfa_add_webauthn"))
    confirm(visitor)
    page.get_by_label("Name of this key").fill("Laptop")
    expect(page.get_by_label("Sign in with this key alone")).to_be_checked()
    page.get_by_role("button", name="Add this device or key").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(visitor)
    visitor.go(reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile(reverse("portal:home")))
    assert visitor.complaints == []


def test_a_passkey_that_fails_says_so(visitor: Visitor, give_device: GiveDevice) -> None:
    give_device(visitor)
    visitor.go(reverse("account_login"))
    visitor.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("No passkey was used")
    assert visitor.complaints == []


def test_a_security_key_gives_the_second_step(visitor: Visitor, give_device: GiveDevice, alice: User) -> None:
    page = visitor.page
    give_device(visitor)
    sign_in(visitor, alice)
    visitor.go(reverse("mfa_add_webauthn"))
    confirm(visitor)
    page.get_by_label("Sign in with this key alone").uncheck()
    page.get_by_role("button", name="Add this device or key").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(visitor)
    sign_in(visitor, alice)
    page.get_by_role("button", name="Use your passkey or security key").click()
    expect(page).to_have_url(re.compile(reverse("portal:home")))
    assert visitor.complaints == []


def test_an_app_gives_the_second_step(visitor: Visitor, alice: User) -> None:
    page = visitor.page
    sign_in(visitor, alice)
    visitor.go(reverse("mfa_activate_totp"))
    confirm(visitor)
    expect(page.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
    secret = page.locator("code.key").inner_text()
    page.get_by_label("Code from the app").fill(code_of(secret))
    page.get_by_role("button", name="Use this app from now on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(visitor)
    sign_in(visitor, alice)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile(reverse("portal:home")))
    assert visitor.complaints == []


def test_passkeys_are_not_offered_where_they_cant_work(arrive: Arrive) -> None:
    visitor = arrive(java_script_enabled=False)
    visitor.page.goto(visitor.server + reverse("account_login"))
    expect(visitor.page.get_by_role("button", name="Sign in with a passkey")).not_to_be_visible()
    expect(visitor.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
