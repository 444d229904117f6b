"""What the day asks of the staff: each booking stands on the board on the days it should, and on no other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.enums import BookingState
from bookings.models import Booking
from bookings.queries.board import board
from facilities.models import Facility, Package, ShiftPattern
from tests import factories
from tests.billing.rows import make_lease
from tests.conftest import Bring, HoldSeats

S = BookingState


def on(day: date, hour: int = 2) -> datetime:
    """Ten in the morning in Cebu, unless said."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def places(booking: Booking, at: datetime) -> set[str]:
    """Which lists of the board a booking stands in."""
    found = board(Booking.objects.select_related("client", "facility"), now=at)
    return {name for name in found.__slots__ if booking in [each.booking for each in getattr(found, name)]}


def test_a_request_waits_until_it_is_decided(hold_seats: HoldSeats, bring: Bring, now: datetime) -> None:
    held = hold_seats("A1")
    assert places(held, now) == set()
    bring(held, S.SUBMITTED)
    assert places(held, now) == {"requests"}


@pytest.mark.parametrize(("hours", "found"), [(23, set()), (24, {"expiring"}), (47, {"expiring"}), (48, set())])
def test_a_hold_stands_there_on_its_last_day(hold_seats: HoldSeats, now: datetime, hours: int, found: set[str]) -> None:
    assert places(hold_seats("A1"), now + timedelta(hours=hours)) == found


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 11, 23), set()),
        (date(2026, 11, 24), {"arrivals"}),
        (date(2026, 12, 1), {"arrivals"}),
        (date(2026, 12, 9), {"arrivals"}),  # should have begun
    ],
)
def test_a_lease_arrives_within_a_week(hold_seats: HoldSeats, bring: Bring, day: date, found: set[str]) -> None:
    assert places(bring(hold_seats("A1"), S.CONFIRMED), on(day)) == found


def test_a_lease_that_has_begun_arrives_on_its_first_day_only(hold_seats: HoldSeats, bring: Bring) -> None:
    active = bring(hold_seats("A1"), S.ACTIVE)
    assert places(active, on(date(2026, 12, 1))) == {"arrivals"}
    assert places(active, on(date(2026, 12, 2))) == set()


def test_the_first_day_is_the_facilitys(hold_seats: HoldSeats, bring: Bring) -> None:
    active = bring(hold_seats("A1"), S.ACTIVE)
    midnight_in_cebu = datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert places(active, midnight_in_cebu) == {"arrivals"}
    assert places(active, midnight_in_cebu + timedelta(hours=24)) == set()


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2027, 4, 30), set()),
        (date(2027, 5, 1), {"departures"}),
        (date(2027, 5, 31), {"departures"}),
        (date(2027, 6, 1), set()),
    ],
)
def test_somebody_who_leaves_stands_there_for_a_month(
    hold_seats: HoldSeats, bring: Bring, day: date, found: set[str]
) -> None:
    leaving = bring(hold_seats("A1"), S.NOTICE_GIVEN)
    assert leaving.days.last == date(2027, 5, 31)
    assert places(leaving, on(day)) == found


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2027, 3, 2), set()),
        (date(2027, 3, 3), {"renewals"}),
        (date(2027, 4, 2), {"renewals"}),
        (date(2027, 4, 3), set()),
        (date(2027, 9, 3), {"renewals"}),  # the next term
    ],
)
def test_a_renewal_is_talked_about_before_its_notice_deadline(
    hold_seats: HoldSeats, bring: Bring, day: date, found: set[str]
) -> None:
    # Six months from 1 December with 60 days' notice: by 2 April.
    assert places(bring(hold_seats("A1"), S.ACTIVE), on(day)) == found


def test_the_longest_wait_comes_first(hold_seats: HoldSeats, bring: Bring, now: datetime) -> None:
    second = bring(hold_seats("A1"), S.SUBMITTED, now=now)
    first = bring(hold_seats("A2"), S.SUBMITTED, now=now - timedelta(hours=1))
    found = board(Booking.objects.select_related("client", "facility"), now=now)
    assert [each.booking for each in found.requests] == [first, second]
    assert [each.seats for each in found.requests] == [1, 1]


def test_many_bookings_cost_as_many_queries_as_few(
    cebu: Facility, day_shift: ShiftPattern, standard: Package, now: datetime
) -> None:
    def cost(count: int) -> int:
        for number in range(count):
            client = factories.make_client(f"Client {Booking.objects.count()} {number}")
            make_lease(client, cebu, day_shift, standard, seats=1, state=S.SUBMITTED)
            make_lease(client, cebu, day_shift, standard, seats=1)
        with CaptureQueriesContext(connection) as queries:
            board(Booking.objects.select_related("client", "facility"), now=now)
        return len(queries)

    assert cost(3) == cost(27) == 4
