"""Whose clock the hours keep: chosen on the plan, shown on every page after it."""

from __future__ import annotations

import html
import re
from datetime import date, time
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import Client, User
from bookings.enums import BookingState
from bookings.models import Booking, WaitlistEntry
from facilities.models import Facility, Package, ShiftPattern
from tests import answers, factories
from tests.conftest import Bring, HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "cebu")]

CHICAGO = "America/Chicago"
WISH = {"shift": "night", "start": "2026-12-01", "months": "12"}
PLAN = "/facilities/cebu/plan/"


@pytest.fixture
def browser(alice: User, acme: Client, sign_in: SignIn) -> HttpClient:
    """Alice's, of a company in Chicago."""
    Client.objects.filter(pk=acme.pk).update(time_zone=CHICAGO)
    return sign_in(alice)


def choice(response: Any) -> Any:
    return response.context["page"].zones


def test_the_plan_offers_both_clocks_and_says_what_changes_when(browser: HttpClient) -> None:
    response = browser.get(PLAN, WISH)
    assert [(str(row.since), row.here, row.there) for row in choice(response).table.rows] == [
        ("2026-12-01", "Mon–Fri 21:00–06:00", "Mon–Fri 07:00–16:00"),
        ("2027-03-15", "Mon–Fri 21:00–06:00", "Mon–Fri 08:00–17:00"),
        ("2027-11-08", "Mon–Fri 21:00–06:00", "Mon–Fri 07:00–16:00"),
        ("2028-03-13", "Mon–Fri 21:00–06:00", "Mon–Fri 08:00–17:00"),
    ]
    page = response.content.decode()
    assert "My time (Chicago)" in page
    followed = browser.get(PLAN, WISH | {"time_zone": CHICAGO})
    assert [(row.here, row.there) for row in choice(followed).table.rows[:2]] == [
        ("Mon–Fri 21:00–06:00", "Mon–Fri 07:00–16:00"),
        ("Mon–Fri 20:00–05:00", "Mon–Fri 07:00–16:00"),
    ]


@pytest.mark.parametrize("wish", [{"months": "3", "renews": "no"}, {"zone": "Asia/Singapore"}, {"zone": ""}])
def test_where_the_clocks_keep_their_distance_there_is_no_choice(browser: HttpClient, wish: dict[str, str]) -> None:
    response = browser.get(PLAN, WISH | wish)
    assert choice(response) is None
    assert "Hours stay at" not in answers.page(response, "Choose your seats")


def test_a_clock_nobody_knows_is_said(browser: HttpClient) -> None:
    assert browser.get(PLAN, WISH | {"time_zone": "Texas/Austin"}).status_code == 422


def test_the_hold_keeps_what_was_chosen(browser: HttpClient) -> None:
    browser.post(reverse("portal:hold-new", args=["cebu"]), WISH | {"time_zone": CHICAGO, "seat": ["A1", "A2"]})
    held = Booking.objects.get()
    assert held.time_zone == CHICAGO
    page = browser.get(reverse("portal:hold", args=[held.pk])).content.decode()
    assert "Chicago time" in page
    assert "Mon–Fri 20:00–05:00" in page


def test_the_booking_says_what_comes(
    browser: HttpClient, hold_seats: HoldSeats, night_shift: ShiftPattern, bring: Bring
) -> None:
    booking = bring(hold_seats("A1", pattern=night_shift, time_zone=CHICAGO), BookingState.CONFIRMED)
    page = browser.get(reverse("portal:booking", args=[booking.pk])).content.decode()
    assert "your shift is Mon–Fri 20:00–05:00 in Cebu" in page
    assert "Chicago time" in page


def test_the_search_takes_the_clock_along(browser: HttpClient) -> None:
    response = browser.get("/search/", WISH | {"seats": "2", "time_zone": CHICAGO})
    [card] = response.context["results"].cards
    assert "time_zone=America%2FChicago" in card.plan_href


