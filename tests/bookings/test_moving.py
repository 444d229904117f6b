"""Seats of a lease move within the facility: nobody is doubled, nothing is charged, and the client is told."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import SYSTEM, Person, Staff
from accounts.errors import NotAllowed
from accounts.models import Client, User
from bookings import errors
from bookings.charges import charges_for, total
from bookings.enums import AmendmentKind, BookingState
from bookings.models import Amendment, Booking, OneOff
from bookings.queries.details import timeline
from bookings.queries.facts import facts_of
from bookings.queries.targets import nearest
from facilities import errors as facilities
from facilities.models import Facility, Floor, Room, ShiftPattern, Workstation
from kernel.period import add_months, month_of
from kernel.states import WrongState
from outbox.models import Message
from tests import factories
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats
from tests.races.books import assert_one_story

pytestmark = pytest.mark.django_db

S = BookingState
JANUARY_11 = date(2027, 1, 11)
THEN = datetime.fromisoformat("2027-01-04T02:00:00Z")

Desks = dict[str, Workstation]


@pytest.fixture
def lease(hold_seats: HoldSeats, bring: Bring) -> Booking:
    """A1 … A3 from December on."""
    return bring(hold_seats("A1", "A2", "A3"), S.ACTIVE)


def move(lease: Booking, seats: Desks, moves: dict[str, str | None], **said: Any) -> Booking:
    """``{"A1": "B1"}`` from 11 January on, by nobody in particular."""
    pairs = {seats[seat].pk: seats[to].pk if to else None for seat, to in moves.items()}
    return changes.move_seats(
        booking=lease, moves=pairs, **{"effective_on": JANUARY_11, "actor": SYSTEM, "now": THEN, **said}
    )


def seats_on(booking: Booking, day: date) -> list[str]:
    rows = booking.allocations.select_related("workstation")
    return sorted(row.workstation.code for row in rows if row.days and day in row.days)


def months_of_lease(booking: Booking) -> list[Any]:
    """What each month from December to July comes to."""
    facts = facts_of([booking])[booking.pk]
    return [charges_for(month_of(add_months(date(2026, 12, 1), n)), facts) for n in range(8)]


def set_ups(booking: Booking) -> list[tuple[date, Decimal]]:
    """Each set-up that is owed: when, and how much."""
    return sorted(OneOff.objects.owed().filter(booking=booking).values_list("on", "unit_net"))


# --- Moved -----------------------------------------------------------------------------------------------------


def test_a_seat_ends_where_it_was_and_goes_on_where_it_is_moved(lease: Booking, seats: Desks) -> None:
    changed = move(lease, seats, {"A1": "B4"})
    assert seats_on(changed, date(2027, 1, 10)) == ["A1", "A2", "A3"]
    assert seats_on(changed, JANUARY_11) == ["A2", "A3", "B4"]
    assert changed.allocations.get(workstation=seats["A1"]).days.end == JANUARY_11
    assert changed.allocations.get(workstation=seats["B4"]).days.end is None
    assert_one_story()


def test_the_old_seat_is_free_from_the_day_of_the_move_and_the_new_one_is_not(
    lease: Booking, seats: Desks, hold_seats: HoldSeats, globex: Client
) -> None:
    move(lease, seats, {"A1": "B4"})
    with pytest.raises(errors.SeatsTaken):
        hold_seats("A1", client=globex, start=date(2027, 1, 8), now=THEN)
    with pytest.raises(errors.SeatsTaken):
        hold_seats("B4", client=globex, start=JANUARY_11, now=THEN)
    assert hold_seats("A1", client=globex, start=JANUARY_11, now=THEN)


def test_seats_trade_places(lease: Booking, seats: Desks) -> None:
    changed = move(lease, seats, {"A1": "A2", "A2": "A1", "A3": "B1"})
    assert seats_on(changed, JANUARY_11) == ["A1", "A2", "B1"]
    assert_one_story()


def test_the_nearest_free_seats_are_chosen(lease: Booking, seats: Desks, hold_seats: HoldSeats, globex: Client) -> None:
    hold_seats("B1", client=globex, now=THEN)
    changed = move(lease, seats, {"A1": None, "A3": None})
    # A4 is beside A3; B1, behind A1, is somebody else's.
    assert seats_on(changed, JANUARY_11) == ["A2", "A4", "B2"]
    assert_one_story()


def test_a_seat_named_is_not_chosen_for_another(lease: Booking, seats: Desks) -> None:
    changed = move(lease, seats, {"A2": None, "A3": "B2"})
    assert seats_on(changed, JANUARY_11)[0] == "A1"
    assert len(seats_on(changed, JANUARY_11)) == 3
    assert "B2" in seats_on(changed, JANUARY_11)


def test_a_lease_that_ends_moves_until_its_end(
    lease: Booking, seats: Desks, hold_seats: HoldSeats, globex: Client
) -> None:
    changes.give_notice(booking=lease, actor=SYSTEM, now=THEN)
    hold_seats("B1", client=globex, start=date(2027, 6, 1), now=THEN)
    changed = move(lease, seats, {"A1": "B1"})
    assert changed.allocations.get(workstation=seats["B1"]).days.end == date(2027, 6, 1)
    assert_one_story()


def test_a_move_on_the_first_day_leaves_nothing_behind(lease: Booking, seats: Desks, opal: User) -> None:
    first = date(2026, 12, 1)
    changed = move(lease, seats, {"A1": "B1"}, effective_on=first, actor=Staff(opal), reason="Mistyped.")
    assert changed.allocations.get(workstation=seats["A1"]).days is None
    assert seats_on(changed, first) == ["A2", "A3", "B1"]
    assert_one_story()


def test_a_seat_can_move_back(lease: Booking, seats: Desks) -> None:
    move(lease, seats, {"A1": "B1"})
    changed = move(lease, seats, {"B1": "A1"}, effective_on=date(2027, 2, 1))
    assert seats_on(changed, date(2027, 2, 1)) == ["A1", "A2", "A3"]
    assert changed.allocations.filter(workstation=seats["A1"]).count() == 2
    assert_one_story()


def test_nights_move_too(seats: Desks, hold_seats: HoldSeats, bring: Bring, nightly: ShiftPattern) -> None:
    lease = bring(hold_seats("A1", pattern=nightly), S.ACTIVE)
    move(lease, seats, {"A1": "A2"})
    assert_one_story()


# --- What it costs ---------------------------------------------------------------------------------------------


@given(
    story=st.lists(st.tuples(st.sampled_from(["A1", "A2", "A3"]), st.integers(0, 200)), min_size=1, max_size=5),
)
def test_whatever_moves_when_no_month_costs_more_or_less(
    story: list[tuple[str, int]], lease: Booking, seats: Desks, opal: User
) -> None:
    before = months_of_lease(lease)
    setups = set_ups(lease)
    for _code, ahead in story:
        day = date(2026, 12, 1).fromordinal(date(2026, 12, 1).toordinal() + ahead)
        here = seats_on(lease, day)
        changes.move_seats(
            booking=lease, moves={seats[here[0]].pk: None}, effective_on=day, actor=Staff(opal), now=THEN,
            reason="A draught.",
        )  # fmt: skip
    lease.refresh_from_db()
    assert months_of_lease(lease) == before
    assert total(before[0]) > 0
    assert set_ups(lease) == setups
    assert_one_story()


def test_a_move_does_not_ask_for_the_months_to_be_billed_anew(lease: Booking, seats: Desks) -> None:
    Booking.objects.filter(pk=lease.pk).update(charges_changed_from=None)
    move(lease, seats, {"A1": "B1"})
    lease.refresh_from_db()
    assert lease.amendments.get().kind == AmendmentKind.MOVE_SEATS
    assert lease.charges_changed_from is None


# --- Told ------------------------------------------------------------------------------------------------------


def test_the_client_reads_who_moves_where_and_why(lease: Booking, seats: Desks, opal: User, alice: User) -> None:
    move(lease, seats, {"A1": "B1", "A2": "B2"}, actor=Staff(opal), reason="The wall is painted.")
    mail = Message.objects.get(to=alice.email, kind="bookings.amended")
    for text in (mail.text, mail.html):
        assert "2 seats move from 11 Jan 2027 on: A1 → B1, A2 → B2." in text
        assert "The wall is painted." in text
        assert "What you pay stays the same." in text
    event = timeline(lease)[0]
    assert event.what == "2 seats move from 11 Jan 2027 on: A1 → B1, A2 → B2."
    assert event.details["reason"] == "The wall is painted."
    assert Amendment.objects.get(booking=lease).made_by == opal


def test_other_mails_of_changes_say_nothing_of_moves(lease: Booking, alice: User) -> None:
    changes.add_seats(booking=lease, effective_on=JANUARY_11, seats=1, actor=SYSTEM, now=THEN)
    mail = Message.objects.get(to=alice.email, kind="bookings.amended")
    assert "1 seat added from 11 Jan 2027" in mail.text
    assert "stays the same" not in mail.text + mail.html
    assert "Why:" not in mail.text + mail.html


def test_staff_say_why(lease: Booking, seats: Desks, opal: User) -> None:
    with pytest.raises(errors.ReasonMissing):
        move(lease, seats, {"A1": "B1"}, actor=Staff(opal), reason=" ")
    assert not Amendment.objects.exists()


# --- Refused ---------------------------------------------------------------------------------------------------


def test_a_seat_that_somebody_has_is_named_with_the_nearest(
    lease: Booking, seats: Desks, hold_seats: HoldSeats, globex: Client
) -> None:
    hold_seats("B1", client=globex, start=date(2027, 3, 1), now=THEN)
    with pytest.raises(errors.SeatsTaken) as caught:
        move(lease, seats, {"A1": "B1", "A2": "B2"})
    assert caught.value.details["seats"] == ["B1"]
    assert caught.value.details["alternative"] == ["B3"]
    assert seats_on(lease, JANUARY_11) == ["A1", "A2", "A3"]
    assert not Amendment.objects.exists()


def test_a_seat_too_close_to_a_strangers_shift_is_named(
    lease: Booking, seats: Desks, hold_seats: HoldSeats, globex: Client, evening_shift: ShiftPattern
) -> None:
    hold_seats("B1", client=globex, pattern=evening_shift, now=THEN)
    with pytest.raises(errors.SeatsTaken) as caught:
        move(lease, seats, {"A1": "B1"})
    assert caught.value.details["seats"] == ["B1"]


def test_a_room_let_to_one_company_stays_so(
    lease: Booking, seats: Desks, hold_seats: HoldSeats, globex: Client
) -> None:
    hold_seats("S1", client=globex, now=THEN)
    with pytest.raises(errors.SeatsTaken) as caught:
        move(lease, seats, {"A1": "S2"})
    assert caught.value.details["seats"] == ["S2"]


def test_a_seat_of_its_own_that_stays_is_no_place_to_move_to(lease: Booking, seats: Desks) -> None:
    with pytest.raises(errors.SeatsTaken) as caught:
        move(lease, seats, {"A1": "A2"})
    assert caught.value.details["seats"] == ["A2"]


def test_where_nothing_is_left_it_is_said(lease: Booking, seats: Desks, hold_seats: HoldSeats, globex: Client) -> None:
    hold_seats("A4", "B1", "B2", "B3", "B4", "S1", client=globex, now=THEN)
    with pytest.raises(errors.NoneLeft):
        move(lease, seats, {"A1": "B1"})
    with pytest.raises(errors.NotEnoughSeats) as caught:
        move(lease, seats, {"A1": None})
    assert caught.value.details == {"asked": 1, "free": 0}


@pytest.mark.parametrize("moves", [{"A1": "B1", "A2": "B1"}, {"A1": "A1"}])
def test_no_two_move_to_one_seat_and_none_to_itself(moves: dict[str, str | None], lease: Booking, seats: Desks) -> None:
    with pytest.raises(errors.MoveTargetsConflict):
        move(lease, seats, moves)


def test_no_seats_are_no_move(lease: Booking, seats: Desks) -> None:
    with pytest.raises(errors.NothingToMove):
        move(lease, seats, {})


def test_seats_of_somebody_else_are_not_moved(
    lease: Booking, seats: Desks, hold_seats: HoldSeats, globex: Client
) -> None:
    hold_seats("B1", client=globex, now=THEN)
    with pytest.raises(errors.NotThisBookingsSeats):
        move(lease, seats, {"B1": "B2"})


def test_a_seat_out_of_service_or_elsewhere_is_no_place_to_move_to(lease: Booking, seats: Desks) -> None:
    Workstation.objects.filter(pk=seats["B1"].pk).update(state="spare")
    with pytest.raises(facilities.SeatsUnknown):
        move(lease, seats, {"A1": "B1"})
    [elsewhere] = factories.make_room(factories.make_facility("Davao"), "Floor", {"Z": 1})
    with pytest.raises(facilities.SeatsUnknown):
        move(lease, {**seats, "Z1": elsewhere}, {"A1": "Z1"})


def test_a_seat_out_of_service_can_be_left(lease: Booking, seats: Desks) -> None:
    Workstation.objects.filter(pk=seats["A1"].pk).update(state="spare")
    assert seats_on(move(lease, seats, {"A1": "B1"}), JANUARY_11) == ["A2", "A3", "B1"]


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2027, 1, 3)])
def test_a_client_moves_nothing_in_the_past(day: date, lease: Booking, seats: Desks, alice: User) -> None:
    with pytest.raises(errors.OutsideTheLease):
        move(lease, seats, {"A1": "B1"}, effective_on=day, actor=Person(alice))


def test_a_hold_does_not_move(hold_seats: HoldSeats, seats: Desks, now: datetime) -> None:
    with pytest.raises(WrongState):
        move(hold_seats("A1"), seats, {"A1": "B1"}, now=now)


def test_outsiders_and_onlookers_move_nothing(lease: Booking, seats: Desks, mallory: User, victor: User) -> None:
    for user in (mallory, victor):
        with pytest.raises(NotAllowed):
            move(lease, seats, {"A1": "B1"}, actor=Person(user))


# --- Near ------------------------------------------------------------------------------------------------------


def test_nearest_prefers_the_room_and_gives_each_its_own(cebu: Facility, seats: Desks) -> None:
    found = nearest([seats["A1"], seats["A2"]], [seats["B2"], seats["S1"], seats["B1"]])
    assert {seat: target.code for seat, target in found.items()} == {seats["A1"].pk: "B1", seats["A2"].pk: "B2"}


def test_nearest_leaves_out_who_finds_no_place(cebu: Facility, seats: Desks) -> None:
    assert len(nearest([seats["A1"], seats["A2"]], [seats["B2"]])) == 1
    assert nearest([seats["A1"]], [seats["B1"]], but={seats["B1"].pk}) == {}


def desk(level: int, room: str, position: int) -> Workstation:
    """``5F03``: a seat that needs no database."""
    place = Room(pk=uuid5(NAMESPACE_OID, f"{level}{room}"), floor=Floor(level=level))
    code = f"{level}{room}{position:02}"
    return Workstation(
        pk=uuid5(NAMESPACE_OID, code), room=place, code=code, row="A", position=position, x=100 * position, y=0
    )


def pairs(moving: list[Workstation], free: list[Workstation]) -> dict[str, str]:
    found = nearest(moving, free)
    return {seat.code: found[seat.pk].code for seat in moving if seat.pk in found}


def test_a_seat_stays_on_its_floor_while_one_is_free_there() -> None:
    assert pairs([desk(7, "G", 1)], [desk(8, "B", 1), desk(7, "H", 30)]) == {"7G01": "7H30"}
    assert pairs([desk(7, "G", 1)], [desk(9, "B", 1), desk(6, "H", 30)]) == {"7G01": "6H30"}


def test_seats_that_move_along_keep_their_order() -> None:
    moving = [desk(5, "F", 9), desk(5, "F", 10)]
    assert pairs(moving, [desk(5, "F", 12), desk(5, "F", 11)]) == {"5F09": "5F11", "5F10": "5F12"}
    assert pairs(moving, [desk(5, "F", 14), desk(5, "F", 11)]) == {"5F09": "5F11", "5F10": "5F14"}


def test_neighbours_stay_neighbours_where_they_can() -> None:
    moving = [desk(5, "F", 9), desk(5, "F", 10)]
    free = [desk(5, "F", 11), *(desk(5, "F", position) for position in (15, 16))]
    assert pairs(moving, free) == {"5F09": "5F15", "5F10": "5F16"}


DESKS = [desk(level, room, position) for level in (5, 6, 7) for room in "FG" for position in range(1, 7)]


@given(st.lists(st.sampled_from(DESKS), unique=True), st.sets(st.sampled_from(range(len(DESKS)))))
def test_nobody_shares_a_target_or_goes_farther_than_need_be(free: list[Workstation], chosen: set[int]) -> None:
    moving = [DESKS[number] for number in chosen if DESKS[number] not in free]
    found = nearest(moving, free)
    targets = [target.pk for target in found.values()]
    assert len(set(targets)) == len(targets) == min(len(moving), len(free))
    left = [target for target in free if target.pk not in targets]
    for seat in moving:
        if seat.pk in found:
            assert not [target for target in left if _levels(seat, target) < _levels(seat, found[seat.pk])]
            assert found[seat.pk].room_id == seat.room_id or seat.room_id not in {target.room_id for target in left}


def _levels(seat: Workstation, target: Workstation) -> int:
    return abs(seat.room.floor.level - target.room.floor.level)
