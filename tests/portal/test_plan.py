"""The floor plan: what is free for a wish, what is selected, what it costs."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client as HttpClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Client, User
from facilities.models import Facility, Package, ShiftPattern
from tests import factories
from tests.conftest import HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "cebu")]

WISH = {"shift": "day", "start": "2026-12-01", "months": "12"}
PLAN = "/facilities/cebu/plan/"


@pytest.fixture
def visitor() -> HttpClient:
    return HttpClient()


def look(browser: HttpClient, **wish: Any) -> HttpResponse:
    return browser.get(PLAN, WISH | wish)  # type: ignore[return-value]


def picks(response: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = response.context["page"].panel.links.picks
    return found


def availabilities(response: Any) -> dict[str, str]:
    rooms = response.context["page"].drawing.rooms
    return {seat.code: seat.availability for room in rooms for seat in room.seats}


class TestWhatIsShown:
    def test_every_seat_stands_in_the_map_and_in_the_list(self, visitor: HttpClient) -> None:
        page = look(visitor).content.decode()
        assert page.count('<g class="seat" data-seat=') == 12
        assert page.count('name="seat" value="') == 12

    def test_a_stranger_sees_that_a_seat_is_taken_but_never_by_whom(
        self, visitor: HttpClient, hold_seats: HoldSeats, acme: Client
    ) -> None:
        hold_seats("A1")
        response = look(visitor)
        assert availabilities(response)["A1"] == "held"
        assert acme.name not in response.content.decode()

    def test_a_member_sees_the_companys_own_seats(self, alice: User, sign_in: SignIn, hold_seats: HoldSeats) -> None:
        hold_seats("A1")
        assert availabilities(look(sign_in(alice)))["A1"] == "yours"

    def test_another_shift_of_the_same_day_is_free(self, visitor: HttpClient, hold_seats: HoldSeats) -> None:
        hold_seats("A1")
        assert availabilities(look(visitor, shift="night"))["A1"] == "free"

    def test_a_facility_that_is_not_listed_has_no_plan(self, visitor: HttpClient, cebu: Facility) -> None:
        Facility.objects.filter(pk=cebu.pk).update(is_listed=False)
        assert look(visitor).status_code == 404

    def test_a_wish_that_cannot_be_read_keeps_what_was_typed(self, visitor: HttpClient) -> None:
        response = look(visitor, start="2020-01-01")
        assert response.status_code == 422
        page = response.content.decode()
        assert "Choose a start date from 23 Nov 2026 on." in page
        assert 'value="2020-01-01"' in page

    def test_ten_times_the_seats_cost_no_more_queries(self, visitor: HttpClient, cebu: Facility) -> None:
        look(visitor, seats="2")
        with CaptureQueriesContext(
            connection,
        ) as few:
            look(visitor, seats="2")
        factories.make_room(cebu, "Annex", dict.fromkeys("CDEFGHIJKLMN", 10))
        with CaptureQueriesContext(connection) as many:
            look(visitor, seats="40")
        assert len(many) == len(few)


class TestTheSelection:
    def test_a_number_lets_us_choose_seats_that_are_together(self, visitor: HttpClient) -> None:
        response = look(visitor, seats="4")
        assert len(picks(response)) == 4
        assert "We chose these for you." in response.content.decode()

    def test_seats_named_stay_selected_while_they_are_free(self, visitor: HttpClient, hold_seats: HoldSeats) -> None:
        hold_seats("A2")
        response = look(visitor, pick="A1,A2,B3")
        assert picks(response) == ("A1", "B3")
        assert "A2 is not free for these days and this shift" in response.content.decode()

    def test_seats_that_do_not_exist_are_left_out(self, visitor: HttpClient) -> None:
        assert picks(look(visitor, pick="A1,Z99")) == ("A1",)

    def test_more_seats_than_are_free_is_refused_with_a_refusal_link(self, visitor: HttpClient) -> None:
        page = look(visitor, seats="40").content.decode()
        assert "Only 12 of the 40 seats you asked for are free" in page
        assert "Take the 12 seats that are free" in page

    def test_what_is_changed_on_the_page_goes_into_the_address(self, visitor: HttpClient) -> None:
        response = visitor.post(PLAN, WISH | {"shift": "night", "seat": ["A1", "B2"]})
        assert response.status_code == 302
        query = parse_qs(urlsplit(response["Location"]).query)
        assert (query["shift"], query["pick"]) == (["night"], ["A1,B2"])

    def test_choose_for_me_forgets_what_was_picked(self, visitor: HttpClient) -> None:
        response = visitor.post(PLAN, WISH | {"seat": ["A1", "B2"], "seats": "3", "choose": "yes"})
        query = parse_qs(urlsplit(response["Location"]).query)
        assert "pick" not in query
        assert query["seats"] == ["3"]

    def test_a_seat_can_be_dropped_without_script(self, visitor: HttpClient) -> None:
        response = visitor.post(PLAN, WISH | {"seat": ["A1", "B2"], "drop": "A1"})
        assert parse_qs(urlsplit(response["Location"]).query)["pick"] == ["B2"]

    def test_a_selection_too_long_for_an_address_is_shown_at_once(self, visitor: HttpClient, cebu: Facility) -> None:
        factories.make_room(cebu, "Hall", {f"LONGROW{row}": 99 for row in "CDEFGH"})
        codes = [f"LONGROW{row}{number}" for row in "CDEFGH" for number in range(1, 100)]
        response = visitor.post(PLAN, WISH | {"seat": codes})
        assert response.status_code == 200
        assert set(picks(response)) == set(codes)

    def test_seats_picked_on_another_floor_are_kept(self, visitor: HttpClient, cebu: Facility) -> None:
        factories.make_room(cebu, "Upstairs", {"U": 4}, level=2)
        response = look(visitor, pick="A1,U1", floor="2")
        page = response.content.decode()
        assert picks(response) == ("A1", "U1")
        assert '<input type="hidden" name="seat" value="A1">' in page


class TestThePrice:
    def test_the_panel_explains_every_line(self, visitor: HttpClient, cebu: Facility) -> None:
        factories.make_tier(cebu, "seats", 3, "5")
        page = visitor.post(reverse("portal:plan-price", args=["cebu"]), WISH | {"seat": ["A1", "A2", "A3"]})
        text = page.content.decode()
        assert "3 × list price 9,000.00" in text
        assert "5 % off the list price" in text
        assert "PHP&nbsp;25,650.00" in text
        assert "Hold 3 seats for 48 hours" in text

    def test_nothing_selected_asks_for_a_selection(self, visitor: HttpClient) -> None:
        text = visitor.post(reverse("portal:plan-price", args=["cebu"]), WISH).content.decode()
        assert "Select seats to hold them" in text

    def test_a_shift_without_a_price_says_so(
        self, visitor: HttpClient, cebu: Facility, night_shift: ShiftPattern
    ) -> None:
        cebu.rates.filter(pattern=night_shift).delete()
        page = look(visitor, shift="night", pick="A1").content.decode()
        assert "There is no list price for this shift" in page

    def test_too_few_seats_for_the_price_has_a_refusal_link(
        self, visitor: HttpClient, cebu: Facility, standard: Package, day_shift: ShiftPattern
    ) -> None:
        cebu.rates.filter(pattern=day_shift).update(minimum_seats=4)
        page = look(visitor, pick="A1").content.decode()
        assert "This price is for 4 seats or more." in page
        assert "Choose 4 seats" in page

    def test_a_wish_that_cannot_be_read_has_no_price(self, visitor: HttpClient) -> None:
        response = visitor.post(reverse("portal:plan-price", args=["cebu"]), WISH | {"start": ""})
        assert response.status_code == 422