def links(response: Any, path: str) -> list[str]:
    """Addresses on a page that begin with ``path``."""
    return [
        html.unescape(href)
        for href in re.findall(rf'(?:href|data-live-url)="({path}[^"]*)"', response.content.decode())
    ]


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [
        ("/search/", "/facilities/cebu/plan/"),
        ("/search/", "/facilities/cebu/calendar/"),
        ("/search/", "/facilities/cebu/?"),
        ("/facilities/cebu/", "/facilities/cebu/plan/"),
        ("/facilities/cebu/", "/facilities/cebu/calendar/"),
        (PLAN, "/facilities/cebu/?"),
        (PLAN, "/facilities/cebu/calendar/"),
        (PLAN, "/facilities/cebu/plan/live/"),
        ("/facilities/cebu/calendar/", "/facilities/cebu/plan/"),
    ],
)
def test_every_page_on_the_way_takes_the_clock_along(browser: HttpClient, page: str, leads_to: str) -> None:
    response = browser.get(page, WISH | {"seats": "2", "time_zone": CHICAGO})
    found = links(response, re.escape(leads_to))
    assert found
    assert all("time_zone=America%2FChicago" in href for href in found), found


def test_what_would_work_instead_keeps_the_clock(browser: HttpClient) -> None:
    response = browser.get("/search/", WISH | {"seats": "40", "time_zone": CHICAGO})
    [card] = response.context["results"].cards
    assert [other.label for other in card.others if CHICAGO not in unquote(other.href)] == []
    assert CHICAGO in unquote(card.waitlist_href)


def test_both_clocks_are_told_with_the_change(browser: HttpClient) -> None:
    for page in ("/search/", "/facilities/cebu/", "/facilities/cebu/calendar/"):
        kept = browser.get(page, WISH | {"seats": "2", "time_zone": CHICAGO}).content.decode()
        for words in ("Mon–Fri 21:00–06:00", "Mon–Fri 20:00–05:00", 'datetime="2027-03-15"', "Mon–Fri 07:00–16:00"):
            assert words in kept, (page, words)
        if page == "/search/":
            assert "Mon–Fri 08:00–17:00" not in kept


def test_a_zone_chosen_in_the_search_stays_chosen(browser: HttpClient) -> None:
    response = browser.get("/search/", WISH | {"seats": "2", "zone": "Europe/London"})
    [href] = links(response, "/facilities/cebu/plan/")
    assert "Mon–Fri 13:00–22:00" in browser.get(href).content.decode()


def test_on_the_facility_page_it_is_chosen(browser: HttpClient) -> None:
    assert "My time (Chicago)" in browser.get("/facilities/cebu/", WISH).content.decode()


def test_nobody_signed_in_comes_back_from_signing_up_with_the_clock() -> None:
    response = HttpClient().post(
        reverse("portal:hold-new", args=["cebu"]), WISH | {"time_zone": CHICAGO, "zone": CHICAGO, "seat": ["A1"]}
    )
    assert "time_zone%3DAmerica%252FChicago" in response["Location"]


def test_the_calendar_counts_the_hours_of_the_clock(
    browser: HttpClient, cebu: Facility, standard: Package, globex: Client, hold_seats: HoldSeats
) -> None:
    dusk = factories.make_pattern("dusk", time(17), 3.5, weekdays=factories.EVERY_DAY)
    factories.make_rate(cebu, standard, dusk)
    hold_seats("A1", client=globex, pattern=dusk, start=date(2027, 3, 1), months=1, auto_renews=False)
    asked = WISH | {"time_zone": CHICAGO, "month": "2027-03", "count": "day"}
    lines = {line.pattern.slug: line.cells for line in calendar_lines(browser, asked)}
    # From 15 March on the night begins at 20:00, when A1 is somebody else's until 20:30.
    assert [lines["night"][day - 1].free for day in (12, 15, 31)] == [12, 11, 11]
    # A lease that begins after the change has the catalogue's hours for good, one before it an hour earlier.
    lines = {line.pattern.slug: line.cells for line in calendar_lines(browser, asked | {"count": ""})}
    assert [lines["night"][day - 1].free for day in (12, 15, 31)] == [11, 12, 12]


