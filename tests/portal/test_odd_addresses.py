"""Whatever somebody writes into an address or a form: an answer, never a fault of ours."""

from __future__ import annotations

import pytest
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import User
from bookings.enums import BookingState
from bookings.models import Booking
from tests.conftest import Bring, HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "cebu")]

ODD = ["", "\0", "²", "-1", "9999-12-31", "0001-01-01", "9" * 40, "A1\0", "' OR 1=1"]
WISH = {"city": "", "seats": "4", "shift": "day", "start": "2026-12-01", "months": "12", "zone": "Europe/Berlin"}
PLAN = {"seats": "", "shift": "day", "start": "2026-12-01", "months": "12", "package": "", "renews": "", "pick": "A1"}
FINE = {200, 302, 400, 404, 422}


@pytest.fixture
def lease(hold_seats: HoldSeats, bring: Bring) -> Booking:
    return bring(hold_seats("A1", "A2"), BookingState.ACTIVE)


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_pages_for_everybody(odd: str, alice: User, sign_in: SignIn) -> None:
    visitor, member = HttpClient(), sign_in(alice)
    for name in [*WISH, "page", "show"]:
        assert visitor.get(reverse("portal:search"), WISH | {name: odd}).status_code in FINE, name
    for name in [*PLAN, "floor", "seat", "drop"]:
        for page in ("plan", "facility", "calendar"):
            assert visitor.get(reverse(f"portal:{page}", args=["cebu"]), PLAN | {name: odd}).status_code in FINE, name
        for operation in ("plan", "plan-price", "hold-new"):
            path = reverse(f"portal:{operation}", args=["cebu"])
            assert member.post(path, PLAN | {name: odd}).status_code in FINE, (operation, name)


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_pages_of_a_company(odd: str, lease: Booking, olga: User, sign_in: SignIn) -> None:
    browser = sign_in(olga)
    for name in ("bookings", "invoices", "bookings-csv", "invoices-csv"):
        assert browser.get(reverse(f"portal:{name}"), {"show": odd, "page": odd}).status_code in FINE
    for name in ("statement", "statement-csv"):
        for days in ({"days_first": odd}, {"days_last": odd}):
            typed = {"days_first": "2026-11-01", "days_last": "2026-11-30"} | days
            assert browser.get(reverse(f"portal:{name}"), typed).status_code in FINE
    path = reverse("portal:booking-cancel", args=[lease.pk])
    for ask in (browser.get, browser.post):
        assert ask(path, {"reason": odd}).status_code in FINE
    typed = {"effective_on": "2027-01-01", "seats": "1", "seat": "A1", "last_day": "2027-11-30", "number": "1"}
    for kind, field in [
        ("notice", "last_day"),
        ("add-seats", "effective_on"),
        ("add-seats", "seats"),
        ("add-seats", "seat"),
        ("add-seats", "floor"),
        ("add-seats", "drop"),
        ("give-back", "effective_on"),
        ("give-back", "seat"),
        ("move", "seat"),
        ("move", "to-A1"),
        ("move", "digest"),
        ("undo", "number"),
        ("withdraw-notice", "digest"),
    ]:
        path = reverse("portal:booking-change", args=[lease.pk, kind])
        for ask in (browser.get, browser.post):
            assert ask(path, typed | {field: odd}).status_code in FINE, (kind, field)
