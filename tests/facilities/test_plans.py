"""What somebody who asks about a shift on some days learns of each seat, and what nobody learns."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.actors import SYSTEM
from accounts.models import Client
from bookings.enums import BookingState
from facilities.demand import Demand
from facilities.enums import SeatAvailability, WorkstationState
from facilities.models import Facility, ShiftPattern, Workstation
from facilities.operations import close_workstation
from facilities.queries.plans import SeatPlan, floor_plans
from kernel.period import Period
from tests import factories
from tests.conftest import Bring, HoldSeats

pytestmark = pytest.mark.django_db

S = SeatAvailability
DECEMBER = Period(date(2026, 12, 1), date(2027, 1, 1))


def plan(
    facility: Facility, pattern: ShiftPattern, now: datetime, *, days: Period = DECEMBER, client: Client | None = None
) -> dict[str, SeatPlan]:
    floors = floor_plans(Demand(pattern, days, client), facility=facility, now=now)
    return {seat.code: seat for floor in floors for room in floor.rooms for seat in room.seats}


def test_each_seat_says_how_it_stands(
    cebu: Facility,
    seats: dict[str, Workstation],
    hold_seats: HoldSeats,
    bring: Bring,
    acme: Client,
    globex: Client,
    day_shift: ShiftPattern,
    now: datetime,
) -> None:
    hold_seats("A1", client=globex)
    bring(hold_seats("A2", client=globex), BookingState.CONFIRMED)
    hold_seats("A3")
    close_workstation(workstation=seats["A4"], days=Period(date(2026, 12, 7)), reason="Wiring", actor=SYSTEM, now=now)
    Workstation.objects.filter(code="B1").update(state=WorkstationState.SPARE)
    Workstation.objects.filter(code="B2").update(state=WorkstationState.RETIRED)
    seen = plan(cebu, day_shift, now, client=acme)
    assert {code: seat.availability for code, seat in seen.items()} == {
        "A1": S.HELD,
        "A2": S.TAKEN,
        "A3": S.YOURS,
        "A4": S.CLOSED,
        "B1": S.CLOSED,
        "B3": S.FREE,
        "B4": S.FREE,
        "S1": S.FREE,
        "S2": S.FREE,
        "S3": S.FREE,
        "S4": S.FREE,
    }
    assert seen["B3"].is_free
    assert not seen["A3"].is_free


def test_a_visitor_sees_nobodys_seats_as_their_own(
    cebu: Facility, hold_seats: HoldSeats, day_shift: ShiftPattern, now: datetime
) -> None:
    hold_seats("A1")
    assert plan(cebu, day_shift, now)["A1"].availability == S.HELD


def test_a_seat_taken_says_until_when_and_one_taken_without_end_does_not(
    cebu: Facility, hold_seats: HoldSeats, globex: Client, day_shift: ShiftPattern, now: datetime
) -> None:
    hold_seats("A1", client=globex, months=1, auto_renews=False)
    hold_seats("A2", client=globex, months=1)
    seen = plan(cebu, day_shift, now)
    assert seen["A1"].until == date(2026, 12, 31)
    assert seen["A2"].until is None


def test_the_latest_of_several_ends_counts(
    cebu: Facility,
    hold_seats: HoldSeats,
    globex: Client,
    day_shift: ShiftPattern,
    all_hours: ShiftPattern,
    now: datetime,
) -> None:
    hold_seats("A1", client=globex, months=1, auto_renews=False)
    hold_seats("A1", start=date(2027, 1, 1), months=1, auto_renews=False)
    seen = plan(cebu, all_hours, now, days=Period(date(2026, 12, 1), date(2027, 6, 1)))
    assert seen["A1"].until == date(2027, 1, 29), "a Friday: the day shift is over with it"


def test_another_shift_on_the_desk_does_not_count(
    cebu: Facility, hold_seats: HoldSeats, night_shift: ShiftPattern, day_shift: ShiftPattern, now: datetime
) -> None:
    hold_seats("A1", pattern=night_shift)
    assert plan(cebu, day_shift, now)["A1"].is_free


def test_a_strangers_buffer_counts_and_ones_own_does_not(
    cebu: Facility,
    hold_seats: HoldSeats,
    acme: Client,
    globex: Client,
    evening_shift: ShiftPattern,
    now: datetime,
) -> None:
    hold_seats("A1")
    assert plan(cebu, evening_shift, now, client=globex)["A1"].availability == S.HELD
    assert plan(cebu, evening_shift, now, client=acme)["A1"].is_free


def test_a_suite_somebody_has_is_taken_for_all_others(
    cebu: Facility, hold_seats: HoldSeats, acme: Client, globex: Client, day_shift: ShiftPattern, now: datetime
) -> None:
    hold_seats("S1")
    theirs = plan(cebu, day_shift, now, client=acme)
    others = plan(cebu, day_shift, now, client=globex)
    assert [theirs[code].availability for code in ("S1", "S2")] == [S.YOURS, S.FREE]
    assert [others[code].availability for code in ("S1", "S2")] == [S.HELD, S.TAKEN]


def test_a_hold_that_ran_out_is_free(
    cebu: Facility, hold_seats: HoldSeats, globex: Client, day_shift: ShiftPattern, now: datetime
) -> None:
    hold_seats("A1")
    assert plan(cebu, day_shift, now + timedelta(hours=48), client=globex)["A1"].is_free


def test_floors_come_from_the_bottom_and_count_their_seats(
    cebu: Facility, hold_seats: HoldSeats, day_shift: ShiftPattern, now: datetime
) -> None:
    factories.make_room(cebu, "Roof", {"R": 2}, level=9)
    hold_seats("A1")
    first, roof = floor_plans(Demand(day_shift, DECEMBER), facility=cebu, now=now)
    assert (first.floor.level, roof.floor.level) == (1, 9)
    assert [room.room.name for room in first.rooms] == ["Main floor", "Suite"]
    assert [room.free for room in first.rooms] == [7, 4]
    assert first.counts == {S.FREE: 11, S.HELD: 1, S.TAKEN: 0, S.CLOSED: 0, S.YOURS: 0}


def test_of_some_floors_only_those_are_drawn_and_as_they_would_be(
    cebu: Facility, hold_seats: HoldSeats, day_shift: ShiftPattern, now: datetime
) -> None:
    factories.make_room(cebu, "Roof", {"R": 2}, level=9)
    hold_seats("A1")
    demand = Demand(day_shift, DECEMBER)
    first, roof = floor_plans(demand, facility=cebu, now=now)
    for floor in (first, roof):
        [drawn] = floor_plans(demand, facility=cebu, now=now, only={floor.floor.pk})
        assert (drawn.floor, [room.seats for room in drawn.rooms]) == (
            floor.floor,
            [room.seats for room in floor.rooms],
        )
    assert floor_plans(demand, facility=cebu, now=now, only=set()) == []


def test_a_plan_never_says_who_sits_where() -> None:
    assert set(SeatPlan._fields) == {
        "id", "code", "x", "y", "rotation", "row", "position", "availability", "until", "features",
    }  # fmt: skip
