"""The availability calendar: every number is one the plan it leads to would confirm."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client as HttpClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Client, User
from facilities.models import Facility, ShiftPattern
from portal.pages.calendar import Cell
from tests import factories
from tests.conftest import HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "cebu")]

CALENDAR = "/facilities/cebu/calendar/"


@pytest.fixture
def visitor() -> HttpClient:
    return HttpClient()


def look(browser: HttpClient, **asked: Any) -> HttpResponse:
    return browser.get(CALENDAR, asked)  # type: ignore[return-value]


def cell(response: Any, shift: str, day: str) -> Cell:
    wanted = date.fromisoformat(day)
    (found,) = (
        each
        for month in response.context["page"].months
        for line in month.lines
        if line.pattern.slug == shift
        for each in line.cells
        if each.day == wanted
    )
    return found  # type: ignore[no-any-return]


def test_three_months_from_today_on(visitor: HttpClient) -> None:
    page = look(visitor).content.decode()
    assert re.findall(r"<h2[^>]*>([^<]*20\d\d)</h2>", page) == [
        "November 2026",
        "December 2026",
        "January 2027",
    ]
    response = look(visitor)
    first = response.context["page"].months[0].days[0].day  # type: ignore[attr-defined]
    assert first == date(2026, 11, 23), "days gone by are left out"


@pytest.mark.parametrize("count", ["", "day"])
def test_a_number_is_what_the_plan_it_leads_to_has_free(
    visitor: HttpClient, hold_seats: HoldSeats, globex: Client, count: str
) -> None:
    hold_seats("A1", "A2", client=globex, months=1, auto_renews=False)
    hold_seats("B1", client=globex, start=date(2027, 1, 15))
    response = look(visitor, count=count)
    days = {"2026-12-15": ("", 9, 10), "2027-01-04": ("", 11, 12), "2027-01-20": ("", 11, 11)}
    for day, (_, stays, alone) in days.items():
        found = cell(response, "day", day)
        assert found.free == (alone if count else stays), day
        if not count:
            plan: Any = visitor.get(found.href)
            assert sum(zone.free for zone in plan.context["page"].drawing.rooms) == stays


def test_a_day_leads_to_the_plan_with_its_shift_and_the_seats_asked_for(visitor: HttpClient) -> None:
    found = cell(look(visitor, seats="4", months="24"), "night", "2026-12-10")
    address = urlsplit(found.href)
    assert address.path == reverse("portal:plan", args=["cebu"])
    assert {name: values[0] for name, values in parse_qs(address.query).items()} == {
        "seats": "4",
        "shift": "night",
        "start": "2026-12-10",
        "months": "24",
    }


def test_days_with_fewer_seats_than_asked_for_lead_nowhere(visitor: HttpClient, hold_seats: HoldSeats) -> None:
    hold_seats("A1", "A2", "A3", months=1, auto_renews=False)
    response = look(visitor, seats="10")
    assert (cell(response, "day", "2026-12-15").free, cell(response, "day", "2026-12-15").href) == (9, "")
    assert cell(response, "day", "2027-01-05").href


def test_a_day_without_work_is_no_full_day(visitor: HttpClient) -> None:
    response = look(visitor)
    assert cell(response, "day", "2026-12-05").free is None
    assert cell(response, "nightly", "2026-12-05").free == 12


def test_how_full_a_day_is_has_five_steps(visitor: HttpClient, hold_seats: HoldSeats) -> None:
    # The suite is one company's as soon as one of its seats is.
    for codes, start in (
        ("S1", "2026-12-01"),
        ("A1 A2", "2026-12-08"),
        ("A3 A4 B1 B2 B3", "2026-12-15"),
        ("B4", "2026-12-22"),
    ):
        hold_seats(*codes.split(), start=date.fromisoformat(start))
    response = look(visitor, count="day")
    days = ("2026-11-30", "2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22")
    levels = [cell(response, "day", day).level for day in days]
    assert levels == [4, 3, 2, 1, 0]


def test_a_shift_is_shown_where_it_has_a_list_price(visitor: HttpClient, cebu: Facility) -> None:
    cebu.rates.filter(pattern__slug="night").update(currency="USD")
    ShiftPattern.objects.filter(slug="evening").update(is_offered=False)
    ShiftPattern.objects.filter(slug="day").update(name="Day & <early>")
    response = look(visitor)
    lines = response.context["page"].months[0].lines  # type: ignore[attr-defined]
    assert {line.pattern.slug for line in lines} == {"day", "nightly", "24h"}
    assert "1 Dec, Day &amp; &lt;early&gt;</span>" in response.content.decode()


def test_the_months_turn_and_end(visitor: HttpClient) -> None:
    page: Any = look(visitor, seats="2")
    assert page.context["page"].earlier_href == ""
    later = page.context["page"].later_href
    assert parse_qs(urlsplit(later).query) == {"seats": ["2"], "months": ["12"], "month": ["2027-02"]}
    turned: Any = visitor.get(later)
    assert turned.context["page"].months[0].first == date(2027, 2, 1)
    assert "month=2026-11" in turned.context["page"].earlier_href
    last: Any = look(visitor, month="2028-11")
    assert last.context["page"].later_href == ""
    assert [month.first for month in last.context["page"].months] == [date(2028, 11, 1)]


def test_a_question_it_cannot_read_keeps_what_was_typed(visitor: HttpClient) -> None:
    response = look(visitor, seats="0", month="1999-01")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Ask for one seat or more." in page
    assert 'value="0"' in page


def test_a_facility_that_is_not_listed_has_no_calendar(visitor: HttpClient, cebu: Facility) -> None:
    Facility.objects.filter(pk=cebu.pk).update(is_listed=False)
    assert look(visitor).status_code == 404


def test_a_member_is_told_what_the_company_itself_could_take(
    alice: User, visitor: HttpClient, sign_in: SignIn, hold_seats: HoldSeats
) -> None:
    hold_seats("S1")
    own, others = look(sign_in(alice)), look(visitor)
    assert (cell(own, "day", "2026-12-15").free, cell(others, "day", "2026-12-15").free) == (11, 8)


@pytest.mark.parametrize("count", ["", "day"])
def test_ten_times_the_seats_cost_no_more_queries(
    visitor: HttpClient, cebu: Facility, hold_seats: HoldSeats, count: str
) -> None:
    look(visitor, count=count)
    with CaptureQueriesContext(connection) as few:
        look(visitor, count=count)
    factories.make_room(cebu, "Annex", dict.fromkeys("CDEFGHIJKLMN", 10))
    hold_seats(seats=30)
    with CaptureQueriesContext(connection) as many:
        look(visitor, count=count, month="2027-02")
    assert len(many) == len(few)


def test_search_facility_and_plan_lead_to_it(visitor: HttpClient) -> None:
    wish = {"seats": "4", "shift": "day", "start": "2026-12-01", "months": "12"}
    for path in ("/search/", "/facilities/cebu/", "/facilities/cebu/plan/"):
        page = visitor.get(path, wish).content.decode()
        assert f"{CALENDAR}?seats=4&amp;months=12&amp;month=2026-12" in page, path
