"""A business comes over while others work: whoever is first has the seat, and the other hears of it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest

from accounts.actors import SYSTEM
from accounts.models import Client
from billing.operations.going_live import apply
from bookings.errors import SeatsTaken
from bookings.models import Booking
from facilities.models import Facility
from imports.errors import ImportHasProblems
from tests.billing.going_live.books import business
from tests.conftest import HoldSeats
from tests.races.books import assert_one_story
from tests.races.conftest import Race

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_hold_and_a_lease_that_comes_over_share_no_seat(
    race: Race, cebu: Facility, hold_seats: HoldSeats, globex: Client, now: datetime
) -> None:
    outcome = race(
        partial(apply, tables=business(), actor=SYSTEM, now=now),
        partial(hold_seats, "B1", "A1", client=globex),
    )
    assert len(outcome.won) == len(outcome.refused) == 1
    [refusal] = outcome.refused
    if isinstance(refusal, SeatsTaken):
        assert Booking.objects.filter(own_reference="L-1").exists()
    else:
        assert isinstance(refusal, ImportHasProblems)
        [problem] = refusal.details["preview"].problems
        assert (problem.sheet, problem.line, problem.value) == ("seats", 2, "A1")
        assert not Client.objects.filter(name="Initrode").exists()
    assert_one_story()


def test_one_file_brought_twice_at_once_comes_over_once(race: Race, cebu: Facility, now: datetime) -> None:
    outcome = race(*(partial(apply, tables=business(), actor=SYSTEM, now=now) for _ in range(3)))
    assert len(outcome.won) == 3
    assert sorted(found.changes_anything for found in outcome.won) == [False, False, True]
    assert Booking.objects.count() == 3
    assert_one_story()


def test_seats_of_an_expired_hold_come_free_for_a_lease(
    race: Race, cebu: Facility, hold_seats: HoldSeats, globex: Client, now: datetime
) -> None:
    held = hold_seats("A1", client=globex)
    assert held.hold_expires_at is not None
    apply(tables=business(), actor=SYSTEM, now=held.hold_expires_at)
    held.refresh_from_db()
    assert held.state == "expired"
    assert_one_story()
