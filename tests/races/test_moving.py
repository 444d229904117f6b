"""Seats move while others want the same ones: everybody has a seat, nobody is doubled, nothing deadlocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import pytest

from accounts.actors import SYSTEM
from accounts.models import Client
from bookings import errors
from bookings.enums import BookingState
from bookings.models import Allocation, Booking
from facilities.models import Workstation
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats
from tests.races.books import assert_one_story
from tests.races.conftest import Race

pytestmark = pytest.mark.django_db(transaction=True)

Desks = dict[str, Workstation]
JANUARY_11 = date(2027, 1, 11)
THEN = datetime.fromisoformat("2027-01-04T02:00:00Z")


@pytest.fixture
def leases(hold_seats: HoldSeats, bring: Bring, acme: Client, globex: Client) -> tuple[Booking, Booking]:
    """A1 and A2 are acme's, B1 and B2 globex's."""
    one = bring(hold_seats("A1", "A2", client=acme), BookingState.ACTIVE)
    return one, bring(hold_seats("B1", "B2", client=globex), BookingState.ACTIVE)


def moving(lease: Booking, seats: Desks, **moves: str | None) -> Callable[[], Booking]:
    pairs = {seats[seat].pk: seats[to].pk if to else None for seat, to in moves.items()}
    return partial(changes.move_seats, booking=lease, moves=pairs, effective_on=JANUARY_11, actor=SYSTEM, now=THEN)


def on(lease: Booking) -> set[str]:
    return set(Allocation.objects.filter(booking=lease).on(JANUARY_11).values_list("workstation__code", flat=True))


def test_two_who_move_to_one_seat_share_it_out(race: Race, leases: tuple[Booking, Booking], seats: Desks) -> None:
    one, other = leases
    outcome = race(moving(one, seats, A1="A3", A2="B3"), moving(other, seats, B1="A3", B2="A4"))
    assert len(outcome.won) == 1
    [refusal] = outcome.refused
    assert isinstance(refusal, errors.SeatsTaken)
    assert refusal.details["seats"] == ["A3"]
    assert_one_story()


def test_seats_left_to_us_are_found_for_everybody(race: Race, leases: tuple[Booking, Booking], seats: Desks) -> None:
    one, other = leases
    outcome = race(moving(one, seats, A1=None, A2=None), moving(other, seats, B1=None, B2=None))
    assert len(outcome.won) == 2
    assert len(on(one) | on(other)) == 4
    assert_one_story()


def test_those_who_cross_each_other_wait_and_do_not_deadlock(
    race: Race, leases: tuple[Booking, Booking], seats: Desks
) -> None:
    """Each wants what the other leaves: whoever is first can't, and says so; nobody hangs."""
    one, other = leases
    for _ in range(4):
        outcome = race(moving(one, seats, A1="B1"), moving(other, seats, B1="A1"))
        assert all(isinstance(refusal, errors.SeatsTaken) for refusal in outcome.refused)
        assert outcome.won == []
    assert_one_story()


def test_one_of_two_moves_of_one_seat_is_done(race: Race, leases: tuple[Booking, Booking], seats: Desks) -> None:
    outcome = race(moving(leases[0], seats, A1="A3"), moving(leases[0], seats, A1="A4"))
    assert len(outcome.won) == 1
    assert isinstance(outcome.refused[0], errors.NotThisBookingsSeats)
    assert_one_story()


def test_a_move_a_hold_and_a_notice_tell_one_story(
    race: Race, leases: tuple[Booking, Booking], seats: Desks, hold_seats: HoldSeats, globex: Client
) -> None:
    one, _other = leases
    outcome = race(
        moving(one, seats, A1="A4"),
        partial(changes.give_notice, booking=one, actor=SYSTEM, now=THEN),
        partial(hold_seats, "A4", "A3", client=globex, start=JANUARY_11, now=THEN),
    )
    moved, left, held = outcome.results
    assert isinstance(left, Booking)
    assert isinstance(moved, Booking) != isinstance(held, Booking)
    assert_one_story()
