"""Whose clock the hours keep: chosen on the plan, shown on every page after it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, User
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.models import ShiftPattern
from tests.conftest import Bring, HoldSeats
from tests.portal.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "cebu")]

CHICAGO = "America/Chicago"
WISH = {"shift": "night", "start": "2026-12-01", "months": "12"}
PLAN = "/facilities/cebu/plan/"


@pytest.fixture
def browser(alice: User, acme: Client, sign_in: SignIn) -> Browser:
    """Alice's, of a company in Chicago."""
    Client.objects.filter(pk=acme.pk).update(time_zone=CHICAGO)
    return sign_in(alice)


def choice(response: Any) -> Any:
    return response.context["page"].clocks


def test_the_plan_offers_both_clocks_and_says_what_changes_when(browser: Browser) -> None:
    response = browser.get(PLAN, WISH)
    assert [(str(row.since), row.here, row.there) for row in choice(response).table.rows] == [
        ("2026-12-01", "Mon–Fri 21:00–06:00", "Mon–Fri 07:00–16:00"),
        ("2027-03-15", "Mon–Fri 21:00–06:00", "Mon–Fri 08:00–17:00"),
        ("2027-11-08", "Mon–Fri 21:00–06:00", "Mon–Fri 07:00–16:00"),
        ("2028-03-13", "Mon–Fri 21:00–06:00", "Mon–Fri 08:00–17:00"),
    ]
    page = response.content.decode()
    assert "My time (Chicago)" in page
    followed = browser.get(PLAN, WISH | {"clock": CHICAGO})
    assert [(row.here, row.there) for row in choice(followed).table.rows[:2]] == [
        ("Mon–Fri 21:00–06:00", "Mon–Fri 07:00–16:00"),
        ("Mon–Fri 20:00–05:00", "Mon–Fri 07:00–16:00"),
    ]


@pytest.mark.parametrize("wish", [{"months": "3", "renews": "no"}, {"zone": "Asia/Singapore"}, {"zone": ""}])
def test_where_the_clocks_keep_their_distance_there_is_no_choice(browser: Browser, wish: dict[str, str]) -> None:
    response = browser.get(PLAN, WISH | wish)
    assert choice(response) is None
    assert "Hours stay at" not in response.content.decode()


def test_a_clock_nobody_knows_is_said(browser: Browser) -> None:
    assert browser.get(PLAN, WISH | {"clock": "Texas/Austin"}).status_code == 422


def test_the_hold_keeps_what_was_chosen(browser: Browser) -> None:
    browser.post(reverse("portal:hold-new", args=["cebu"]), WISH | {"clock": CHICAGO, "seat": ["A1", "A2"]})
    held = Booking.objects.get()
    assert held.clock == CHICAGO
    page = browser.get(reverse("portal:hold", args=[held.pk])).content.decode()
    assert "Chicago time" in page
    assert "Mon–Fri 20:00–05:00" in page


def test_the_booking_says_what_comes(
    browser: Browser, hold_seats: HoldSeats, night_shift: ShiftPattern, bring: Bring
) -> None:
    booking = bring(hold_seats("A1", pattern=night_shift, clock=CHICAGO), BookingState.CONFIRMED)
    page = browser.get(reverse("portal:booking", args=[booking.pk])).content.decode()
    assert "your shift is Mon–Fri 20:00–05:00 in Cebu" in page
    assert "Chicago time" in page


def test_the_search_takes_the_clock_along(browser: Browser) -> None:
    response = browser.get("/search/", WISH | {"seats": "2", "clock": CHICAGO})
    [card] = response.context["cards"]
    assert "clock=America%2FChicago" in card.plan_href
