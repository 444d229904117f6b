"""Changes of one lease at the same moment, and against others who want its seats: each is played on the other's."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

import pytest

from accounts.actors import SYSTEM
from accounts.models import Client
from bookings import errors, operations
from bookings.changes import AddSeats, Change, MoveSeats, Preview, RemoveSeats, WithdrawChange
from bookings.enums import AmendmentState, BookingState
from bookings.models import Allocation, Amendment, Booking
from facilities.models import Workstation
from tests.conftest import Bring, HoldSeats
from tests.races.books import assert_one_story
from tests.races.conftest import Race

pytestmark = pytest.mark.django_db(transaction=True)

Desks = dict[str, Workstation]
FEBRUARY, MARCH = date(2027, 2, 1), date(2027, 3, 1)
THEN = datetime.fromisoformat("2027-01-04T02:00:00Z")


@pytest.fixture
def lease(hold_seats: HoldSeats, bring: Bring) -> Booking:
    """A1 … A3, a month of them committed."""
    return bring(hold_seats("A1", "A2", "A3", months=1), BookingState.ACTIVE)


def made(lease: Booking, change: Change, **said: Any) -> Amendment:
    return operations.change(booking=lease, change=change, actor=SYSTEM, now=THEN, **said)


def seats_on(lease: Booking, day: date) -> list[str]:
    return sorted(Allocation.objects.filter(booking=lease).on(day).values_list("workstation__code", flat=True))


def test_two_changes_of_one_seat_are_both_made_one_after_the_other(race: Race, lease: Booking, seats: Desks) -> None:
    outcome = race(
        partial(made, lease, RemoveSeats(MARCH, (seats["A1"].pk,))),
        partial(made, lease, MoveSeats(FEBRUARY, {seats["A1"].pk: seats["B1"].pk}, "A draught.")),
    )
    assert {amendment.number for amendment in outcome.won} == {1, 2}
    assert seats_on(lease, date(2027, 1, 31)) == ["A1", "A2", "A3"]
    assert seats_on(lease, FEBRUARY) == ["A2", "A3", "B1"]
    assert seats_on(lease, MARCH) == ["A2", "A3"]
    assert_one_story()


def test_numbers_have_no_gap_however_many_come_at_once(race: Race, lease: Booking, seats: Desks) -> None:
    outcome = race(
        *(partial(made, lease, AddSeats(MARCH, seats=1)) for _ in range(4)),
        *(partial(made, lease, RemoveSeats(MARCH, (seats[code].pk,))) for code in ("A1", "A2")),
    )
    assert outcome.refused == []
    assert sorted(Amendment.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert len(seats_on(lease, MARCH)) == 5
    assert_one_story()


def test_who_withdraws_and_who_wants_the_seat_meet_over_it(
    race: Race, lease: Booking, seats: Desks, hold_seats: HoldSeats, globex: Client
) -> None:
    given_back = made(lease, RemoveSeats(MARCH, (seats["A1"].pk,)))
    outcome = race(
        partial(made, lease, WithdrawChange(given_back.number)),
        partial(hold_seats, "A1", client=globex, start=MARCH, now=THEN),
    )
    [refusal] = outcome.refused
    assert isinstance(refusal, (errors.ChangeStands, errors.SeatsTaken))
    stays = isinstance(refusal, errors.SeatsTaken)
    given_back.refresh_from_db()
    assert given_back.state == (AmendmentState.WITHDRAWN if stays else AmendmentState.SCHEDULED)
    assert seats_on(lease, MARCH) == (["A1", "A2", "A3"] if stays else ["A2", "A3"])
    assert_one_story()


def test_a_change_is_withdrawn_once(race: Race, lease: Booking, seats: Desks) -> None:
    number = made(lease, AddSeats(MARCH, (seats["B1"].pk,))).number
    outcome = race(*(partial(made, lease, WithdrawChange(number)) for _ in range(4)))
    assert len(outcome.won) == 1
    assert {type(refusal) for refusal in outcome.refused} == {errors.ChangeNotPlanned}
    assert_one_story()


def test_a_rivals_hold_and_an_addition_share_what_is_free(
    race: Race, lease: Booking, seats: Desks, hold_seats: HoldSeats, globex: Client
) -> None:
    outcome = race(
        partial(made, lease, AddSeats(MARCH, seats=2)),
        partial(hold_seats, "B1", "B2", client=globex, start=MARCH, now=THEN),
        partial(made, lease, MoveSeats(MARCH, {seats["A1"].pk: None}, "A draught.")),
    )
    added, _held, moved = outcome.results
    assert isinstance(added, Amendment), "others are free"
    assert isinstance(moved, Amendment)
    assert len(seats_on(lease, MARCH)) == 5
    assert_one_story()


def test_of_two_who_accepted_the_same_preview_one_is_asked_again(race: Race, lease: Booking, seats: Desks) -> None:
    """What is accepted is compared under the lock, so nobody gets what they were not shown."""
    change = RemoveSeats(MARCH, (seats["A1"].pk,))
    other = AddSeats(FEBRUARY, (seats["B1"].pk,))
    digests: dict[Change, str] = {
        each: operations.preview(booking=lease, change=each, actor=SYSTEM, now=THEN).digest for each in (change, other)
    }

    def as_shown(found: Preview) -> operations.Acceptance:
        if found.digest != digests[found.change]:
            raise errors.ChangeNotPlanned
        return operations.Acceptance(found.digest, {})

    outcome = race(*(partial(made, lease, each, accept=as_shown) for each in (change, other)))
    assert len(outcome.won) == len(outcome.refused) == 1
    assert Amendment.objects.count() == 1


def test_two_timetables_begin_a_change_once(race: Race, lease: Booking, seats: Desks) -> None:
    made(lease, RemoveSeats(MARCH, (seats["A1"].pk,)))
    in_march = datetime.fromisoformat("2027-03-01T00:10:00Z")
    outcome = race(*(partial(operations.begin_changes, booking=lease, now=in_march) for _ in range(4)))
    assert sorted(outcome.results) == [0, 0, 0, 1]
    assert Amendment.objects.get().state == AmendmentState.APPLIED
