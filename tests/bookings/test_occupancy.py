"""Who may sit where and when: two clients on one desk, nights that end in the morning, hand-over, suites, holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest

from accounts.actors import SYSTEM
from accounts.models import Client, User
from bookings import errors, operations
from bookings.enums import BookingState
from bookings.models import Booking
from bookings.seat_requests import SeatRequest
from facilities import errors as facilities
from facilities.demand import Demand
from facilities.enums import Purpose
from facilities.models import Facility, Occupancy, Package, ShiftPattern, Workstation
from facilities.operations import close_workstation, reopen_workstation
from facilities.queries.availability import free_workstations
from kernel.period import Period
from outbox.models import Message
from tests import factories
from tests.conftest import HoldSeats

JUNE = date(2026, 6, 1)
NOVEMBER_30 = date(2026, 11, 30)  # a Monday
DECEMBER_1 = date(2026, 12, 1)
DECEMBER_2 = date(2026, 12, 2)


@pytest.fixture
def small_hours(cebu: Facility, standard: Package) -> ShiftPattern:
    """Mondays only, midnight to 5:00."""
    pattern = factories.make_pattern("small-hours", time(0), 5, weekdays=[0])
    factories.make_rate(cebu, standard, pattern)
    return pattern


@pytest.fixture
def late_shift(cebu: Facility, standard: Package) -> ShiftPattern:
    """Monday to Friday, 18:15 to 21:00: leaves the day shift its fifteen minutes."""
    pattern = factories.make_pattern("late", time(18, 15), 2.75)
    factories.make_rate(cebu, standard, pattern)
    return pattern


def codes(seats: Sequence[Workstation]) -> list[str]:
    return sorted(seat.code for seat in seats)


# --- One desk, many shifts -------------------------------------------------------------------------------------


def test_acme_by_day_and_globex_by_night_share_a_desk(
    hold_seats: HoldSeats, globex: Client, night_shift: ShiftPattern
) -> None:
    assert hold_seats("A1").state == hold_seats("A1", client=globex, pattern=night_shift).state == BookingState.HELD


def test_a_desk_is_not_let_twice_in_the_same_hours(hold_seats: HoldSeats, globex: Client) -> None:
    hold_seats("A1")
    with pytest.raises(errors.SeatsTaken) as caught:
        hold_seats("A1", client=globex)
    assert caught.value.details["seats"] == ["A1"]
    assert caught.value.details["alternative"] == ["A2"]
    assert "A1: just taken" in str(caught.value)


def test_even_one_client_sits_only_once(hold_seats: HoldSeats, all_hours: ShiftPattern) -> None:
    hold_seats("A1")
    with pytest.raises(errors.SeatsTaken):
        hold_seats("A1", pattern=all_hours)


def test_the_refusal_names_only_the_seats_lost_and_as_many_near_ones(
    hold_seats: HoldSeats, globex: Client, seats: dict[str, Workstation]
) -> None:
    hold_seats("A1", "A2")
    with pytest.raises(errors.SeatsTaken) as caught:
        hold_seats("A1", "A2", "A3", client=globex)
    assert caught.value.details["seats"] == ["A1", "A2"]
    # A3 is wanted already, so it is no alternative to itself; B1 and B2 are opposite A1 and A2.
    assert caught.value.details["alternative"] == ["B1", "B2"]
    assert caught.value.details["alternative_ids"] == [str(seats["B1"].pk), str(seats["B2"].pk)]


def test_when_nothing_is_left_the_refusal_says_so(hold_seats: HoldSeats, globex: Client) -> None:
    hold_seats("A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "S1")
    with pytest.raises(errors.NoneLeft) as caught:
        hold_seats("A1", client=globex)
    assert "nothing else is free" in str(caught.value)


# --- Past midnight ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "allowed"), [(DECEMBER_1, False), (DECEMBER_2, True)])
def test_the_last_night_is_guarded_until_its_morning(
    start: date,
    allowed: bool,
    hold_seats: HoldSeats,
    globex: Client,
    nightly: ShiftPattern,
    all_hours: ShiftPattern,
) -> None:
    lease = hold_seats("A1", pattern=nightly, start=JUNE, months=6, auto_renews=False)
    assert lease.days.last == NOVEMBER_30
    if allowed:
        assert hold_seats("A1", client=globex, pattern=all_hours, start=start).start == start
    else:
        with pytest.raises(errors.SeatsTaken):
            hold_seats("A1", client=globex, pattern=all_hours, start=start)


def test_a_day_shift_may_begin_on_the_morning_after_the_last_night(
    hold_seats: HoldSeats, globex: Client, nightly: ShiftPattern
) -> None:
    hold_seats("A1", pattern=nightly, start=JUNE, months=6, auto_renews=False)
    assert hold_seats("A1", client=globex, start=DECEMBER_1)


def test_the_next_night_shift_begins_where_the_last_one_ended(
    hold_seats: HoldSeats, globex: Client, nightly: ShiftPattern
) -> None:
    hold_seats("A1", pattern=nightly, start=JUNE, months=6, auto_renews=False)
    assert hold_seats("A1", client=globex, pattern=nightly, start=DECEMBER_1)


def test_weeknights_let_to_a_sunday_are_over_on_saturday_morning(
    hold_seats: HoldSeats, globex: Client, night_shift: ShiftPattern, all_hours: ShiftPattern
) -> None:
    lease = hold_seats("A1", pattern=night_shift, months=2, auto_renews=False)
    assert lease.days.last == date(2027, 1, 31)  # a Sunday
    assert hold_seats("A1", client=globex, pattern=all_hours, start=date(2027, 2, 1))


@pytest.mark.parametrize(("start", "allowed"), [(NOVEMBER_30, False), (date(2026, 12, 7), True)])
def test_a_sunday_night_ends_on_monday_morning(
    start: date, allowed: bool, hold_seats: HoldSeats, globex: Client, nightly: ShiftPattern, small_hours: ShiftPattern
) -> None:
    sunday = date(2026, 11, 29)
    lease = hold_seats("A1", pattern=nightly, start=date(2026, 10, 30), months=1, auto_renews=False)
    assert lease.days.last == sunday
    if allowed:
        assert hold_seats("A1", client=globex, pattern=small_hours, start=start)
    else:
        with pytest.raises(errors.SeatsTaken):
            hold_seats("A1", client=globex, pattern=small_hours, start=start)


# --- Hand-over between strangers -------------------------------------------------------------------------------


def test_strangers_leave_fifteen_minutes_between_them(
    hold_seats: HoldSeats, globex: Client, evening_shift: ShiftPattern
) -> None:
    hold_seats("A1")
    with pytest.raises(facilities.BufferNeeded):
        hold_seats("A1", client=globex, pattern=evening_shift)


def test_the_buffer_counts_whoever_came_first(
    hold_seats: HoldSeats, globex: Client, evening_shift: ShiftPattern
) -> None:
    hold_seats("A1", client=globex, pattern=evening_shift)
    with pytest.raises(facilities.BufferNeeded):
        hold_seats("A1")


def test_fifteen_minutes_are_enough(hold_seats: HoldSeats, globex: Client, late_shift: ShiftPattern) -> None:
    hold_seats("A1")
    assert hold_seats("A1", client=globex, pattern=late_shift)


def test_a_clients_own_shifts_may_touch(hold_seats: HoldSeats, evening_shift: ShiftPattern) -> None:
    hold_seats("A1")
    assert hold_seats("A1", pattern=evening_shift)


def test_each_facility_has_its_own_buffer(
    hold_seats: HoldSeats, cebu: Facility, globex: Client, evening_shift: ShiftPattern
) -> None:
    Facility.objects.filter(pk=cebu.pk).update(handover_minutes=0)
    cebu.refresh_from_db()
    hold_seats("A1")
    assert hold_seats("A1", client=globex, pattern=evening_shift)


# --- Suites ----------------------------------------------------------------------------------------------------


def test_a_suite_is_let_to_one_company_at_a_time(
    hold_seats: HoldSeats, globex: Client, night_shift: ShiftPattern
) -> None:
    hold_seats("S1")
    with pytest.raises(facilities.RoomExclusive):
        hold_seats("S2", client=globex)
    with pytest.raises(facilities.RoomExclusive):
        hold_seats("S2", client=globex, pattern=night_shift)
    assert hold_seats("S2")


def test_a_suite_is_free_when_its_company_has_gone(hold_seats: HoldSeats, globex: Client) -> None:
    hold_seats("S1", start=JUNE, months=6, auto_renews=False)
    assert hold_seats("S2", client=globex, start=DECEMBER_1)


def test_our_own_choice_keeps_out_of_somebody_elses_suite(hold_seats: HoldSeats, globex: Client) -> None:
    hold_seats("S1")
    hold_seats("A1", "A2", "A3", "A4", "B1", "B2", "B3", client=globex)
    with pytest.raises(errors.NotEnoughSeats) as caught:
        hold_seats(client=globex, seats=2)
    assert caught.value.details == {"asked": 2, "free": 1}


# --- Holds that have run out -----------------------------------------------------------------------------------


def test_a_hold_keeps_its_seats_until_the_minute_it_runs_out(
    hold_seats: HoldSeats, globex: Client, now: datetime
) -> None:
    hold_seats("A1")
    with pytest.raises(errors.SeatsTaken):
        hold_seats("A1", client=globex, now=now + timedelta(hours=48) - timedelta(seconds=1))
    assert hold_seats("A1", client=globex, now=now + timedelta(hours=48))


def test_a_hold_that_ran_out_gives_way_as_a_whole(
    hold_seats: HoldSeats, globex: Client, olga: User, seats: dict[str, Workstation], now: datetime
) -> None:
    lapsed = hold_seats("A1", "A2")
    later = now + timedelta(hours=49)
    hold_seats("A1", client=globex, now=later)
    lapsed.refresh_from_db()
    assert lapsed.state == BookingState.EXPIRED
    assert not Occupancy.objects.unreleased().filter(claim=lapsed.pk).exists()
    assert not Occupancy.objects.unreleased().filter(workstation=seats["A2"]).exists()
    told = Message.objects.get(kind="bookings.hold_expired")
    assert told.to == olga.email


def test_a_hold_that_ran_out_gives_the_whole_suite_back(hold_seats: HoldSeats, globex: Client, now: datetime) -> None:
    lapsed = hold_seats("S1")
    assert hold_seats("S2", client=globex, now=now + timedelta(hours=48))
    lapsed.refresh_from_db()
    assert lapsed.state == BookingState.EXPIRED


def test_a_hold_that_ran_out_stays_when_nobody_gets_its_seats(
    hold_seats: HoldSeats, globex: Client, now: datetime
) -> None:
    lapsed = hold_seats("A1", "A2")
    hold_seats("A3", client=globex, now=now + timedelta(hours=1))
    with pytest.raises(errors.SeatsTaken):
        hold_seats("A2", "A3", now=now + timedelta(hours=48, minutes=30))
    lapsed.refresh_from_db()
    assert lapsed.state == BookingState.HELD, "a refused operation changes nothing"


def test_a_lapsed_hold_counts_as_free_before_anybody_has_swept(
    hold_seats: HoldSeats, cebu: Facility, day_shift: ShiftPattern, globex: Client, now: datetime
) -> None:
    hold_seats("A1", "A2")
    demand = Demand(day_shift, Period(DECEMBER_1), globex)
    before = free_workstations(demand, facility=cebu, now=now)
    after = free_workstations(demand, facility=cebu, now=now + timedelta(hours=48))
    assert codes(list(after)) == sorted([*codes(list(before)), "A1", "A2"])


def test_a_request_keeps_its_seats_while_staff_decide(hold_seats: HoldSeats, globex: Client, now: datetime) -> None:
    booking = hold_seats("A1")
    operations.submit(booking=booking, accepted=True, actor=SYSTEM, now=now)
    with pytest.raises(errors.SeatsTaken):
        hold_seats("A1", client=globex, now=now + timedelta(days=30))


# --- Closures --------------------------------------------------------------------------------------------------


def test_nobody_gets_a_seat_that_is_closed_until_it_is_opened(
    hold_seats: HoldSeats, seats: dict[str, Workstation], now: datetime
) -> None:
    days = Period(date(2027, 1, 4), date(2027, 1, 9))
    close_workstation(workstation=seats["A1"], days=days, reason="New wiring", actor=SYSTEM, now=now)
    with pytest.raises(errors.SeatsTaken):
        hold_seats("A1")
    reopen_workstation(workstation=seats["A1"], actor=SYSTEM, now=now)
    assert hold_seats("A1")


def test_a_lease_may_end_before_a_closure_and_begin_after_it(
    hold_seats: HoldSeats, seats: dict[str, Workstation], now: datetime
) -> None:
    days = Period(date(2027, 1, 1), date(2027, 2, 1))
    close_workstation(workstation=seats["A1"], days=days, reason="New wiring", actor=SYSTEM, now=now)
    assert hold_seats("A1", months=1, auto_renews=False)
    assert hold_seats("A1", start=date(2027, 2, 1))


def test_a_seat_is_mended_on_the_weekend_while_it_is_let_on_weekdays(
    hold_seats: HoldSeats, seats: dict[str, Workstation], now: datetime
) -> None:
    hold_seats("A1")
    weekend = Period(date(2026, 12, 5), date(2026, 12, 7))
    assert close_workstation(workstation=seats["A1"], days=weekend, reason="New wiring", actor=SYSTEM, now=now)
    with pytest.raises(facilities.SeatsNotClosable):
        close_workstation(workstation=seats["A1"], days=weekend.shifted(6), reason="New wiring", actor=SYSTEM, now=now)


def test_a_seat_that_is_let_cannot_be_closed(
    hold_seats: HoldSeats, seats: dict[str, Workstation], now: datetime
) -> None:
    hold_seats("A1")
    with pytest.raises(facilities.SeatsNotClosable):
        close_workstation(
            workstation=seats["A1"], days=Period(date(2027, 1, 4)), reason="New wiring", actor=SYSTEM, now=now
        )
    assert not Occupancy.objects.filter(purpose=Purpose.CLOSURE).exists()


# --- What is sold and what is taken say the same ---------------------------------------------------------------


def test_seats_elsewhere_are_unknown_here(
    hold_seats: HoldSeats, cebu: Facility, standard: Package, acme: Client, day_shift: ShiftPattern, now: datetime
) -> None:
    (elsewhere,) = factories.make_room(factories.make_facility("Davao"), "Main", {"A": 1})
    request = SeatRequest(
        client=acme, facility=cebu, pattern=day_shift, package=standard, start=DECEMBER_1, months=6,
        workstations=(elsewhere.pk,),
    )  # fmt: skip
    with pytest.raises(facilities.SeatsUnknown):
        operations.hold(request=request, actor=SYSTEM, now=now)
    assert not Booking.objects.exists()


@pytest.mark.parametrize("state", ["spare", "retired"])
def test_spares_and_retired_seats_are_not_let(state: str, hold_seats: HoldSeats, seats: dict[str, Workstation]) -> None:
    Workstation.objects.filter(pk=seats["A1"].pk).update(state=state)
    with pytest.raises(facilities.SeatsUnknown):
        hold_seats("A1")
    assert "A1" not in codes([row.workstation for row in hold_seats(seats=7).allocations.all()])
