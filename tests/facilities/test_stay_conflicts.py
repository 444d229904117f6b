"""Conflicts found for many stays at once are what the database refuses, for any two of them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Client
from facilities import errors
from facilities.conflicts import Reason, Stay, conflicts
from facilities.enums import Purpose
from facilities.models import Facility, ShiftPattern, Workstation
from facilities.operations import Sold, occupy
from kernel.period import Period
from tests.examples import examples

pytestmark = pytest.mark.django_db

REFUSALS = {errors.SeatTaken: Reason.SEAT, errors.BufferNeeded: Reason.BUFFER, errors.RoomExclusive: Reason.ROOM}
MONDAY = date(2026, 11, 30)

days = st.builds(
    lambda start, length: Period(MONDAY + timedelta(days=start), length and MONDAY + timedelta(days=start + length)),
    st.integers(0, 12),
    st.one_of(st.none(), st.integers(1, 10)),
)
stays = st.tuples(st.sampled_from(["A1", "A2", "S1", "S2"]), st.integers(0, 4), st.integers(0, 1), days)


@examples(150)
@given(one=stays, two=stays)
def test_two_stays_are_in_conflict_when_the_database_refuses_the_second(
    one: tuple[str, int, int, Period],
    two: tuple[str, int, int, Period],
    cebu: Facility,
    seats: dict[str, Workstation],
    shifts: list[ShiftPattern],
    acme: Client,
    globex: Client,
) -> None:
    clients = [acme, globex]
    drawn = []
    for code, shift, client, period in (one, two):
        seat, slots = seats[code], shifts[shift].slots(cebu, period)
        drawn.append(Stay(seat.pk, seat.room_id if seat.room.is_exclusive else None, client, slots, code))
    said = {found.reason for found in conflicts([drawn[1]], [drawn[0]])}
    refused: set[Reason] = set()
    with transaction.atomic():
        for stay, (_code, _shift, client, _period) in zip(drawn, (one, two), strict=True):
            try:
                occupy(
                    claim=uuid4(), client=clients[client], purpose=Purpose.LEASE,
                    seats=[Sold(seats[stay.of], uuid4(), stay.slots)],
                )  # fmt: skip
            except tuple(REFUSALS) as refusal:
                refused.add(REFUSALS[type(refusal)])
        transaction.set_rollback(True)
    # Where several constraints speak the database names any of them.
    assert bool(said) == bool(refused)


def test_a_stay_is_in_conflict_with_what_was_wanted_before_it(cebu: Facility, seats: dict[str, Workstation]) -> None:
    slots = ShiftPattern.objects.get(slug="day").slots(cebu, Period(MONDAY))
    stay = Stay(seats["A1"].pk, None, "acme", slots, "first")
    other = Stay(seats["A1"].pk, None, "acme", slots, "second")
    [found] = conflicts([stay, other], [])
    assert (found.stay.of, found.other.of, found.reason) == ("second", "first", Reason.SEAT)
    assert list(conflicts([stay], [])) == []
