"""What may be done with a lease now: the list says before what the change would say."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accounts.actors import SYSTEM, Actor, Person, Staff
from accounts.errors import NotAllowed
from accounts.models import User
from bookings import errors, operations
from bookings.changes import AddSeats, Change, GiveNotice, RemoveSeats, Terminate, WithdrawChange, WithdrawNotice
from bookings.enums import AmendmentKind, BookingState
from bookings.models import Booking
from bookings.queries.available import available_changes
from facilities.models import Workstation
from kernel.refusal import Refusal
from kernel.states import WrongState
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats

pytestmark = pytest.mark.django_db

S, K = BookingState, AmendmentKind
MARCH, APRIL = date(2027, 3, 1), date(2027, 4, 1)
THEN = datetime.fromisoformat("2027-01-04T02:00:00Z")
SEATS = {K.ADD_SEATS, K.REMOVE_SEATS, K.MOVE_SEATS}


def open_to(booking: Booking, actor: Actor) -> set[AmendmentKind]:
    return {each.kind for each in available_changes(booking, actor, THEN) if each.is_available}


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (S.HELD, set()),
        (S.SUBMITTED, set()),
        (S.CONFIRMED, SEATS),
        (S.ACTIVE, SEATS | {K.NOTICE, K.TERMINATE}),
        (S.NOTICE_GIVEN, SEATS | {K.WITHDRAW_NOTICE, K.TERMINATE}),
        (S.ENDED, set()),
        (S.TERMINATED, set()),
        (S.CANCELLED, set()),
    ],
)
def test_each_state_has_its_changes(
    state: BookingState, kinds: set[AmendmentKind], hold_seats: HoldSeats, bring: Bring, opal: User, alice: User
) -> None:
    booking = bring(hold_seats("A1"), state)
    assert open_to(booking, Staff(opal)) == kinds
    assert open_to(booking, Person(alice)) == kinds - {K.TERMINATE}


def test_who_may_only_look_is_told_so_of_each(
    hold_seats: HoldSeats, bring: Bring, seats: dict[str, Workstation], victor: User
) -> None:
    booking = bring(hold_seats("A1"), S.ACTIVE)
    changes.add_seats(booking=booking, effective_on=MARCH, workstations=[seats["A2"].pk], actor=SYSTEM, now=THEN)
    found = available_changes(booking, Person(victor), THEN)
    assert {each.kind for each in found} == set(K)
    assert {each.code for each in found} == {NotAllowed.code}
    assert all(each.sentence for each in found)


def test_a_lease_with_an_end_needs_no_notice(hold_seats: HoldSeats, bring: Bring, alice: User) -> None:
    booking = bring(hold_seats("A1", auto_renews=False), S.ACTIVE)
    [notice] = [each for each in available_changes(booking, Person(alice), THEN) if each.kind == K.NOTICE]
    assert (notice.code, notice.sentence) == (
        errors.EndsByItself.code, "This lease doesn't renew; it ends on 31 May 2027 without notice.",
    )  # fmt: skip


def test_each_planned_change_can_be_withdrawn_or_says_why_not(
    hold_seats: HoldSeats, bring: Bring, seats: dict[str, Workstation], alice: User
) -> None:
    booking, actor = bring(hold_seats("A1", months=1), S.ACTIVE), Person(alice)
    b2 = [seats["B2"].pk]
    changes.add_seats(booking=booking, effective_on=MARCH, workstations=b2, actor=actor, now=THEN)
    changes.remove_seats(booking=booking, effective_on=APRIL, workstations=b2, actor=actor, now=THEN)
    booking = changes.give_notice(booking=booking, actor=actor, now=THEN)
    found = available_changes(booking, actor, THEN)
    planned = {each.amendment.number: each.code for each in found if each.amendment is not None}
    assert planned == {1: errors.BreaksAPlannedChange.code, 2: ""}
    assert K.WITHDRAW_NOTICE in {each.kind for each in found if each.is_available}


@pytest.mark.parametrize("state", S)
def test_what_the_list_refuses_the_change_refuses(
    state: BookingState, hold_seats: HoldSeats, bring: Bring, seats: dict[str, Workstation], alice: User
) -> None:
    booking, actor = bring(hold_seats("A1", months=1), state), Person(alice)
    day = date(2027, 1, 4)
    wanted: dict[AmendmentKind, Change] = {
        K.ADD_SEATS: AddSeats(day, (seats["B1"].pk,)),
        K.REMOVE_SEATS: RemoveSeats(day, (seats["A1"].pk,)),
        K.NOTICE: GiveNotice(),
        K.WITHDRAW_NOTICE: WithdrawNotice(),
        K.TERMINATE: Terminate(day, "Unpaid."),
        K.WITHDRAW_CHANGE: WithdrawChange(1),
    }
    for each in available_changes(booking, actor, THEN):
        if each.kind in wanted and each.refusal is not None:
            with pytest.raises(Refusal) as caught:
                operations.change(booking=booking, change=wanted[each.kind], actor=actor, now=THEN)
            assert (caught.value.code, str(caught.value)) == (each.code, each.sentence)
    codes = {each.code for each in available_changes(booking, actor, THEN)}
    assert codes <= {"", NotAllowed.code, WrongState.code, errors.EndsByItself.code}
