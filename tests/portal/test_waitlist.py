"""The waitlist as a client meets it: from a search that found nothing to a place in line, an offer, and out again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import Client, User
from bookings import operations
from bookings.enums import WaitlistState
from bookings.models import WaitlistEntry
from facilities.models import Facility
from tests import answers
from tests.conftest import HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "cebu")]

JOIN = "/waitlist/join/"
WISH = {
    "place": "cebu", "seats": "4", "shift": "day", "package": "", "months": "12", "start": "2026-12-01",
    "latest": "2027-03-01",
}  # fmt: skip


def join(browser: HttpClient, **wish: Any) -> HttpResponse:
    return browser.post(JOIN, WISH | wish)  # type: ignore[return-value]


class TestTheWayIn:
    def test_a_search_that_finds_too_few_seats_leads_here_with_the_wish(
        self, hold_seats: HoldSeats, globex: Client
    ) -> None:
        hold_seats(seats=10, client=globex)
        wish = {"seats": "4", "shift": "day", "start": "2026-12-01", "months": "12"}
        page = HttpClient().get("/search/", wish).content.decode()
        href = "/waitlist/join/?seats=4&amp;shift=day&amp;start=2026-12-01&amp;months=12&amp;place=cebu"
        assert href in page
        form = HttpClient().get(href.replace("&amp;", "&")).content.decode()
        assert '<option value="cebu" selected>' in form
        assert 'value="4"' in form
        assert 'value="2027-03-01"' in form, "three months to begin in"
        assert "Seats that come free go to whoever joined first." in form

    def test_where_seats_are_free_or_have_no_price_waiting_is_not_offered(self, cebu: Facility) -> None:
        wish = {"shift": "day", "start": "2026-12-01", "months": "12"}
        free = answers.page(HttpClient().get("/search/", wish | {"seats": "4"}), "Find seats")
        assert "12 seats free" in free
        assert JOIN not in free
        scarce = answers.page(HttpClient().get("/search/", wish | {"seats": "40"}), "Find seats")
        assert JOIN in scarce
        cebu.rates.all().delete()
        unpriced = answers.page(HttpClient().get("/search/", wish | {"seats": "40"}), "Find seats")
        assert "Cebu" in unpriced
        assert JOIN not in unpriced

    def test_somebody_new_signs_up_first_and_comes_back_with_the_wish(self) -> None:
        visitor = HttpClient()
        response = join(visitor)
        assert response.status_code == 302
        assert urlsplit(response["Location"]).path == reverse("account_signup")
        come_back = parse_qs(urlsplit(response["Location"]).query)["next"][0]
        assert come_back.startswith(JOIN)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(come_back).query).items()}
        assert asked == {name: value for name, value in WISH.items() if value}
        assert WaitlistEntry.objects.count() == 0
        page = visitor.get(response["Location"]).content.decode()
        assert "bring you back to join the waitlist" in page


class TestJoining:
    def test_a_place_in_line_shows_on_home_and_bookings(self, alice: User, sign_in: SignIn) -> None:
        browser = sign_in(alice)
        response = join(browser)
        assert response["Location"] == "/bookings/#waitlist"
        for path in ("/bookings/", "/home/"):
            page = browser.get(path).content.decode()
            assert "you are next" in page, path

    def test_what_is_refused_keeps_what_was_typed(self, alice: User, sign_in: SignIn, cebu: Facility) -> None:
        browser = sign_in(alice)
        backwards = join(browser, latest="2026-11-30")
        assert backwards.status_code == 422
        assert "The latest first day can&#x27;t lie before the earliest one." in backwards.content.decode()
        cebu.rates.update(minimum_seats=6)
        few = join(browser)
        assert few.status_code == 422
        assert "This price is for 6 seats or more." in few.content.decode()
        assert WaitlistEntry.objects.count() == 0

    def test_a_viewer_is_told_to_ask_somebody_else(self, victor: User, sign_in: SignIn) -> None:
        assert join(sign_in(victor)).status_code == 422

    def test_anywhere_in_a_city(self, alice: User, sign_in: SignIn) -> None:
        join(sign_in(alice), place="city:Cebu")
        entry = WaitlistEntry.objects.get()
        assert (entry.facility, entry.city) == (None, "Cebu")

    def test_a_place_that_does_not_exist_is_refused(self, alice: User, sign_in: SignIn) -> None:
        assert join(sign_in(alice), place="atlantis").status_code == 422


class TestAnOffer:
    @pytest.fixture
    def entry(self, alice: User, sign_in: SignIn, today: datetime) -> WaitlistEntry:
        join(sign_in(alice))
        entry = WaitlistEntry.objects.get()
        operations.offer_seats(entry=entry, now=today)
        entry.refresh_from_db()
        return entry

    def test_it_leads_to_its_hold_and_says_by_when(self, alice: User, sign_in: SignIn, entry: WaitlistEntry) -> None:
        page = sign_in(alice).get("/bookings/").content.decode()
        assert "Seats offered" in page
        assert "kept until Wed 25 Nov, 10:00" in page
        assert entry.booking is not None
        assert reverse("portal:hold", args=[entry.booking.pk]) in page

    def test_withdrawing_asks_once_more_and_gives_it_up(
        self, alice: User, sign_in: SignIn, entry: WaitlistEntry
    ) -> None:
        browser = sign_in(alice)
        leave = reverse("portal:waitlist-leave", args=[entry.pk])
        assert "The seats kept for you are free for the next at once." in browser.get(leave).content.decode()
        assert browser.post(leave)["Location"] == "/bookings/"
        entry.refresh_from_db()
        assert entry.state == WaitlistState.WITHDRAWN
        assert 'id="waitlist"' not in browser.get("/home/").content.decode()

    def test_an_outsider_finds_nothing(self, mallory: User, sign_in: SignIn, entry: WaitlistEntry) -> None:
        browser = sign_in(mallory)
        leave = reverse("portal:waitlist-leave", args=[entry.pk])
        assert (browser.get(leave).status_code, browser.post(leave).status_code) == (404, 404)
        assert 'id="waitlist"' not in browser.get("/bookings/").content.decode()
