"""Seats come to a lease and go from it, on their day and not under what was committed."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.db.models import Sum

from accounts.actors import SYSTEM, Person, Staff
from accounts.models import Client, User
from bookings import errors
from bookings.enums import BookingState
from bookings.models import Amendment, Booking, OneOff
from facilities import errors as facilities
from facilities.models import Facility, Workstation
from tests import factories
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats
from tests.races.books import assert_one_story

pytestmark = pytest.mark.django_db

S = BookingState
JANUARY_11, JUNE_1 = date(2027, 1, 11), date(2027, 6, 1)
THEN = datetime.fromisoformat("2027-01-04T02:00:00Z")


@pytest.fixture
def lease(hold_seats: HoldSeats, bring: Bring) -> Booking:
    """A1 … A3 from December on, three seats committed for half a year."""
    return bring(hold_seats("A1", "A2", "A3"), S.ACTIVE)


def seats_on(booking: Booking, day: date) -> list[str]:
    rows = booking.allocations.select_related("workstation")
    return sorted(row.workstation.code for row in rows if row.days and day in row.days)


# --- Added -----------------------------------------------------------------------------------------------------


def test_seats_added_by_name_end_with_the_lease(lease: Booking, seats: dict[str, Workstation], alice: User) -> None:
    changed = changes.add_seats(
        booking=lease, effective_on=JANUARY_11, workstations=[seats["B2"].pk], actor=Person(alice), now=THEN
    )
    assert seats_on(changed, date(2027, 1, 10)) == ["A1", "A2", "A3"]
    assert seats_on(changed, JANUARY_11) == ["A1", "A2", "A3", "B2"]
    assert changed.allocations.get(workstation=seats["B2"]).days.end is None
    ended = changes.give_notice(booking=changed, actor=SYSTEM, now=THEN)
    assert {row.days.end for row in ended.allocations.all()} == {JUNE_1}
    assert_one_story()


def test_seats_added_by_number_are_chosen(lease: Booking, alice: User) -> None:
    changed = changes.add_seats(booking=lease, effective_on=JANUARY_11, seats=4, actor=Person(alice), now=THEN)
    assert len(seats_on(changed, JANUARY_11)) == 7
    assert_one_story()


def test_each_seat_added_is_set_up_once(lease: Booking) -> None:
    changes.add_seats(booking=lease, effective_on=JANUARY_11, seats=2, actor=SYSTEM, now=THEN)
    rows = OneOff.objects.owed().filter(booking=lease).order_by("on")
    owed = rows.values_list("on").annotate(quantity=Sum("quantity")).values_list("on", "quantity", "unit_net")
    assert list(owed) == [(date(2026, 12, 1), 3, Decimal(1500)), (JANUARY_11, 2, Decimal(1500))]


def test_a_seat_somebody_has_is_not_added(
    lease: Booking, seats: dict[str, Workstation], hold_seats: HoldSeats, globex: Client
) -> None:
    hold_seats("B1", client=globex, start=date(2027, 3, 1), now=THEN)
    with pytest.raises(errors.SeatsTaken):
        changes.add_seats(booking=lease, effective_on=JANUARY_11, workstations=[seats["B1"].pk], actor=SYSTEM, now=THEN)
    assert not Amendment.objects.exists()


def test_a_seat_of_its_own_is_not_added_again(lease: Booking, seats: dict[str, Workstation]) -> None:
    with pytest.raises(errors.SeatsTaken):
        changes.add_seats(booking=lease, effective_on=JANUARY_11, workstations=[seats["A1"].pk], actor=SYSTEM, now=THEN)


def test_more_seats_than_are_free_are_not_added(lease: Booking) -> None:
    with pytest.raises(errors.NotEnoughSeats) as caught:
        changes.add_seats(booking=lease, effective_on=JANUARY_11, seats=10, actor=SYSTEM, now=THEN)
    assert caught.value.details == {"asked": 10, "free": 9}


@pytest.mark.parametrize("nothing", [{"seats": 0}, {"workstations": []}, {}])
def test_no_seats_are_no_change(nothing: dict[str, object], lease: Booking) -> None:
    with pytest.raises(errors.TooFewSeats):
        changes.add_seats(
            booking=lease,
            effective_on=JANUARY_11,
            actor=SYSTEM,
            now=THEN,
            **nothing,  # type: ignore[arg-type]
        )
    with pytest.raises(errors.NotThisBookingsSeats):
        changes.remove_seats(booking=lease, effective_on=JUNE_1, workstations=[], actor=SYSTEM, now=THEN)
    assert not Amendment.objects.exists()


# --- Given back ------------------------------------------------------------------------------------------------


def test_a_seat_given_back_is_free_from_its_day_on(
    lease: Booking, seats: dict[str, Workstation], hold_seats: HoldSeats, globex: Client, alice: User
) -> None:
    changed = changes.remove_seats(
        booking=lease, effective_on=JUNE_1, workstations=[seats["A2"].pk], actor=Person(alice), now=THEN
    )
    assert seats_on(changed, date(2027, 5, 31)) == ["A1", "A2", "A3"]
    assert seats_on(changed, JUNE_1) == ["A1", "A3"]
    with pytest.raises(errors.SeatsTaken):
        hold_seats("A2", client=globex, start=date(2027, 5, 31), now=THEN)
    assert hold_seats("A2", client=globex, start=JUNE_1, now=THEN)
    assert_one_story()


def test_what_is_committed_stays(lease: Booking, seats: dict[str, Workstation], alice: User, opal: User) -> None:
    gone = {"booking": lease, "workstations": [seats["A2"].pk], "now": THEN}
    with pytest.raises(errors.BelowCommitment) as caught:
        changes.remove_seats(effective_on=date(2027, 5, 31), actor=Person(alice), **gone)  # type: ignore[arg-type]
    assert caught.value.details == {"committed": 3, "until": "1 Jun 2027", "removable": 0}
    assert changes.remove_seats(effective_on=date(2027, 5, 31), actor=Staff(opal), **gone)  # type: ignore[arg-type]


def test_seats_beyond_the_commitment_may_go(lease: Booking, seats: dict[str, Workstation], alice: User) -> None:
    changes.add_seats(booking=lease, effective_on=JANUARY_11, seats=2, actor=SYSTEM, now=THEN)
    actor = Person(alice)
    with pytest.raises(errors.BelowCommitment) as caught:
        changes.remove_seats(
            booking=lease, effective_on=date(2027, 2, 1), actor=actor, now=THEN,
            workstations=[seats[code].pk for code in ("A1", "A2", "A3")],
        )  # fmt: skip
    assert caught.value.details["removable"] == 2
    changed = changes.remove_seats(
        booking=lease, effective_on=date(2027, 2, 1), actor=actor, now=THEN,
        workstations=[seats["A1"].pk, seats["A2"].pk],
    )  # fmt: skip
    assert len(seats_on(changed, date(2027, 2, 1))) == 3


def test_a_seat_of_somebody_else_is_not_given_back(
    lease: Booking, seats: dict[str, Workstation], hold_seats: HoldSeats, globex: Client
) -> None:
    hold_seats("B1", client=globex)
    for code in ("B1", "B2"):
        with pytest.raises(errors.NotThisBookingsSeats):
            changes.remove_seats(
                booking=lease, effective_on=JUNE_1, workstations=[seats[code].pk], actor=SYSTEM, now=THEN
            )
    assert_one_story()


def test_a_seat_that_is_out_of_service_can_be_given_back(lease: Booking, seats: dict[str, Workstation]) -> None:
    Workstation.objects.filter(pk=seats["A2"].pk).update(state="spare")
    changed = changes.remove_seats(
        booking=lease, effective_on=JUNE_1, workstations=[seats["A2"].pk], actor=SYSTEM, now=THEN
    )
    assert seats_on(changed, JUNE_1) == ["A1", "A3"]


def test_a_seat_is_given_back_though_the_house_rules_have_changed(
    lease: Booking, seats: dict[str, Workstation], hold_seats: HoldSeats, globex: Client, bring: Bring, cebu: Facility
) -> None:
    late = factories.make_pattern("late", time(18, 15), 2.75)
    factories.make_rate(cebu, lease.package, late)
    neighbour = bring(hold_seats("A1", "A2", client=globex, pattern=late), S.ACTIVE)
    # Neither could be let like this any more, but let they are.
    Facility.objects.filter(pk=cebu.pk).update(handover_minutes=60)
    changed = changes.remove_seats(
        booking=lease, effective_on=JUNE_1, workstations=[seats["A2"].pk], actor=SYSTEM, now=THEN
    )
    assert seats_on(changed, JUNE_1) == ["A1", "A3"]
    for booking in (lease, neighbour):
        assert changes.give_notice(booking=booking, actor=SYSTEM, now=THEN).state == S.NOTICE_GIVEN
    assert_one_story()


def test_a_seat_given_back_before_its_first_day_was_never_sold(lease: Booking, seats: dict[str, Workstation]) -> None:
    changes.add_seats(booking=lease, effective_on=JUNE_1, workstations=[seats["B1"].pk], actor=SYSTEM, now=THEN)
    changes.remove_seats(booking=lease, effective_on=JUNE_1, workstations=[seats["B1"].pk], actor=SYSTEM, now=THEN)
    assert lease.allocations.get(workstation=seats["B1"]).days is None
    assert_one_story()


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2027, 1, 3)])
def test_a_client_changes_nothing_in_the_past(
    day: date, lease: Booking, seats: dict[str, Workstation], alice: User
) -> None:
    actor = Person(alice)
    with pytest.raises(errors.OutsideTheLease):
        changes.add_seats(booking=lease, effective_on=day, seats=1, actor=actor, now=THEN)
    with pytest.raises(errors.OutsideTheLease):
        changes.remove_seats(booking=lease, effective_on=day, workstations=[seats["A1"].pk], actor=actor, now=THEN)


def test_an_unknown_seat_is_not_added(lease: Booking) -> None:
    with pytest.raises(facilities.SeatsUnknown):
        changes.add_seats(booking=lease, effective_on=JANUARY_11, workstations=[lease.pk], actor=SYSTEM, now=THEN)
