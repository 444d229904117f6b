"""Many want what few can have, at once: exactly as many win as can, nobody is doubled, nothing deadlocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest

from accounts.actors import SYSTEM, Person, Staff
from accounts.models import Client, User
from bookings import errors, operations
from bookings.enums import WaitlistState
from bookings.models import Allocation, Booking, BookingPolicy, WaitlistEntry
from bookings.queries.waitlist import first_in_line
from bookings.seat_requests import SeatRequest
from facilities import errors as facilities
from facilities.models import Facility, Package, ShiftPattern, Workstation
from tests import factories
from tests.bookings import changes
from tests.conftest import HoldSeats
from tests.races.books import assert_one_story
from tests.races.conftest import Race

pytestmark = pytest.mark.django_db(transaction=True)

DECEMBER_1 = date(2026, 12, 1)


@pytest.fixture
def crowd(db: None) -> list[Client]:
    """Sixteen companies."""
    return [factories.make_client(f"Rival{n}") for n in range(16)]


def test_one_of_many_gets_the_desk_and_the_others_hear_of_the_next(
    race: Race, hold_seats: HoldSeats, crowd: list[Client], shifts: list[ShiftPattern]
) -> None:
    day, night, nightly, _evening, always = shifts
    # Any two of a set meet in some minute of some day, though no two sets are the same.
    for desk, meeting in {"A1": [day, always], "B1": [night, nightly, always]}.items():
        wishes = [
            partial(
                hold_seats,
                desk,
                client=client,
                pattern=meeting[n % len(meeting)],
                start=DECEMBER_1 + timedelta(days=n % 5),
                months=1 + n % 3,
                auto_renews=n % 2 == 0,
            )
            for n, client in enumerate(crowd)
        ]
        outcome = race(*wishes)
        assert len(outcome.won) == 1
        for refusal in outcome.refused:
            assert isinstance(refusal, errors.SeatsTaken)
            assert refusal.details["seats"] == [desk]
            [alternative] = refusal.details["alternative"]
            assert alternative in {"A2", "B2", "A1"} - {desk}
    assert_one_story()


def test_when_it_is_the_only_desk_the_others_hear_that_nothing_is_left(
    race: Race, hold_seats: HoldSeats, cebu: Facility, crowd: list[Client]
) -> None:
    Workstation.objects.filter(facility=cebu).exclude(code="A1").update(state="retired")
    outcome = race(*(partial(hold_seats, "A1", client=client) for client in crowd))
    assert len(outcome.won) == 1
    assert {type(refusal) for refusal in outcome.refused} == {errors.NoneLeft}


@pytest.mark.parametrize("wanted", [3, 5, 8])
def test_of_those_who_ask_for_any_seats_as_many_win_as_there_is_room_for(
    wanted: int, race: Race, hold_seats: HoldSeats, cebu: Facility, crowd: list[Client]
) -> None:
    Workstation.objects.filter(facility=cebu, room__is_exclusive=True).update(state="retired")
    outcome = race(*(partial(hold_seats, seats=wanted, client=client) for client in crowd))
    assert len(outcome.won) == 8 // wanted
    assert {type(refusal) for refusal in outcome.refused} == {errors.NotEnoughSeats}
    assert {refusal.details["free"] for refusal in outcome.refused} <= {8 % wanted}
    assert Allocation.objects.count() == wanted * (8 // wanted)
    assert_one_story()


def test_those_who_name_seats_and_those_who_do_not_share_them_out(
    race: Race, hold_seats: HoldSeats, cebu: Facility, crowd: list[Client]
) -> None:
    Workstation.objects.filter(facility=cebu, room__is_exclusive=True).update(state="retired")
    named = [("A1", "A2"), ("A2", "A1"), ("B4", "B3"), ("A2", "B4"), ("B3", "A1")]
    wishes: list[Callable[[], Booking]] = [
        partial(hold_seats, *codes, client=client) for codes, client in zip(named, crowd, strict=False)
    ]
    wishes += [partial(hold_seats, seats=1, client=client) for client in crowd[len(named) :]]
    outcome = race(*wishes)
    known = (errors.SeatsTaken, errors.NoneLeft, errors.NotEnoughSeats)
    assert all(isinstance(refusal, known) for refusal in outcome.refused)
    taken = Allocation.objects.count()
    assert taken == Workstation.objects.filter(occupancies__released_at=None, occupancies__id__isnull=False).count()
    # Eleven want one seat each: none of the eight stays empty.
    assert taken == 8
    assert_one_story()


def test_day_and_night_both_win(
    race: Race, hold_seats: HoldSeats, acme: Client, globex: Client, day_shift: ShiftPattern, night_shift: ShiftPattern
) -> None:
    for desk in ("A1", "A2", "A3", "A4"):
        outcome = race(
            partial(hold_seats, desk, client=acme, pattern=day_shift),
            partial(hold_seats, desk, client=globex, pattern=night_shift),
        )
        assert len(outcome.won) == 2
    assert_one_story()


def test_strangers_too_close_to_each_other_do_not_both_win(
    race: Race, hold_seats: HoldSeats, globex: Client, evening_shift: ShiftPattern
) -> None:
    outcome = race(
        partial(hold_seats, "A1"),
        partial(hold_seats, "A1", client=globex, pattern=evening_shift),
    )
    assert len(outcome.won) == 1
    assert [type(refusal) for refusal in outcome.refused] == [facilities.BufferNeeded]


def test_a_suite_goes_to_one_company(race: Race, hold_seats: HoldSeats, crowd: list[Client]) -> None:
    outcome = race(*(partial(hold_seats, f"S{1 + n % 4}", client=client) for n, client in enumerate(crowd)))
    assert len(outcome.won) == 1
    assert {type(refusal) for refusal in outcome.refused} <= {facilities.RoomExclusive, errors.SeatsTaken}
    assert_one_story()


def test_the_suite_and_the_floor_are_shared_out_by_our_choice(
    race: Race, hold_seats: HoldSeats, crowd: list[Client]
) -> None:
    outcome = race(*(partial(hold_seats, seats=4, client=client) for client in crowd))
    # Four in the suite for one company, and twice four on the floor.
    assert len(outcome.won) == 3
    assert {type(refusal) for refusal in outcome.refused} == {errors.NotEnoughSeats}
    assert_one_story()


def test_a_lapsed_hold_goes_to_one_rival_as_a_whole(
    race: Race, hold_seats: HoldSeats, crowd: list[Client], now: datetime
) -> None:
    lapsed = hold_seats("A1", "A2", "A3")
    later = now + timedelta(hours=49)
    outcome = race(
        *(partial(hold_seats, f"A{1 + n % 3}", client=client, now=later) for n, client in enumerate(crowd)),
        partial(operations.expire_hold, booking=lapsed, now=later),
    )
    assert len([booking for booking in outcome.won if isinstance(booking, Booking)]) == 3
    assert_one_story()


def test_a_company_at_its_limit_gets_one_more_hold_not_two(
    race: Race, hold_seats: HoldSeats, alice: User, olga: User
) -> None:
    for n in range(1, BookingPolicy().most_holds):
        hold_seats(f"A{n}", actor=Person(alice))
    outcome = race(
        *(partial(hold_seats, f"B{n}", actor=Person(user)) for n, user in enumerate([alice, olga] * 2, start=1))
    )
    assert len(outcome.won) == 1
    assert {type(refusal) for refusal in outcome.refused} == {errors.TooManyHolds}


def test_a_lease_that_grows_and_a_rival_meet_over_a_seat(
    race: Race, hold_seats: HoldSeats, globex: Client, opal: User, now: datetime, standard: Package
) -> None:
    booking = hold_seats("A1")
    staff = Staff(opal)
    operations.submit(booking=booking, accepted=True, actor=staff, now=now)
    booking = operations.confirm(booking=booking, actor=staff, now=now)
    for code in ("A2", "A3", "B1", "B2"):
        desk = Workstation.objects.get(facility=booking.facility, code=code)
        outcome = race(
            partial(
                changes.add_seats,
                booking=booking,
                effective_on=DECEMBER_1,
                workstations=[desk.pk],
                actor=staff,
                now=now,
            ),
            partial(hold_seats, code, client=globex),
        )
        assert len(outcome.won) == 1
        assert {type(refusal) for refusal in outcome.refused} == {errors.SeatsTaken}
    assert_one_story()


def test_of_two_whose_shifts_only_meet_after_march_one_wins(
    race: Race,
    hold_seats: HoldSeats,
    cebu: Facility,
    standard: Package,
    acme: Client,
    globex: Client,
    night_shift: ShiftPattern,
) -> None:
    early = factories.make_pattern("early", time(15, 45), 4.75)
    factories.make_rate(cebu, standard, early)
    for desk in ("A1", "A2", "A3", "A4"):
        outcome = race(
            partial(hold_seats, desk, client=acme, pattern=night_shift, time_zone="America/Chicago"),
            partial(hold_seats, desk, client=globex, pattern=early),
        )
        assert len(outcome.won) == 1
        assert isinstance(outcome.refused[0], errors.SeatsTaken | facilities.BufferNeeded)
    assert_one_story()


def test_two_clocks_and_a_visitor_want_what_came_free_for_those_who_wait(
    race: Race, hold_seats: HoldSeats, cebu: Facility, day_shift: ShiftPattern, crowd: list[Client], now: datetime
) -> None:
    Workstation.objects.filter(facility=cebu).exclude(code__startswith="A").update(state="retired")
    entries = [
        operations.join_waitlist(
            request=SeatRequest(
                client=client, facility=cebu, pattern=day_shift, seats=4, months=6, start=DECEMBER_1
            ),
            latest=DECEMBER_1, actor=SYSTEM, now=now + timedelta(minutes=n),
        )
        for n, client in enumerate(crowd[:3])
    ]  # fmt: skip

    def followed() -> int:
        return sum(operations.offer_seats(entry=entry, now=now) is not None for entry in first_in_line())

    visitor = partial(hold_seats, "A1", "A2", "A3", "A4", client=crowd[9])
    outcome = race(followed, followed, visitor)
    booking = Booking.objects.get()
    assert Allocation.objects.count() == 4
    states = list(WaitlistEntry.objects.order_by("joined_at").values_list("state", flat=True))
    if outcome.refused:
        assert booking.client == entries[0].client, "nobody is served before those who joined earlier"
        assert states == [WaitlistState.OFFERED, WaitlistState.WAITING, WaitlistState.WAITING]
    else:
        assert booking.client == crowd[9]
        assert states == [WaitlistState.WAITING] * 3
    assert_one_story()