def test_a_seat_that_only_the_clock_takes_away_is_told_with_the_reason(
    browser: HttpClient, cebu: Facility, standard: Package, globex: Client, hold_seats: HoldSeats
) -> None:
    dusk = factories.make_pattern("dusk", time(17), 3.5, weekdays=factories.EVERY_DAY)
    factories.make_rate(cebu, standard, dusk)
    hold_seats("A1", client=globex, pattern=dusk, start=date(2027, 3, 1), months=1, auto_renews=False)
    hold_seats("A2", client=globex, pattern=ShiftPattern.objects.get(slug="night"), start=date(2027, 3, 1))
    picked = WISH | {"pick": "A1,A2,A3"}
    assert "keep the time of" not in html.unescape(browser.get(PLAN, picked).content.decode())
    page = browser.get(PLAN, picked | {"time_zone": CHICAGO}).content.decode()
    page = html.unescape(re.sub(r"</?time[^>]*>", "", page)).replace("\xa0", " ")
    assert "We left out A1: your hours keep the time of Chicago, so in Cebu they move from 15 Mar 2027" in page
    assert "A2 is not free for these days and this shift" in page


def calendar_lines(browser: HttpClient, asked: dict[str, str]) -> Any:
    response: Any = browser.get("/facilities/cebu/calendar/", asked)
    return response.context["page"].months[0].lines


def test_hours_found_by_hours_are_kept_when_asked(browser: HttpClient) -> None:
    asked = {"days": "0,1,2,3,4", "begins": "07:00", "ends": "16:00", "zone": CHICAGO, "seats": "2", "months": "12"}
    asked |= {"start": "2026-12-01"}
    let_go, kept = (browser.get("/search/hours/", asked | keep).context["found"][0] for keep in ({}, {"keep": "on"}))
    assert let_go.changes_on == date(2027, 3, 15)
    assert "time_zone=" not in let_go.href
    assert kept.changes_on is None
    assert "time_zone=America%2FChicago" in kept.href
    assert [hours.text for hours in kept.hours.here] == ["Mon–Fri 21:00–06:00", "Mon–Fri 20:00–05:00"]


def test_a_place_on_the_waitlist_keeps_the_clock(browser: HttpClient) -> None:
    wish = {"place": "cebu", "seats": "4", "shift": "night", "months": "12", "start": "2026-12-01"}
    form = browser.get("/waitlist/join/", wish | {"time_zone": CHICAGO}).content.decode()
    assert '<option value="America/Chicago" selected>' in form
    browser.post("/waitlist/join/", wish | {"latest": "2027-03-01", "time_zone": CHICAGO})
    assert WaitlistEntry.objects.get().time_zone == CHICAGO
    assert "hours stay at Chicago time" in browser.get("/bookings/").content.decode()


def test_hold_and_booking_say_which_clock_the_hours_keep(browser: HttpClient, hold_seats: HoldSeats) -> None:
    night = ShiftPattern.objects.get(slug="night")
    kept, own = hold_seats("A1", pattern=night, time_zone=CHICAGO), hold_seats("A2", pattern=night)
    for booking, sentence, city in (
        (kept, "Your hours stay Mon–Fri 07:00–16:00 at Chicago time. That is Mon–Fri 21:00–06:00 in Cebu", "Chicago"),
        (own, "Your hours stay Mon–Fri 21:00–06:00 at Cebu time", "Cebu"),
    ):
        assert sentence in browser.get(reverse("portal:hold", args=[booking.pk])).content.decode()
        page = browser.get(reverse("portal:booking", args=[booking.pk])).content.decode()
        assert f"<dt>Hours stay at</dt><dd>{city} time" in page


def test_the_hold_says_what_to_ask_for(browser: HttpClient, cebu: Facility, hold_seats: HoldSeats) -> None:
    booking = hold_seats("A1")
    address = reverse("portal:hold", args=[booking.pk])
    assert "ask us when you book" not in browser.get(address).content.decode()
    factories.make_add_on_price(factories.make_add_on("monitor"), cebu, "450")
    page = browser.get(address).content.decode()
    assert "Add-ons: ask us when you book" in page
    assert "Monitor" in page
