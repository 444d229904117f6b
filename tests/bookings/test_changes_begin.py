"""Planned changes begin on their day, or come to nothing with the lease; changes dated back fit what has begun."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accounts.actors import SYSTEM, Actor, Person, Staff
from accounts.models import User
from bookings import operations, tasks
from bookings.changes import WithdrawChange, WithdrawNotice
from bookings.enums import AmendmentState, BookingState
from bookings.models import Amendment, Booking
from tests.bookings import changes
from tests.bookings.rows import Desks, ids, month, rows_of, seats_on
from tests.conftest import Bring, HoldSeats
from tests.races.books import assert_one_story

pytestmark = pytest.mark.django_db

S, A = BookingState, AmendmentState
FEBRUARY, MARCH, APRIL = date(2027, 2, 1), date(2027, 3, 1), date(2027, 4, 1)
THEN = datetime.fromisoformat("2027-01-04T02:00:00Z")


@pytest.fixture
def lease(hold_seats: HoldSeats, bring: Bring) -> Booking:
    """A1 … A4 and B1 from December on, one month committed, ₱9,000 each."""
    return bring(hold_seats("A1", "A2", "A3", "A4", "B1", months=1), S.ACTIVE)


@pytest.fixture
def owner(alice: User) -> Actor:
    return Person(alice)


# --- They begin ------------------------------------------------------------------------------------------------


def test_a_planned_change_begins_on_its_day_once(
    lease: Booking, seats: Desks, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes.remove_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "A1"), actor=owner, now=THEN)
    changes.remove_seats(booking=lease, effective_on=APRIL, workstations=ids(seats, "A2"), actor=owner, now=THEN)
    before = {key: kept for key, kept in rows_of(lease).items() if key != "planned"}
    seen = []
    for moment in ("2027-02-28T15:59:00Z", "2027-02-28T16:00:00Z", "2027-02-28T16:05:00Z", "2027-03-31T16:00:00Z"):
        monkeypatch.setattr("django.utils.timezone.now", lambda at=moment: datetime.fromisoformat(at))
        seen.append(
            (tasks.activate_and_end_leases(), *Amendment.objects.order_by("number").values_list("state", flat=True))
        )
    assert seen == [
        (0, A.SCHEDULED, A.SCHEDULED), (1, A.APPLIED, A.SCHEDULED), (0, A.APPLIED, A.SCHEDULED),
        (1, A.APPLIED, A.APPLIED),
    ]  # fmt: skip
    assert {key: kept for key, kept in rows_of(lease).items() if key != "planned"} == before


def test_a_late_timetable_takes_nothing_from_the_day(lease: Booking, seats: Desks, owner: Actor) -> None:
    """A change that has begun and was not turned over yet has begun, whoever changes the lease next."""
    changes.remove_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "A1"), actor=owner, now=THEN)
    in_march = datetime.fromisoformat("2027-03-02T02:00:00Z")
    changes.remove_seats(booking=lease, effective_on=APRIL, workstations=ids(seats, "A2"), actor=owner, now=in_march)
    assert Amendment.objects.get(number=1).state == A.APPLIED
    changes.change(lease, WithdrawChange(2), actor=owner, now=in_march)
    assert seats_on(lease, APRIL) == ["A2", "A3", "A4", "B1"]


def test_what_was_planned_after_the_end_comes_to_nothing(
    lease: Booking, seats: Desks, owner: Actor, opal: User
) -> None:
    for day, code in ((FEBRUARY, "A1"), (date(2027, 3, 16), "A2"), (APRIL, "A3")):
        changes.remove_seats(booking=lease, effective_on=day, workstations=ids(seats, code), actor=owner, now=THEN)
    ended = changes.terminate(booking=lease, last_day=date(2027, 3, 15), reason="Unpaid.", actor=Staff(opal), now=THEN)
    assert ended.state == S.TERMINATED
    states = Amendment.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == [A.SCHEDULED, A.WITHDRAWN, A.WITHDRAWN, A.APPLIED]
    assert seats_on(lease, FEBRUARY) == seats_on(lease, date(2027, 3, 15)) == ["A2", "A3", "A4", "B1"]
    assert_one_story()


def test_what_was_planned_for_a_lease_that_is_cancelled_comes_to_nothing(
    hold_seats: HoldSeats, bring: Bring, seats: Desks, now: datetime
) -> None:
    lease = bring(hold_seats("A1"), S.CONFIRMED)
    changes.add_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "A2"), actor=SYSTEM, now=now)
    operations.cancel(booking=lease, actor=SYSTEM, now=now)
    assert Amendment.objects.get().state == A.WITHDRAWN
    assert_one_story()


def test_a_notice_given_elsewhere_can_be_withdrawn(lease: Booking, seats: Desks, owner: Actor, opal: User) -> None:
    """One with a day gone by, or of a lease that came here with it, is no planned change."""
    changes.remove_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "A1"), actor=owner, now=THEN)
    in_march = datetime.fromisoformat("2027-03-10T02:00:00Z")
    yesterday = date(2027, 3, 9)
    ended = changes.give_notice(booking=lease, last_day=yesterday, actor=Staff(opal), now=in_march)
    assert ended.days.last == yesterday
    made = operations.change(booking=lease, change=WithdrawNotice(), actor=owner, now=in_march)
    assert made.booking.days.end is None
    assert seats_on(lease, APRIL) == ["A2", "A3", "A4", "B1"]
    assert_one_story()


def test_a_seat_given_back_on_the_day_a_lease_was_to_end_stays_given_back(
    lease: Booking, seats: Desks, opal: User
) -> None:
    staff, in_march = Staff(opal), datetime.fromisoformat("2027-03-10T02:00:00Z")
    today, yesterday = date(2027, 3, 10), date(2027, 3, 9)
    changes.remove_seats(booking=lease, effective_on=today, workstations=ids(seats, "A1"), actor=staff, now=in_march)
    changes.give_notice(booking=lease, last_day=yesterday, actor=staff, now=in_march)
    changes.withdraw_notice(booking=lease, actor=staff, now=in_march)
    assert seats_on(lease, yesterday) == ["A1", "A2", "A3", "A4", "B1"]
    assert seats_on(lease, APRIL) == ["A2", "A3", "A4", "B1"]
    assert_one_story()


# --- Dated back, by our people ---------------------------------------------------------------------------------


def test_a_seat_given_back_for_a_day_gone_by_is_gone_wherever_it_moved(
    lease: Booking, seats: Desks, opal: User
) -> None:
    staff, in_march = Staff(opal), datetime.fromisoformat("2027-03-10T02:00:00Z")
    moves = {seats["A1"].pk: seats["B2"].pk}
    changes.move_seats(
        booking=lease, moves=moves, effective_on=date(2027, 3, 5), actor=staff, now=in_march, reason="A draught."
    )
    changes.remove_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "A1"), actor=staff, now=in_march)
    assert seats_on(lease, MARCH) == seats_on(lease, APRIL) == ["A2", "A3", "A4", "B1"]
    assert month(lease, MARCH) == 36000
    assert_one_story()


def test_a_move_for_a_day_gone_by_lasts_until_the_seat_was_given_back(lease: Booking, seats: Desks, opal: User) -> None:
    staff, in_march = Staff(opal), datetime.fromisoformat("2027-03-10T02:00:00Z")
    changes.remove_seats(
        booking=lease, effective_on=date(2027, 3, 5), workstations=ids(seats, "A1"), actor=staff, now=in_march
    )
    moves = {seats["A1"].pk: seats["B2"].pk}
    changes.move_seats(booking=lease, moves=moves, effective_on=MARCH, actor=staff, now=in_march, reason="A draught.")
    assert seats_on(lease, date(2027, 3, 4)) == ["A2", "A3", "A4", "B1", "B2"]
    assert seats_on(lease, date(2027, 3, 5)) == ["A2", "A3", "A4", "B1"]
    assert_one_story()
