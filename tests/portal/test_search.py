"""Find seats: a request in, offers out, and what to do when nothing fits."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client as HttpClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from facilities.models import Facility, Inclusion, Package, ShiftPattern
from portal.pages.search import Card
from tests import answers, factories
from tests.conftest import HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "cebu")]

WISH = {"seats": "4", "shift": "day", "start": "2026-12-01", "months": "12"}


def search(browser: HttpClient, **wish: Any) -> HttpResponse:
    return browser.get(reverse("portal:search"), WISH | wish)  # type: ignore[return-value]


def cards(browser: HttpClient, **wish: Any) -> list[Card]:
    response: Any = search(browser, **wish)
    found: list[Card] = response.context["results"].cards
    return found


@pytest.fixture
def visitor() -> HttpClient:
    return HttpClient()


def test_an_offer_says_why_what_it_costs_and_leads_to_the_plan(visitor: HttpClient) -> None:
    page = search(visitor).content.decode()
    assert "All 4 seats together in Main floor." in page or "All 4 seats together in Suite." in page
    assert "PHP&nbsp;9,000<" in page
    assert "PHP&nbsp;36,000.00" in page
    assert "12 seats free" in page
    assert "/facilities/cebu/plan/?seats=4&amp;shift=day&amp;start=2026-12-01&amp;months=12" in page


def test_hours_stand_on_the_facilitys_clock_and_on_the_visitors(visitor: HttpClient) -> None:
    visitor.cookies["zone"] = "America%2FChicago"
    page = search(visitor, shift="night").content.decode()
    assert "Mon–Fri 21:00–06:00" in page
    assert "Mon–Fri 07:00–16:00" in page
    assert "Chicago" in page


def test_a_zone_chosen_in_the_search_counts_before_the_companys(alice: User, sign_in: SignIn) -> None:
    page = search(sign_in(alice), shift="night", zone="Europe/London").content.decode()
    assert "Mon–Fri 13:00–22:00" in page


def test_the_zone_that_counts_is_the_one_selected(alice: User, sign_in: SignIn) -> None:
    page = search(sign_in(alice)).content.decode()
    assert '<option value="Asia/Manila" selected>' in page


def test_somebody_may_want_the_facilitys_hours_only(visitor: HttpClient) -> None:
    visitor.cookies["zone"] = "America%2FChicago"
    page = answers.page(search(visitor, shift="night", zone=""), "Find seats")
    assert "Mon–Fri 21:00–06:00" in page
    assert "07:00–16:00" not in page


def test_a_zone_that_does_not_exist_is_left_out(visitor: HttpClient) -> None:
    visitor.cookies["zone"] = "Mars%2FOlympus"
    page = answers.page(search(visitor), "Find seats")
    assert "12 seats free" in page
    assert "Olympus" not in page


def test_what_does_not_fit_comes_with_wishes_that_do(visitor: HttpClient, hold_seats: HoldSeats) -> None:
    hold_seats("A1", "A2", "A3", "A4", "B1", "B2", "S1")
    response = search(visitor)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Only 2 seats are free for these days." in page
    assert "What would work" in page
    assert "Take the 2 seats that are free" in page
    assert "/search/?seats=2&amp;shift=day&amp;start=2026-12-01&amp;months=12" in page
    assert "shift=night" in page


def test_a_mistake_stands_beside_its_field_and_what_was_typed_stays(visitor: HttpClient) -> None:
    response = search(visitor, seats="0", start="2026-11-01")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Ask for one seat or more." in page
    assert "Choose a start date from 23 Nov 2026 on." in page
    assert 'aria-invalid="true"' in page
    assert 'value="2026-11-01"' in page


def test_the_first_day_is_counted_where_the_seats_are(visitor: HttpClient) -> None:
    factories.make_facility("Austin", city="Austin", time_zone="America/Chicago")
    # In UTC it is still the last of November, in Cebu the first of December, in Austin noon of the last.
    with time_machine.travel(datetime(2026, 11, 30, 18, tzinfo=UTC), tick=False):
        assert "Choose a start date" not in search(visitor, city="Cebu").content.decode()
        refused = search(visitor, city="Cebu", start="2026-11-30")
        assert refused.status_code == 422
        assert "Choose a start date from 1 Dec 2026 on." in refused.content.decode()
        assert search(visitor, city="Austin", start="2026-11-30").status_code == 200
        assert search(visitor, start="2026-11-30").status_code == 200, "somewhere it is that day"


def test_how_far_ahead_and_how_many_is_the_rule_of_bookings(visitor: HttpClient) -> None:
    page = search(visitor, seats="5001", start="2028-11-24").content.decode()
    assert "Choose a start date until 23 Nov 2028; we don&#x27;t plan further ahead." in page
    assert "less than or equal to 5000" in page
    assert search(visitor, seats="5000", start="2028-11-23").status_code == 200


def test_without_a_request_the_page_shows_where_we_are(visitor: HttpClient) -> None:
    response = visitor.get(reverse("portal:search"))
    assert response.status_code == 200
    assert "Where we are" in response.content.decode()


def test_a_facility_that_is_not_listed_is_not_found(visitor: HttpClient, cebu: Facility) -> None:
    Facility.objects.filter(pk=cebu.pk).update(is_listed=False)
    page = search(visitor).content.decode()
    assert "No facility there" in page
    assert visitor.get(reverse("portal:facility", args=["cebu"])).status_code == 404


def test_a_long_list_is_shown_page_by_page_the_best_offers_first(
    visitor: HttpClient, standard: Package, day_shift: ShiftPattern
) -> None:
    for number in range(21):
        place = factories.make_facility(f"Tower {number}")
        factories.make_room(place, "Main", {"A": 4})
        factories.make_rate(place, standard, day_shift, str(8000 - number))
    first = search(visitor)
    assert first.content.decode().count("<article") == 20
    assert "1–20 of 22" in first.content.decode()
    assert "Tower 20" in first.content.decode(), "the cheapest of all, whichever page it would be on by name"
    assert 'href="?seats=4&amp;shift=day&amp;start=2026-12-01&amp;months=12&amp;page=2"' in first.content.decode()
    rest = search(visitor, page=2).content.decode()
    assert rest.count("<article") == 2
    assert "Tower 0<" in rest
    assert "/facilities/cebu/" in rest, "the dearest comes last"
    assert search(visitor, page="no").status_code == 200


def test_the_landing_page_and_the_prices_say_the_same(visitor: HttpClient) -> None:
    for name in ("portal:landing", "portal:prices"):
        page = visitor.get(reverse(name)).content.decode()
        assert "PHP&nbsp;9,000<" in page
        assert "12 seats in 1 place" in page or name == "portal:prices"


def test_prices_of_other_currencies_are_not_mixed_in(
    visitor: HttpClient, cebu: Facility, standard: Package, day_shift: ShiftPattern
) -> None:
    factories.make_rate(cebu, standard, day_shift, "165", currency="USD")
    page = answers.page(visitor.get(reverse("portal:prices")), "Prices")
    assert "PHP&nbsp;9,000<" in page
    assert "165" not in page


class TestWhatIsNeededBeside:
    def test_why_a_place_is_left_out_and_how_to_go_on_is_said(self, visitor: HttpClient, standard: Package) -> None:
        Inclusion.objects.create(kind="power", name="Own generator")
        page = search(visitor, needs=["desk", "own-generator"], package="standard").content.decode()
        assert "Cebu lacks what you need: Own generator." in page
        assert "Search without Own generator" in page
        assert "package=standard&amp;needs=desk" in page
        assert '<details class="more search-more" open>' in page
        again = visitor.get("/search/", {**WISH, "needs": "desk,pc"}).content.decode()
        assert 'value="desk" id="id_needs_0" checked' in again
        assert "All 4 seats together" in again

    def test_seats_in_a_room_of_ones_own_are_named_to_the_plan(self, visitor: HttpClient) -> None:
        page = search(visitor, space="private").content.decode()
        assert "/plan/?seats=4&amp;shift=day&amp;start=2026-12-01&amp;months=12&amp;pick=S1,S2,S3,S4" in page

    def test_the_needs_go_along_to_the_place_its_plan_and_its_calendar(self, visitor: HttpClient) -> None:
        found = cards(visitor, needs=["desk", "pc"])[0]
        for href in (found.facility_href, found.calendar_href, found.plan_href):
            page = visitor.get(href)
            assert page.status_code == 200
            assert '<input type="hidden" name="needs" value="desk,pc">' in page.content.decode()
        calendar = visitor.get(found.calendar_href).context["page"]
        assert calendar.later_href.endswith("needs=desk%2Cpc")
        assert "needs=" in calendar.facility_href
        day = next(cell for month in calendar.months for line in month.lines for cell in line.cells if cell.href)
        assert "needs=desk" in day.href
        assert visitor.get(f"{found.facility_href}&needs=a-moat&space=outer").status_code == 200

    def test_the_plan_chooses_among_the_rooms_that_would_do(self, visitor: HttpClient, hold_seats: HoldSeats) -> None:
        plan = "/facilities/cebu/plan/"
        assert {code[0] for code in visitor.get(plan, WISH | {"space": "private"}).context["page"].choice.codes} == {
            "S"
        }
        hold_seats("S1", "S2")
        page = visitor.get(plan, WISH | {"space": "private"}).context["page"]
        assert page.choice is None
        assert "space=private" in page.panel.refusal_link.href

    def test_who_waits_is_promised_nothing_the_place_lacks(
        self, visitor: HttpClient, hold_seats: HoldSeats, standard: Package
    ) -> None:
        hold_seats("A1", "A2", "A3", "A4", "B1", "B2", "S1", "S2", "S3", "S4")
        [card] = cards(visitor, needs=["desk"])
        assert f"package={standard.slug}" in card.waitlist_href
        Inclusion.objects.create(kind="power", name="Own generator")
        [card] = cards(visitor, needs=["own-generator"])
        assert not card.waitlist_href

    def test_each_need_is_proved_by_its_newest_test_at_no_more_queries_for_more_places(
        self,
        visitor: HttpClient,
        cebu: Facility,
        standard: Package,
        day_shift: ShiftPattern,
    ) -> None:
        generator = Inclusion.objects.create(kind="power", name="Generator")

        def build(place: Facility) -> None:
            here = place.inclusions.create(inclusion=generator)
            here.tests.create(tested_on=date(2026, 5, 5), fact="Failed to start")
            here.tests.create(tested_on=date(2026, 11, 5), fact="Took full load after 11 s.")

        build(cebu)
        page = search(visitor, needs=["generator"]).content.decode()
        assert 'Generator:</strong> Took full load after 11 s, tested <time datetime="2026-11-05">' in page
        assert "Failed to start" not in page
        assert "Took full load" not in search(visitor).content.decode(), "nobody asked"
        with CaptureQueriesContext(connection) as one:
            cards(visitor, needs=["generator"])
        for number in range(10):
            place = factories.make_facility(f"Tower {number}")
            factories.make_room(place, "Main", {"A": 4})
            factories.make_rate(place, standard, day_shift, "8000")
            build(place)
        with CaptureQueriesContext(connection) as many:
            assert len([card for card in cards(visitor, needs=["generator"]) if card.proofs]) == 11
        assert len(many) <= len(one) + 1, "what is free of places never asked about is read once more"

    @pytest.mark.parametrize("asked", [{"needs": "a-moat"}, {"space": "outer"}, {"package": "gold"}])
    def test_what_nobody_can_choose_is_refused(self, visitor: HttpClient, asked: dict[str, str]) -> None:
        assert search(visitor, **asked).status_code == 422


class TestAFacility:
    def test_it_shows_what_is_tested_what_it_costs_and_what_is_free(
        self, visitor: HttpClient, hold_seats: HoldSeats, today: datetime
    ) -> None:
        hold_seats("A1")
        page = visitor.get(reverse("portal:facility", args=["cebu"]), WISH).content.decode()
        assert "11 seats free, Day" in page
        assert "PHP&nbsp;9,000<" in page
        assert "Choose seats" in page
        assert 'data-state="held"' in page

    def test_a_wish_it_cannot_read_shows_the_page_with_the_mistake(self, visitor: HttpClient) -> None:
        response = visitor.get(reverse("portal:facility", args=["cebu"]), WISH | {"start": "soon"})
        assert response.status_code == 422
        assert "Correct what is marked above" in response.content.decode()


class TestByHours:
    HOURS = {
        "days": ["0", "1", "2", "3", "4"], "begins": "08:00", "ends": "15:00", "zone": "America/Chicago",
        "seats": "4", "start": "2026-12-01", "months": "3",
    }  # fmt: skip

    def find(self, browser: HttpClient, **asked: Any) -> HttpResponse:
        return browser.get("/search/hours/", self.HOURS | asked)  # type: ignore[return-value]

    def test_the_best_fit_comes_first_and_says_what_it_covers(self, visitor: HttpClient) -> None:
        response: Any = self.find(visitor)
        assert [each.pattern.slug for each in response.context["found"]] == ["night", "nightly", "24h"]
        page = response.content.decode()
        assert "Covers your Mon–Fri 08:00–15:00 in Chicago, and 10 h more a week." in page
        assert '<a class="button" data-look="primary" href="/search/?' in page
        assert "/search/?seats=4&amp;shift=night&amp;start=2026-12-01&amp;months=3&amp;zone=America%2FChicago" in page

    def test_what_is_covered_in_part_says_how_much_and_from_when_less(self, visitor: HttpClient) -> None:
        response: Any = self.find(visitor, begins="09:00", ends="17:00", months="12")
        assert '<a class="button" href="/search/?' in response.content.decode(), "in part is not in full"
        night = next(each for each in response.context["found"] if each.pattern.slug == "night")
        assert night.says == "covers 35 of 40 hours a week of your Mon–Fri 09:00–17:00 in Chicago"
        assert night.changes_on == date(2027, 3, 15)
        assert night.says_then == "covers your Mon–Fri 09:00–17:00 in Chicago, and 5 h more a week"

    def test_a_shift_without_a_price_is_not_found(self, visitor: HttpClient, cebu: Facility) -> None:
        cebu.rates.exclude(pattern__slug="24h").delete()
        response: Any = self.find(visitor)
        assert [each.pattern.slug for each in response.context["found"]] == ["24h"]
        cebu.rates.all().delete()
        assert "No shift covers any of it" in self.find(visitor).content.decode()

    def test_mistakes_stand_beside_their_fields(self, visitor: HttpClient) -> None:
        response = self.find(visitor, days=[], begins="25:00", zone="Mars")
        assert response.status_code == 422
        assert 'value="25:00"' in response.content.decode()

    def test_the_page_begins_with_usual_hours_on_the_visitors_clock(self, visitor: HttpClient) -> None:
        visitor.cookies["zone"] = "America%2FChicago"
        page = visitor.get("/search/hours/").content.decode()
        assert 'value="09:00"' in page
        assert re.findall(r'name="days" value="(\d)"[^>]* checked', page) == ["0", "1", "2", "3", "4"]
        assert '<option value="America/Chicago" selected>' in page
