"""Changes planned for a later day compose; each can be withdrawn until it begins, and leaves nothing behind."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.actors import Actor, Person, Staff
from accounts.models import Client, User
from bookings import errors, operations
from bookings.changes import AddSeats, RemoveSeats, WithdrawChange
from bookings.enums import AmendmentState, BookingState
from bookings.models import Allocation, Amendment, Booking, OneOff
from bookings.queries.details import timeline
from bookings.queries.lease import load
from facilities.models import Workstation
from outbox.models import Message
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


# --- What is shown is what is billed ---------------------------------------------------------------------------


def test_a_seat_given_back_twice_is_credited_once(lease: Booking, seats: Desks, owner: Actor) -> None:
    changes.remove_seats(
        booking=lease, effective_on=date(2027, 8, 1), workstations=ids(seats, "A1", "A2"), actor=owner, now=THEN
    )
    again = RemoveSeats(date(2027, 7, 1), tuple(ids(seats, "A1", "A2")))
    shown = operations.preview(booking=lease, change=again, actor=owner, now=THEN)
    assert [shown.monthly_before, shown.monthly_after] == [27000, 27000]
    assert [shown.month_before, shown.month_after] == [45000, 27000]
    operations.change(booking=lease, change=again, actor=owner, now=THEN)
    assert [month(lease, date(2027, each, 1)) for each in (6, 7, 8)] == [45000, 27000, 27000]


def test_seats_are_named_in_the_preview_and_it_is_what_is_written(lease: Booking, owner: Actor) -> None:
    shown = operations.preview(booking=lease, change=AddSeats(FEBRUARY, seats=2), actor=owner, now=THEN)
    assert isinstance(shown.change, AddSeats)
    assert len(shown.change.workstations) == 2
    assert not Amendment.objects.exists()
    made = operations.change(booking=lease, change=shown.change, actor=owner, now=THEN)
    assert (made.digest, made.preview) == (shown.digest, shown.as_json())
    assert {seat.id for seat in shown.begins} == {row.allocation_id for row in made.seats.all()}
    assert load(made.booking).facts == shown.after.facts


def test_who_accepts_is_asked_under_the_lock_and_may_stop_it(lease: Booking, owner: Actor, seats: Desks) -> None:
    change = RemoveSeats(MARCH, tuple(ids(seats, "A1")))
    shown = operations.preview(booking=lease, change=change, actor=owner, now=THEN)

    def stop(found: Any) -> operations.Acceptance:
        assert found.digest == shown.digest
        raise errors.ChangeNotPlanned

    with pytest.raises(errors.ChangeNotPlanned):
        operations.change(booking=lease, change=change, actor=owner, now=THEN, accept=stop)
    assert not Amendment.objects.exists()
    kept = operations.Acceptance("d" * 64, {"gross": "30240.00"})
    made = operations.change(booking=lease, change=change, actor=owner, now=THEN, accept=lambda found: kept)
    assert (made.digest, made.preview) == kept


def test_the_digest_is_another_when_anything_else_changed(lease: Booking, owner: Actor, seats: Desks) -> None:
    change = RemoveSeats(MARCH, tuple(ids(seats, "A1")))
    shown = operations.preview(booking=lease, change=change, actor=owner, now=THEN)
    assert operations.preview(booking=lease, change=change, actor=owner, now=THEN).digest == shown.digest
    changes.remove_seats(booking=lease, effective_on=APRIL, workstations=ids(seats, "A2"), actor=owner, now=THEN)
    assert operations.preview(booking=lease, change=change, actor=owner, now=THEN).digest != shown.digest


# --- Notice is given and withdrawn -----------------------------------------------------------------------------


def test_seats_given_back_stay_given_back_after_a_notice_is_withdrawn(
    lease: Booking, seats: Desks, owner: Actor
) -> None:
    changes.remove_seats(booking=lease, effective_on=APRIL, workstations=ids(seats, "A1", "A2"), actor=owner, now=THEN)
    before = rows_of(lease)
    changes.give_notice(booking=lease, actor=owner, now=THEN, last_day=date(2027, 3, 31))
    changes.withdraw_notice(booking=lease, actor=owner, now=THEN)
    assert [month(lease, MARCH), month(lease, APRIL)] == [45000, 27000]
    assert rows_of(lease) == before
    assert_one_story()


def test_seats_planned_come_back_with_the_lease_and_their_set_up_with_them(
    lease: Booking, seats: Desks, owner: Actor
) -> None:
    changes.add_seats(booking=lease, effective_on=APRIL, workstations=ids(seats, "B2", "B3"), actor=owner, now=THEN)
    before = rows_of(lease)
    assert month(lease, APRIL) == 7 * 9000 + 2 * 1500
    changes.give_notice(booking=lease, actor=owner, now=THEN, last_day=date(2027, 3, 31))
    assert month(lease, APRIL) == 0
    assert not OneOff.objects.owed().filter(booking=lease, on=APRIL).exists()
    changes.withdraw_notice(booking=lease, actor=owner, now=THEN)
    assert rows_of(lease) == before
    assert_one_story()


def test_a_move_planned_is_made_after_a_notice_is_withdrawn(lease: Booking, seats: Desks, owner: Actor) -> None:
    moves = {seats["A1"].pk: seats["B2"].pk}
    changes.move_seats(booking=lease, moves=moves, effective_on=APRIL, actor=owner, now=THEN)
    before = rows_of(lease)
    changes.give_notice(booking=lease, actor=owner, now=THEN, last_day=date(2027, 3, 31))
    assert seats_on(lease, APRIL) == []
    changes.withdraw_notice(booking=lease, actor=owner, now=THEN)
    assert seats_on(lease, APRIL) == ["A2", "A3", "A4", "B1", "B2"]
    assert rows_of(lease) == before


def test_what_seats_are_called_decides_nothing(lease: Booking, seats: Desks, owner: Actor) -> None:
    gone = date(2027, 4, 1)
    changes.remove_seats(booking=lease, effective_on=gone, workstations=ids(seats, "A3"), actor=owner, now=THEN)
    changes.give_notice(booking=lease, actor=owner, now=THEN, last_day=gone - timedelta(days=1))
    Workstation.objects.filter(pk=seats["A3"].pk).update(code="A9")
    Workstation.objects.filter(pk=seats["A4"].pk).update(code="A3")
    changes.withdraw_notice(booking=lease, actor=owner, now=THEN)
    assert seats_on(lease, gone) == ["A1", "A2", "A3", "B1"]
    assert seats["A4"].pk in Allocation.objects.filter(booking=lease).on(gone).values_list("workstation", flat=True)
    assert month(lease, gone) == 36000


# --- Nothing is charged for a seat that never was --------------------------------------------------------------


@pytest.mark.parametrize(("added", "gone"), [(date(2027, 1, 4), date(2027, 1, 4)), (MARCH, MARCH)])
def test_a_seat_that_never_had_a_day_costs_no_set_up(
    added: date, gone: date, lease: Booking, seats: Desks, owner: Actor
) -> None:
    before = [month(lease, each) for each in (date(2027, 1, 1), FEBRUARY, MARCH)]
    changes.add_seats(booking=lease, effective_on=added, workstations=ids(seats, "B2"), actor=owner, now=THEN)
    assert month(lease, added) > before[added.month - 1]
    changes.remove_seats(booking=lease, effective_on=gone, workstations=ids(seats, "B2"), actor=owner, now=THEN)
    assert [month(lease, each) for each in (date(2027, 1, 1), FEBRUARY, MARCH)] == before


def test_a_seat_given_back_before_the_lease_begins_costs_no_set_up(
    hold_seats: HoldSeats, bring: Bring, seats: Desks, opal: User, now: datetime
) -> None:
    lease = bring(hold_seats("A1", "A2"), S.CONFIRMED)
    assert month(lease, lease.start) == 2 * 9000 + 2 * 1500
    changes.remove_seats(
        booking=lease, effective_on=lease.start, workstations=ids(seats, "A2"), actor=Staff(opal), now=now
    )
    # Two are committed, so the rent stays; what was never set up is not charged.
    assert month(lease, lease.start) == 2 * 9000 + 1500


def test_a_seat_that_moves_before_its_first_day_is_set_up_once(lease: Booking, seats: Desks, owner: Actor) -> None:
    changes.add_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "B2"), actor=owner, now=THEN)
    before = rows_of(lease)
    changes.move_seats(booking=lease, moves={seats["B2"].pk: seats["B3"].pk}, effective_on=MARCH, actor=owner, now=THEN)
    assert month(lease, MARCH) == 6 * 9000 + 1500
    changes.change(lease, WithdrawChange(2), actor=owner, now=THEN)
    assert rows_of(lease) == before
    assert_one_story()


# --- Several compose -------------------------------------------------------------------------------------------


def test_an_earlier_move_leaves_a_later_one_where_it_goes(lease: Booking, seats: Desks, owner: Actor) -> None:
    changes.move_seats(booking=lease, moves={seats["A1"].pk: seats["B3"].pk}, effective_on=MARCH, actor=owner, now=THEN)
    planned = rows_of(lease)
    changes.move_seats(
        booking=lease, moves={seats["A1"].pk: seats["B2"].pk}, effective_on=FEBRUARY, actor=owner, now=THEN
    )
    assert [seats_on(lease, day)[-1] for day in (FEBRUARY, date(2027, 2, 28), MARCH)] == ["B2", "B2", "B3"]
    changes.change(lease, WithdrawChange(2), actor=owner, now=THEN)
    assert rows_of(lease) == planned
    assert_one_story()


def test_a_seat_given_back_sooner_no_longer_moves(lease: Booking, seats: Desks, owner: Actor) -> None:
    changes.move_seats(booking=lease, moves={seats["A1"].pk: seats["B3"].pk}, effective_on=MARCH, actor=owner, now=THEN)
    changes.remove_seats(booking=lease, effective_on=FEBRUARY, workstations=ids(seats, "A1"), actor=owner, now=THEN)
    assert seats_on(lease, MARCH) == ["A2", "A3", "A4", "B1"]
    changes.change(lease, WithdrawChange(2), actor=owner, now=THEN)
    assert seats_on(lease, MARCH) == ["A2", "A3", "A4", "B1", "B3"]
    assert_one_story()


def test_numbers_have_no_gap_and_say_which_is_played_first(lease: Booking, seats: Desks, owner: Actor) -> None:
    changes.add_seats(booking=lease, effective_on=APRIL, workstations=ids(seats, "B2"), actor=owner, now=THEN)
    with pytest.raises(errors.NotThisBookingsSeats):
        changes.remove_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "B2"), actor=owner, now=THEN)
    changes.remove_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "A1"), actor=owner, now=THEN)
    changes.add_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "B3"), actor=owner, now=THEN)
    assert [(each.number, each.effective_on) for each in Amendment.objects.scheduled()] == [
        (2, MARCH), (3, MARCH), (1, APRIL),
    ]  # fmt: skip


# --- Withdrawn -------------------------------------------------------------------------------------------------


def test_a_planned_change_is_withdrawn_without_a_trace(
    lease: Booking, seats: Desks, owner: Actor, hold_seats: HoldSeats, globex: Client, alice: User
) -> None:
    before = rows_of(lease)
    made = operations.change(
        booking=lease, change=AddSeats(MARCH, tuple(ids(seats, "B2", "B3"))), actor=owner, now=THEN
    )
    withdrawn = operations.change(booking=lease, change=WithdrawChange(made.number), actor=owner, now=THEN)
    made.refresh_from_db()
    assert rows_of(lease) == before
    assert (made.state, withdrawn.state, withdrawn.withdraws) == (A.WITHDRAWN, A.APPLIED, made)
    assert hold_seats("B2", client=globex, start=MARCH, now=THEN)
    told = "A planned change is withdrawn: 2 seats added from 1 Mar 2027: B2, B3."
    assert timeline(lease)[0].what == told
    assert told in Message.objects.filter(to=alice.email, kind="bookings.amended").latest("id").text


def test_what_stands_on_a_withdrawn_change_is_named(lease: Booking, seats: Desks, owner: Actor) -> None:
    changes.add_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "B2"), actor=owner, now=THEN)
    changes.remove_seats(booking=lease, effective_on=APRIL, workstations=ids(seats, "B2"), actor=owner, now=THEN)
    with pytest.raises(errors.BreaksAPlannedChange, match="Seats removed from 1 Apr 2027") as caught:
        changes.change(lease, WithdrawChange(1), actor=owner, now=THEN)
    assert caught.value.details["number"] == 2
    changes.change(lease, WithdrawChange(2), actor=owner, now=THEN)
    changes.change(lease, WithdrawChange(1), actor=owner, now=THEN)
    assert seats_on(lease, APRIL) == ["A1", "A2", "A3", "A4", "B1"]


def test_more_seats_that_a_commitment_needs_are_not_withdrawn(
    hold_seats: HoldSeats, bring: Bring, seats: Desks, owner: Actor
) -> None:
    lease = bring(hold_seats("A1", "A2"), S.ACTIVE)
    changes.add_seats(booking=lease, effective_on=FEBRUARY, workstations=ids(seats, "B2"), actor=owner, now=THEN)
    changes.remove_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "A1"), actor=owner, now=THEN)
    with pytest.raises(errors.BreaksAPlannedChange, match="2 seats are committed"):
        changes.change(lease, WithdrawChange(1), actor=owner, now=THEN)


def test_a_seat_promised_to_somebody_else_does_not_come_back(
    lease: Booking, seats: Desks, owner: Actor, hold_seats: HoldSeats, globex: Client
) -> None:
    changes.remove_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "A1"), actor=owner, now=THEN)
    hold_seats("A1", client=globex, start=APRIL, now=THEN)
    for act in (operations.preview, operations.change):
        with pytest.raises(errors.ChangeStands, match="1 Mar 2027"):
            act(booking=lease, change=WithdrawChange(1), actor=owner, now=THEN)
    assert seats_on(lease, MARCH) == ["A2", "A3", "A4", "B1"]
    assert_one_story()


def test_a_change_that_has_begun_is_not_withdrawn(lease: Booking, seats: Desks, owner: Actor) -> None:
    changes.remove_seats(booking=lease, effective_on=MARCH, workstations=ids(seats, "A1"), actor=owner, now=THEN)
    in_march = datetime.fromisoformat("2027-02-28T16:00:00Z")
    for number in (1, 7):
        with pytest.raises(errors.ChangeNotPlanned):
            changes.change(lease, WithdrawChange(number), actor=owner, now=in_march)
    assert changes.change(lease, WithdrawChange(1), actor=owner, now=in_march - timedelta(minutes=1))
