"""Every operation on a booking in every state: it moves as agreed here, or it says that it comes too late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from accounts.actors import SYSTEM
from audit.models import AuditEntry
from bookings import errors, operations
from bookings.enums import AGREED, KEEPING_SEATS, LEADS_TO, MOVES, RUNNING, BookingState, Decision, states_open_to
from bookings.models import Booking
from facilities.models import Workstation
from kernel.states import WrongState
from outbox.models import Message
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats
from tests.races.books import assert_one_story

S = BookingState
pytestmark = pytest.mark.django_db

FIRST_DAY = datetime.fromisoformat("2026-12-01T02:00:00Z")
LATER = datetime.fromisoformat("2027-01-04T02:00:00Z")
DECEMBER_1, JANUARY_4 = date(2026, 12, 1), date(2027, 1, 4)


@dataclass(frozen=True)
class Attempt:
    """An operation with everything it needs, and the state it leaves behind for each state it may begin in."""

    do: Callable[[Booking, dict[str, Workstation]], object]
    leads: dict[BookingState, BookingState]
    auto_renews: bool = True


OPERATIONS = {
    "submit": Attempt(
        lambda booking, seats: operations.submit(booking=booking, accepted=True, actor=SYSTEM, now=booking.held_at),
        {S.HELD: S.SUBMITTED},
    ),
    "cancel": Attempt(
        lambda booking, seats: operations.cancel(booking=booking, actor=SYSTEM, now=booking.held_at),
        {S.HELD: S.CANCELLED, S.SUBMITTED: S.CANCELLED, S.CONFIRMED: S.CANCELLED},
    ),
    "confirm": Attempt(
        lambda booking, seats: operations.confirm(booking=booking, actor=SYSTEM, now=booking.held_at),
        {S.SUBMITTED: S.CONFIRMED},
    ),
    "decline": Attempt(
        lambda booking, seats: operations.decline(booking=booking, reason="Full.", actor=SYSTEM, now=booking.held_at),
        {S.SUBMITTED: S.DECLINED},
    ),
    "activate": Attempt(
        lambda booking, seats: operations.activate(booking=booking, actor=SYSTEM, now=FIRST_DAY),
        {S.CONFIRMED: S.ACTIVE},
    ),
    "give notice": Attempt(
        lambda booking, seats: changes.give_notice(booking=booking, actor=SYSTEM, now=LATER),
        {S.ACTIVE: S.NOTICE_GIVEN},
    ),
    "withdraw notice": Attempt(
        lambda booking, seats: changes.withdraw_notice(booking=booking, actor=SYSTEM, now=LATER),
        {S.NOTICE_GIVEN: S.ACTIVE},
    ),
    "terminate": Attempt(
        lambda booking, seats: changes.terminate(
            booking=booking, last_day=JANUARY_4, reason="Unpaid.", actor=SYSTEM, now=LATER
        ),
        {S.ACTIVE: S.TERMINATED, S.NOTICE_GIVEN: S.TERMINATED},
    ),
    "end": Attempt(
        lambda booking, seats: operations.end(
            booking=booking, actor=SYSTEM, now=datetime.fromisoformat("2030-01-01T00:00:00Z")
        ),
        {S.ACTIVE: S.ENDED, S.NOTICE_GIVEN: S.ENDED},
        auto_renews=False,
    ),
    "add seats": Attempt(
        lambda booking, seats: changes.add_seats(
            booking=booking, effective_on=JANUARY_4, workstations=[seats["B1"].pk], actor=SYSTEM, now=LATER
        ),
        {S.CONFIRMED: S.CONFIRMED, S.ACTIVE: S.ACTIVE, S.NOTICE_GIVEN: S.NOTICE_GIVEN},
    ),
    "remove seats": Attempt(
        # After the first term nothing is committed any more.
        lambda booking, seats: changes.remove_seats(
            booking=booking, effective_on=JANUARY_4, workstations=[seats["A2"].pk], actor=SYSTEM, now=LATER
        ),
        {S.CONFIRMED: S.CONFIRMED, S.ACTIVE: S.ACTIVE, S.NOTICE_GIVEN: S.NOTICE_GIVEN},
    ),
}


def reachable(state: BookingState, operation: Attempt) -> bool:
    """A lease that ends by itself is never in notice."""
    return operation.auto_renews or state != S.NOTICE_GIVEN


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("state", S)
def test_an_operation_moves_a_booking_or_comes_too_late(
    state: BookingState,
    name: str,
    hold_seats: HoldSeats,
    bring: Bring,
    seats: dict[str, Workstation],
) -> None:
    operation = OPERATIONS[name]
    renews = operation.auto_renews or state in {S.NOTICE_GIVEN, S.ENDED}
    booking = bring(hold_seats("A1", "A2", months=1, auto_renews=renews), state)
    before = Booking.objects.values().get(pk=booking.pk)
    written, said = AuditEntry.objects.count(), Message.objects.count()
    if state in operation.leads:
        operation.do(booking, seats)
        booking.refresh_from_db()
        assert booking.state == operation.leads[state]
        assert AuditEntry.objects.count() > written
    else:
        late: type[Any] = errors.HoldExpired if (state, name) == (S.EXPIRED, "submit") else WrongState
        with pytest.raises(late):
            operation.do(booking, seats)
        assert Booking.objects.values().get(pk=booking.pk) == before
        assert (AuditEntry.objects.count(), Message.objects.count()) == (written, said)
    assert_one_story()


def test_a_hold_expires_only_as_a_hold_and_in_its_time(
    hold_seats: HoldSeats, bring: Bring, seats: dict[str, Workstation]
) -> None:
    for code, state in zip(("A1", "A2", "A3"), (S.HELD, S.SUBMITTED, S.CANCELLED), strict=True):
        booking = bring(hold_seats(code), state)
        late = datetime.fromisoformat("2026-11-25T02:00:00Z")
        assert operations.expire_hold(booking=booking, now=booking.held_at) is False
        assert operations.expire_hold(booking=booking, now=late) is (state == S.HELD)
        booking.refresh_from_db()
        assert booking.state == (S.EXPIRED if state == S.HELD else state)


def test_the_table_of_moves_is_the_one_agreed_here() -> None:
    moves = {
        (state, target)
        for operation in OPERATIONS.values()
        for state, target in operation.leads.items()
        if state != target
    }
    moves.add((S.HELD, S.EXPIRED))
    assert {(state, target) for state, targets in MOVES.items() for target in targets} == moves


def test_every_state_has_its_place() -> None:
    assert MOVES.keys() == set(S)
    over = {state for state, targets in MOVES.items() if not targets}
    assert over == set(S) - KEEPING_SEATS
    assert RUNNING <= KEEPING_SEATS
    assert AGREED >= RUNNING
    # A lease that was agreed stays owed after it is over; one that never was is not.
    assert AGREED & over == {S.ENDED, S.TERMINATED}


# --- What stands in the way besides the state ------------------------------------------------------------------


def test_a_lease_does_not_begin_before_its_first_day(hold_seats: HoldSeats, bring: Bring) -> None:
    booking = bring(hold_seats("A1"), S.CONFIRMED)
    with pytest.raises(errors.TooEarlyToStart, match="1 Dec 2026"):
        operations.activate(booking=booking, actor=SYSTEM, now=datetime.fromisoformat("2026-11-30T15:59:59Z"))
    # Midnight in Cebu is four in the afternoon in UTC.
    began = operations.activate(booking=booking, actor=SYSTEM, now=datetime.fromisoformat("2026-11-30T16:00:00Z"))
    assert began.state == S.ACTIVE


def test_a_lease_does_not_end_before_its_last_day_is_over(hold_seats: HoldSeats, bring: Bring) -> None:
    booking = bring(hold_seats("A1", months=1, auto_renews=False), S.ACTIVE)
    with pytest.raises(errors.StillRunning):
        operations.end(booking=booking, actor=SYSTEM, now=datetime.fromisoformat("2026-12-31T15:59:59Z"))
    ended = operations.end(booking=booking, actor=SYSTEM, now=datetime.fromisoformat("2026-12-31T16:00:00Z"))
    assert ended.state == S.ENDED


def test_a_lease_until_further_notice_does_not_end(hold_seats: HoldSeats, bring: Bring) -> None:
    booking = bring(hold_seats("A1"), S.ACTIVE)
    with pytest.raises(errors.StillRunning):
        operations.end(booking=booking, actor=SYSTEM, now=datetime.fromisoformat("2099-01-01T00:00:00Z"))


def test_a_request_needs_a_yes_to_the_agreement(hold_seats: HoldSeats, now: datetime) -> None:
    booking = hold_seats("A1")
    with pytest.raises(errors.AgreementNotAccepted):
        operations.submit(booking=booking, accepted=False, actor=SYSTEM, now=now)


def test_a_refusal_to_a_client_has_a_reason(hold_seats: HoldSeats, bring: Bring, now: datetime) -> None:
    requested = bring(hold_seats("A1"), S.SUBMITTED)
    with pytest.raises(errors.ReasonMissing):
        operations.decline(booking=requested, reason="  ", actor=SYSTEM, now=now)
    running = bring(hold_seats("A2"), S.ACTIVE)
    with pytest.raises(errors.ReasonMissing):
        changes.terminate(booking=running, last_day=DECEMBER_1, reason="", actor=SYSTEM, now=FIRST_DAY)


@pytest.mark.parametrize("last_day", [date(2026, 11, 30), date(2027, 1, 2), date(2020, 1, 1)])
def test_a_lease_is_terminated_within_its_days_and_not_in_the_past(
    last_day: date, hold_seats: HoldSeats, bring: Bring
) -> None:
    booking = bring(hold_seats("A1"), S.ACTIVE)
    with pytest.raises(errors.OutsideTheLease):
        changes.terminate(booking=booking, last_day=last_day, reason="Unpaid.", actor=SYSTEM, now=LATER)


def test_a_termination_counts_from_the_end_of_yesterday_on(hold_seats: HoldSeats, bring: Bring) -> None:
    booking = bring(hold_seats("A1", "A2"), S.ACTIVE)
    ended = changes.terminate(booking=booking, last_day=date(2027, 1, 3), reason="Unpaid.", actor=SYSTEM, now=LATER)
    assert ended.days.last == date(2027, 1, 3)
    assert {row.days.last for row in ended.allocations.all()} == {date(2027, 1, 3)}
    assert ended.charges_changed_from is not None
    assert ended.charges_changed_from <= date(2027, 1, 4)


@pytest.mark.parametrize("decision", Decision)
def test_a_decision_is_offered_where_its_operation_may_begin(decision: Decision) -> None:
    leads = OPERATIONS[decision].leads
    assert states_open_to(decision) == leads.keys()
    assert set(leads.values()) == {LEADS_TO[decision]}
