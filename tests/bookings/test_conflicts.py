"""When a country changes its rules, hours of a lease may become somebody else's: our people are told, and make room."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import Staff
from accounts.models import Client, User
from audit.models import AuditEntry
from bookings import tasks
from bookings.enums import BookingState
from bookings.models import Booking
from bookings.queries.conflicts import lease_conflicts
from facilities.models import Facility, Occupancy, Package, ShiftPattern, Workstation
from kernel.week import DAY, Minutes
from outbox.models import Message
from tests import factories
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats

pytestmark = pytest.mark.django_db

CHICAGO = "America/Chicago"
# In December 2027 the year 2029 becomes known; until then a lease keeps every hour it may come to have.
A_YEAR_ON = timedelta(days=380)
HORIZON = date(2028, 12, 1)


@pytest.fixture
def lease(hold_seats: HoldSeats, night_shift: ShiftPattern, bring: Bring) -> Booking:
    return bring(hold_seats("A1", "A2", pattern=night_shift, time_zone=CHICAGO), BookingState.ACTIVE)


@pytest.fixture
def dusk(cebu: Facility, standard: Package) -> ShiftPattern:
    pattern = factories.make_pattern("dusk", time(17), 3.5, weekdays=factories.EVERY_DAY)
    factories.make_rate(cebu, standard, pattern)
    return pattern


@pytest.fixture
def conflict(hold_seats: HoldSeats, bring: Bring, globex: Client, dusk: ShiftPattern, now: datetime) -> Booking:
    """Globex has A1 at dusk for good from 2029 on, as if Chicago had not had summers until it was booked."""
    nights = Minutes.of((day * DAY + 21 * 60, day * DAY + 30 * 60) for day in range(5))
    beyond = Occupancy.objects.unreleased().filter(days__endswith=None)
    beyond.update(minutes=nights, guarded_minutes=nights)
    late = now + timedelta(days=60)
    return bring(
        hold_seats("A1", client=globex, pattern=dusk, start=date(2029, 1, 1), now=late), BookingState.SUBMITTED
    )


@pytest.fixture
def staff(opal: User) -> User:
    opal.groups.add(Group.objects.get(name="Facility"))
    return opal


def tick(now: datetime, after: timedelta = A_YEAR_ON) -> int:
    with time_machine.travel(now + after, tick=False):
        return tasks.resolve_hours()


def found(now: datetime) -> list[tuple[str, list[tuple[str, date, str, str]]]]:
    return [
        (
            each.booking.reference,
            [(seat.code, seat.day, seat.hours, seat.other.client.name if seat.other else "") for seat in each.seats],
        )
        for each in lease_conflicts(Booking.objects.select_related("facility", "pattern"), now=now + A_YEAR_ON)
    ]


@pytest.mark.usefixtures("conflict")
class TestAConflict:
    @pytest.fixture(autouse=True)
    def booked_before(self, lease: Booking) -> Booking:
        return lease

    def test_it_is_shown_with_seat_day_hours_and_whose_they_are(self, lease: Booking, now: datetime) -> None:
        assert found(now) == []
        assert tick(now) == 0
        assert found(now) == [(lease.reference, [("A1", date(2029, 3, 12), "20:00–20:30", "Globex")])]
        lease.refresh_from_db()
        assert lease.hours_resolved_until == HORIZON

    def test_our_people_hear_of_it_once(self, lease: Booking, staff: User, now: datetime) -> None:
        tick(now)
        tick(now, A_YEAR_ON + timedelta(hours=1))
        told = Message.objects.get(kind="bookings.hours_conflict")
        assert told.to == staff.email
        assert "A1: from 12 Mar 2029, 20:00–20:30" in told.text
        assert f"/admin/bookings/booking/{lease.pk}/changes/move-seats/" in told.text
        assert AuditEntry.objects.filter(verb="bookings.hours_conflict").count() == 1

    def test_the_hours_of_others_are_worked_out_all_the_same(
        self, hold_seats: HoldSeats, bring: Bring, night_shift: ShiftPattern, now: datetime
    ) -> None:
        other = bring(hold_seats("B1", pattern=night_shift, time_zone=CHICAGO), BookingState.ACTIVE)
        assert tick(now) == 1
        other.refresh_from_db()
        assert other.hours_resolved_until == date(2030, 1, 1)

    def test_once_the_seat_has_moved_it_is_over(
        self, lease: Booking, seats: dict[str, Workstation], staff: User, now: datetime
    ) -> None:
        tick(now)
        changes.move_seats(
            booking=lease, moves={seats["A1"].pk: seats["B2"].pk}, effective_on=date(2027, 12, 10),
            reason="Clocks change.", actor=Staff(staff), now=now + A_YEAR_ON,
        )  # fmt: skip
        assert tick(now) == 1
        assert found(now) == []
        lease.refresh_from_db()
        assert lease.hours_collide_since is None

    def test_many_cost_no_more_queries(
        self, hold_seats: HoldSeats, bring: Bring, night_shift: ShiftPattern, now: datetime
    ) -> None:
        tick(now)
        with CaptureQueriesContext(connection) as few:
            found(now)
        more = [
            bring(hold_seats(code, pattern=night_shift, time_zone=CHICAGO), BookingState.ACTIVE)
            for code in ("B1", "B2")
        ]
        Booking.objects.filter(pk__in=[each.pk for each in more]).update(hours_collide_since=now)
        with CaptureQueriesContext(connection) as many:
            assert len(found(now)) == 3
        assert len(many) == len(few)


def test_where_nobody_has_the_hours_there_is_none(lease: Booking, now: datetime) -> None:
    assert tick(now) == 1
    assert found(now) == []
