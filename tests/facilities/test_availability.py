"""How many seats are free where, and from when on."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accounts.models import Client
from facilities.demand import Demand
from facilities.models import Facility, Package, ShiftPattern, Workstation
from facilities.queries.availability import free_count_by_facility, free_from, free_workstations, taken_share_by_shift
from kernel.period import Period
from tests import factories
from tests.conftest import HoldSeats

pytestmark = pytest.mark.django_db

DECEMBER = Period(date(2026, 12, 1), date(2027, 1, 1))


@pytest.fixture
def davao(standard: Package, day_shift: ShiftPattern) -> Facility:
    """Three seats and half an hour between two clients."""
    place = factories.make_facility("Davao", handover_minutes=30)
    factories.make_room(place, "Main", {"A": 3})
    factories.make_rate(place, standard, day_shift)
    return place


def test_free_seats_are_counted_for_each_facility_with_its_own_buffer(
    cebu: Facility, davao: Facility, hold_seats: HoldSeats, globex: Client, evening_shift: ShiftPattern, now: datetime
) -> None:
    hold_seats("A1", "A2")
    empty = factories.make_facility("Empty")
    demand = Demand(evening_shift, DECEMBER, globex)
    counts = free_count_by_facility(demand, facilities=[cebu, davao, empty], now=now)
    assert counts == {cebu.pk: 10, davao.pk: 3, empty.pk: 0}


def test_counting_and_listing_agree(
    cebu: Facility, hold_seats: HoldSeats, acme: Client, globex: Client, shifts: list[ShiftPattern], now: datetime
) -> None:
    hold_seats("A1", "A2", "S1")
    hold_seats("B1", client=globex, pattern=shifts[1])
    for client in (None, acme, globex):
        for pattern in shifts:
            demand = Demand(pattern, DECEMBER, client)
            counted = free_count_by_facility(demand, facilities=[cebu], now=now)
            listed = free_workstations(demand, facility=cebu, now=now)
            assert counted[cebu.pk] == listed.count()


def test_the_first_day_on_which_enough_seats_are_free_for_good(
    cebu: Facility, hold_seats: HoldSeats, globex: Client, day_shift: ShiftPattern, now: datetime
) -> None:
    Workstation.objects.filter(facility=cebu).exclude(code__in=["A1", "A2", "A3", "A4"]).update(state="retired")
    hold_seats("A1", months=1, auto_renews=False)
    hold_seats("A2", months=3, auto_renews=False)
    hold_seats("A3")
    start = date(2026, 12, 1)
    days = free_from(Demand(day_shift, Period(start), globex), facilities=[cebu], now=now)[cebu.pk]
    # A4 at once; A1 after 31 December, a Thursday; A2 after February, which ends on a Sunday; A3 not at all.
    assert days == [start, date(2027, 1, 1), date(2027, 3, 1)]


def test_seats_that_are_free_from_a_day_can_be_taken_from_that_day(
    cebu: Facility, hold_seats: HoldSeats, globex: Client, shifts: list[ShiftPattern], now: datetime
) -> None:
    day, night, nightly, _evening, always = shifts
    for code, pattern, months in (("A1", day, 1), ("A2", nightly, 2), ("A3", always, 3), ("A4", night, 1)):
        hold_seats(code, pattern=pattern, months=months, auto_renews=False)
    for pattern in shifts:
        start = date(2026, 12, 1)
        days = free_from(Demand(pattern, Period(start), globex), facilities=[cebu], now=now)[cebu.pk]
        for number, first in enumerate(days, start=1):
            free = free_workstations(Demand(pattern, Period(first), globex), facility=cebu, now=now)
            assert free.count() >= number


def test_the_share_taken_of_each_shift(
    cebu: Facility, hold_seats: HoldSeats, day_shift: ShiftPattern, night_shift: ShiftPattern, now: datetime
) -> None:
    hold_seats("A1", "A2", "A3")
    hold_seats("A1", pattern=night_shift)
    shares = taken_share_by_shift(facilities=[cebu], patterns=[day_shift, night_shift], day=date(2026, 12, 1), now=now)
    assert shares == {cebu.pk: {day_shift.pk: (3, 12), night_shift.pk: (1, 12)}}
