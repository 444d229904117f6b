"""Thirty rows cost as many queries as three."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Client, Partner
from facilities.models import Facility, Package, ShiftPattern
from tests import factories
from tests.api.conftest import Ask, BillSeats
from tests.billing.rows import make_lease

MOST_QUERIES = 7

AddRow = Callable[[int], object]


@pytest.fixture
def add_row(
    petra: Partner, initech: Client, cebu: Facility, day_shift: ShiftPattern, standard: Package, bill_seats: BillSeats
) -> dict[str, AddRow]:
    """How the n-th row of each list comes to be."""

    def facility(number: int) -> None:
        place = factories.make_facility(f"Facility {number}")
        factories.make_room(place, "Floor", {"A": 3})
        factories.make_rate(place, standard, day_shift)

    return {
        "clients/": lambda number: factories.make_client(f"Client {number}", partner=petra),
        "bookings/": lambda _number: make_lease(initech, cebu, day_shift, standard, seats=2),
        "invoices/": lambda _number: bill_seats(initech),
        "facilities/": facility,
        "shifts/": lambda number: factories.make_pattern(f"shift-{number}", time(9), 8),
        "packages/": lambda number: factories.make_package(f"package-{number}"),
    }


def cost(ask: Ask, path: str, key: str, **parameters: str) -> int:
    """How many queries an answer takes."""
    with CaptureQueriesContext(connection) as queries:
        answer = ask(path, key, **parameters)
    assert answer.status == 200, answer.body
    return len(queries)


@pytest.mark.parametrize("path", ["clients/", "bookings/", "invoices/", "facilities/", "shifts/", "packages/"])
def test_thirty_rows_cost_as_many_queries_as_three(
    ask: Ask, petra_key: str, add_row: dict[str, AddRow], path: str
) -> None:
    ask("me/", petra_key)  # from now on the key's use is noted
    for number in range(3):
        add_row[path](number)
    with_few = cost(ask, path, petra_key, limit="100")
    for number in range(3, 30):
        add_row[path](number)
    assert len(ask(path, petra_key, limit="100").results) >= 30
    assert cost(ask, path, petra_key, limit="100") == with_few
    assert with_few <= MOST_QUERIES


@pytest.mark.parametrize("noun", ["bookings", "invoices"])
def test_details_cost_the_same_whatever_they_hold(
    ask: Ask,
    petra_key: str,
    initech: Client,
    cebu: Facility,
    day_shift: ShiftPattern,
    standard: Package,
    bill_seats: BillSeats,
    noun: str,
) -> None:
    def path(seats: int) -> str:
        lease = make_lease(initech, cebu, day_shift, standard, seats=seats)
        return f"bookings/{lease.pk}/" if noun == "bookings" else f"invoices/{bill_seats(initech, seats=seats).pk}/"

    ask("me/", petra_key)
    few, many = path(3), path(30)
    assert cost(ask, few, petra_key) == cost(ask, many, petra_key)


@pytest.mark.parametrize("path", ["facilities/{}/", "facilities/{}/plan/"])
def test_facility_costs_the_same_whatever_it_holds(
    ask: Ask, petra_key: str, cebu: Facility, standard: Package, path: str
) -> None:
    parameters = {"shift": "day", "start": "2026-12-01", "months": "6"} if "plan" in path else {}
    ask("me/", petra_key)
    before = cost(ask, path.format(cebu.pk), petra_key, **parameters)
    for number in range(10):
        factories.make_room(cebu, f"Room {number}", {f"R{number}-": 30}, level=number)
        pattern = factories.make_pattern(f"shift-{number}", time(9), 8)
        factories.make_rate(cebu, standard, pattern)
        factories.make_rate(cebu, factories.make_package(f"package-{number}"), pattern)
    assert cost(ask, path.format(cebu.pk), petra_key, **parameters) == before


def test_search_costs_the_same_however_many_facilities_have_no_room(
    ask: Ask, petra_key: str, add_row: dict[str, AddRow]
) -> None:
    wish = {"shift": "day", "start": "2026-12-01", "months": "6", "seats": "200"}
    ask("me/", petra_key)
    for number in range(3):
        add_row["facilities/"](number)
    before = cost(ask, "availability/", petra_key, **wish)
    for number in range(3, 30):
        add_row["facilities/"](number)
    assert cost(ask, "availability/", petra_key, **wish) == before


def test_search_costs_one_query_for_each_facility_that_fits(
    ask: Ask, petra_key: str, add_row: dict[str, AddRow]
) -> None:
    wish = {"shift": "day", "start": "2026-12-01", "months": "6", "seats": "2"}
    ask("me/", petra_key)
    for number in range(3):
        add_row["facilities/"](number)
    before = cost(ask, "availability/", petra_key, **wish)
    for number in range(3, 13):
        add_row["facilities/"](number)
    assert cost(ask, "availability/", petra_key, **wish) <= before + 10
