"""Thirty rows cost as many queries as three."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import Person
from accounts.models import Client, User
from bookings.access import visible_bookings
from bookings.enums import BookingState
from bookings.queries.details import booking_page
from bookings.queries.facts import facts_of
from bookings.queries.offers import search
from bookings.queries.summaries import summaries
from bookings.seat_requests import SeatRequest
from facilities.demand import Demand
from facilities.models import Facility, Package, ShiftPattern
from facilities.queries.availability import free_count_by_facility
from facilities.queries.plans import floor_plans
from kernel.period import Period
from tests import factories
from tests.conftest import Bring, HoldSeats

pytestmark = pytest.mark.django_db

DECEMBER_1 = date(2026, 12, 1)
FEW, MANY = 3, 30


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


@pytest.fixture
def large(cebu: Facility) -> Facility:
    """Cebu with a hundred seats more, in ten rooms."""
    for number in range(10):
        factories.make_room(cebu, f"Hall {number}", {f"H{number}": 10}, level=2)
    return cebu


def test_a_floor_plan_costs_the_same_full_or_empty(
    large: Facility, hold_seats: HoldSeats, globex: Client, acme: Client, day_shift: ShiftPattern, now: datetime
) -> None:
    def draw() -> object:
        return floor_plans(Demand(day_shift, Period(DECEMBER_1), acme), facility=large, now=now)

    hold_seats(seats=FEW, client=globex)
    few = queries(draw)
    for _ in range(MANY // 3):
        hold_seats(seats=3, client=globex)
    assert queries(draw) == few <= 8


@pytest.mark.parametrize("fits", [True, False])
def test_a_search_costs_the_same_in_few_and_many_facilities(
    fits: bool, cebu: Facility, standard: Package, day_shift: ShiftPattern, globex: Client, now: datetime
) -> None:
    def look() -> object:
        request = SeatRequest(pattern=day_shift, seats=2 if fits else 50, start=DECEMBER_1, months=6, client=globex)
        found = search(request, now=now).offers()
        assert all(offer.fits is fits for offer in found)
        return found

    def open_another() -> None:
        place = factories.make_facility()
        factories.make_room(place, "Main", {"A": 4})
        factories.make_rate(place, standard, day_shift)

    for _ in range(FEW - 1):
        open_another()
    few = queries(look)
    for _ in range(MANY - FEW):
        open_another()
    assert queries(look) == few <= 25


def test_counting_free_seats_costs_the_same_for_many_facilities(
    cebu: Facility, day_shift: ShiftPattern, now: datetime
) -> None:
    def count() -> object:
        facilities = list(Facility.objects.all())
        return free_count_by_facility(Demand(day_shift, Period(DECEMBER_1)), facilities=facilities, now=now)

    few = queries(count)
    for _ in range(10):
        factories.make_facility()
    assert queries(count) == few <= 4


def test_a_list_of_bookings_costs_the_same_short_or_long(
    large: Facility, hold_seats: HoldSeats, alice: User, now: datetime
) -> None:
    def show() -> list[str]:
        bookings = list(visible_bookings(Person(alice)))
        assert len(facts_of(bookings)) == len(bookings)
        return [
            f"{row.booking.client} {row.booking.facility.legal_entity} {row.booking.package} {row.booking.pattern} "
            f"{row.seats} {row.monthly_net} {row.booking.get_state_display()}"
            for row in summaries(bookings, now=now)
        ]

    for _ in range(FEW):
        hold_seats(seats=1)
    few = queries(show)
    for _ in range(MANY - FEW):
        hold_seats(seats=1)
    assert len(show()) == MANY
    assert queries(show) == few <= 8


def test_a_bookings_page_costs_the_same_with_many_seats_and_changes(
    large: Facility, hold_seats: HoldSeats, bring: Bring, alice: User, olga: User, now: datetime
) -> None:
    small, big = hold_seats(seats=1), bring(hold_seats(seats=MANY), BookingState.NOTICE_GIVEN)

    def show(pk: UUID) -> Callable[[], object]:
        def run() -> object:
            booking = visible_bookings(Person(alice)).get(pk=pk)
            page = booking_page(booking, today=DECEMBER_1)
            return [(str(seat.workstation.room.floor), seat.workstation.code) for seat in page.seats] + [
                (event.what, event.who) for event in page.timeline
            ]

        return run

    assert queries(show(big.pk)) == queries(show(small.pk)) <= 6
