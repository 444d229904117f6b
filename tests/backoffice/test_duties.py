"""Who comes in, and who does not: sign-in, second factor, duties, content policy."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.test import Client as HttpClient
from django.urls import reverse
from django.urls.converters import IntConverter, UUIDConverter
from pytest_django.fixtures import Settings

from accounts.models import Client, User
from backoffice.urls import screens
from billing.models import Document
from bookings.models import Booking
from tests.backoffice.conftest import page_of
from tests.conftest import SignIn

UNKNOWN = "01890000-0000-7000-8000-000000000000"
SCREENS = [pattern.name for pattern in screens(admin.site)]


def path_of(name: str) -> str:
    """A screen's path, for nothing that exists where it is about something."""
    [pattern] = [pattern for pattern in screens(admin.site) if pattern.name == name]
    nothing = {UUIDConverter: UNKNOWN, IntConverter: 1}
    parts = pattern.pattern.converters.values()
    return reverse(f"admin:{name}", args=[nothing.get(type(part), "any") for part in parts])


def test_people_sign_in_where_everybody_does(client: HttpClient, db: None) -> None:
    first = client.get("/admin/bookings/booking/")
    assert first.url == "/admin/login/?next=/admin/bookings/booking/"  # type: ignore[attr-defined]
    answer = client.get(first["Location"])
    assert answer["Location"] == "/account/login/?next=/admin/bookings/booking/"


def test_a_client_is_not_let_in(sign_in: SignIn, alice: User) -> None:
    answer = sign_in(alice).get("/admin/", follow=True)
    assert answer.status_code == 403


@pytest.mark.parametrize("name", SCREENS)
def test_no_screen_opens_without_a_duty(sign_in: SignIn, nils: User, alice: User, name: str) -> None:
    for method in ("get", "post"):
        assert getattr(sign_in(nils), method)(path_of(name)).status_code in {403, 405}
        assert getattr(sign_in(alice), method)(path_of(name))["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_no_list_opens_without_a_duty(sign_in: SignIn, nils: User, model: type) -> None:
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")  # type: ignore[attr-defined]
    assert sign_in(nils).get(path).status_code == 403


def test_pages_of_one_thing_stay_shut_too(
    sign_in: SignIn, nils: User, request_of_acme: Booking, invoice: Document
) -> None:
    browser = sign_in(nils)
    assert browser.get(page_of(request_of_acme)).status_code == 403
    assert browser.get(reverse("admin:billing_document_change", args=[invoice.pk])).status_code == 403


def test_somebody_without_a_duty_is_told_so(sign_in: SignIn, nils: User) -> None:
    answer = sign_in(nils).get("/admin/")
    assert answer.status_code == 200
    assert "You have no duties yet" in answer.content.decode()


def test_staff_without_a_second_factor_set_it_up_first(sign_in: SignIn, opal: User, settings: Settings) -> None:
    settings.STAFF_NEEDS_MFA = True
    browser = sign_in(opal)
    answer = browser.get(browser.get("/admin/")["Location"])
    assert answer["Location"] == reverse("mfa_activate_totp")
    Authenticator.objects.create(user=opal, type=Authenticator.Type.TOTP, data={})
    assert browser.get("/admin/").status_code == 200


def test_the_back_office_has_a_content_policy_of_its_own(desk: HttpClient) -> None:
    policy = desk.get("/admin/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_staff_who_act_for_a_client_are_staff_in_here(
    desk: HttpClient, opal: User, acme: Client, globex: Client
) -> None:
    desk.post(reverse("portal:begin-acting", args=[acme.pk]), {"mode": "acting"})
    page = desk.get(reverse("admin:accounts_client_changelist")).content.decode()
    assert "Acme" in page
    assert "Globex" in page


def test_screens_that_libraries_bring_along_stay_out() -> None:
    assert {model._meta.app_label for model in admin.site._registry} == {
        "accounts", "audit", "auth", "billing", "bookings", "facilities", "ledger", "outbox",
    }  # fmt: skip


def test_changing_a_password_happens_where_everybody_does_it(desk: HttpClient) -> None:
    assert desk.get("/admin/password_change/")["Location"] == reverse("account_change_password")
