"""Notice, its withdrawal, termination: which day a lease ends, and what becomes of its seats."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accounts.actors import SYSTEM, Person, Staff
from accounts.models import Client, User
from bookings import errors, operations
from bookings.changes import GiveNotice
from bookings.enums import AmendmentKind, BookingState
from bookings.models import Amendment, Booking
from facilities.models import Workstation
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats
from tests.races.books import assert_one_story

pytestmark = pytest.mark.django_db

S = BookingState
MAY = date(2027, 5, 31)
NOVEMBER = date(2027, 11, 30)
IN_TIME = datetime.fromisoformat("2027-04-02T02:00:00Z")
TOO_LATE = datetime.fromisoformat("2027-04-03T02:00:00Z")


@pytest.fixture
def lease(hold_seats: HoldSeats, bring: Bring) -> Booking:
    """Two seats on half-year terms from December on, 60 days' notice."""
    return bring(hold_seats("A1", "A2"), S.ACTIVE)


def last_days(booking: Booking) -> set[date | None]:
    return {row.days.last for row in booking.allocations.all() if row.days}


# --- Notice ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("now", "last_day"), [(IN_TIME, MAY), (TOO_LATE, NOVEMBER)])
def test_notice_ends_the_term_it_is_in_time_for(now: datetime, last_day: date, lease: Booking, alice: User) -> None:
    ended = changes.give_notice(booking=lease, actor=Person(alice), now=now)
    assert (ended.state, ended.days.last, ended.notice_given_at) == (S.NOTICE_GIVEN, last_day, now)
    assert last_days(ended) == {last_day}
    assert_one_story()


def test_the_deadline_is_a_day_of_the_facility(lease: Booking) -> None:
    """In Cebu it is the third of April already when it is four in the afternoon of the second in UTC."""
    late = datetime.fromisoformat("2027-04-02T16:00:00Z")
    assert changes.give_notice(booking=lease, actor=SYSTEM, now=late).days.last == NOVEMBER


def test_what_the_page_says_of_notice_is_what_comes_of_it(lease: Booking, alice: User) -> None:
    actor = Person(alice)
    in_time, told = (
        operations.preview(booking=lease, change=GiveNotice(), actor=actor, now=now) for now in (IN_TIME, TOO_LATE)
    )
    assert (in_time.entry.last_day, told.entry.last_day) == (MAY, NOVEMBER)
    ended = changes.give_notice(booking=lease, actor=actor, now=TOO_LATE)
    assert (ended.days, ended.days.last) == (told.after.days, told.entry.last_day)


def test_a_client_leaves_no_earlier_than_agreed(lease: Booking, alice: User) -> None:
    with pytest.raises(errors.NoticeTooShort, match="31 May 2027"):
        changes.give_notice(booking=lease, last_day=date(2027, 5, 30), actor=Person(alice), now=IN_TIME)
    lease.refresh_from_db()
    assert lease.days.end is None


def test_staff_may_agree_to_an_earlier_day_within_the_lease(lease: Booking, opal: User) -> None:
    with pytest.raises(errors.OutsideTheLease):
        changes.give_notice(booking=lease, last_day=date(2026, 11, 30), actor=Staff(opal), now=IN_TIME)
    ended = changes.give_notice(booking=lease, last_day=date(2027, 4, 10), actor=Staff(opal), now=IN_TIME)
    assert ended.days.last == date(2027, 4, 10)


def test_a_lease_with_an_end_needs_no_notice(hold_seats: HoldSeats, bring: Bring, alice: User) -> None:
    booking = bring(hold_seats("A1", auto_renews=False), S.ACTIVE)
    with pytest.raises(errors.EndsByItself, match="31 May 2027"):
        changes.give_notice(booking=booking, actor=Person(alice), now=IN_TIME)


def test_notice_frees_the_seats_from_the_next_day_on(lease: Booking, hold_seats: HoldSeats, globex: Client) -> None:
    changes.give_notice(booking=lease, actor=SYSTEM, now=IN_TIME)
    june = date(2027, 6, 1)
    with pytest.raises(errors.SeatsTaken):
        hold_seats("A1", client=globex, start=MAY, now=IN_TIME)
    assert hold_seats("A1", client=globex, start=june, now=IN_TIME)


def test_a_seat_that_was_to_come_after_the_end_never_comes(
    lease: Booking, seats: dict[str, Workstation], hold_seats: HoldSeats, globex: Client
) -> None:
    changes.add_seats(
        booking=lease, effective_on=date(2027, 9, 1), workstations=[seats["A3"].pk], actor=SYSTEM, now=IN_TIME
    )
    ended = changes.give_notice(booking=lease, actor=SYSTEM, now=IN_TIME)
    assert ended.allocations.get(workstation=seats["A3"]).days is None
    assert hold_seats("A3", client=globex, start=date(2027, 9, 1), now=IN_TIME)
    assert_one_story()


def test_a_seat_given_back_earlier_stays_given_back(lease: Booking, seats: dict[str, Workstation], opal: User) -> None:
    staff = Staff(opal)
    changes.remove_seats(
        booking=lease, effective_on=date(2027, 5, 1), workstations=[seats["A2"].pk], actor=staff, now=IN_TIME
    )
    ended = changes.give_notice(booking=lease, actor=staff, now=IN_TIME)
    assert last_days(ended) == {MAY, date(2027, 4, 30)}
    stays = changes.withdraw_notice(booking=ended, actor=staff, now=IN_TIME)
    assert last_days(stays) == {None, date(2027, 4, 30)}
    assert_one_story()


@pytest.mark.parametrize("year", [2060, 9999])
def test_nobody_plans_for_a_year_with_a_slip_in_it(lease: Booking, year: int, opal: User) -> None:
    staff, day = Staff(opal), date(year, 12, 31)
    with pytest.raises(errors.TooFarAhead, match="until 2 Apr 2034"):
        changes.give_notice(booking=lease, last_day=day, actor=staff, now=IN_TIME)
    with pytest.raises(errors.TooFarAhead):
        changes.terminate(booking=lease, last_day=day, reason="Sold.", actor=staff, now=IN_TIME)
    with pytest.raises(errors.TooFarAhead):
        changes.add_seats(booking=lease, effective_on=day, seats=1, actor=staff, now=IN_TIME)


# --- Withdrawn -------------------------------------------------------------------------------------------------


def test_who_stays_after_all_is_where_they_were(lease: Booking, alice: User) -> None:
    before = {row.pk: row.days for row in lease.allocations.all()}
    changes.give_notice(booking=lease, actor=Person(alice), now=IN_TIME)
    stays = changes.withdraw_notice(booking=lease, actor=Person(alice), now=IN_TIME)
    assert (stays.state, stays.days, stays.notice_given_at) == (S.ACTIVE, lease.days, None)
    assert {row.pk: row.days for row in stays.allocations.all()} == before
    assert_one_story()


def test_notice_stands_once_a_seat_is_promised_to_somebody_else(
    lease: Booking, hold_seats: HoldSeats, globex: Client, alice: User
) -> None:
    ended = changes.give_notice(booking=lease, actor=Person(alice), now=IN_TIME)
    hold_seats("A2", client=globex, start=date(2027, 7, 1), now=IN_TIME)
    with pytest.raises(errors.SeatsSoldOn, match="1 Jun 2027"):
        changes.withdraw_notice(booking=ended, actor=Person(alice), now=IN_TIME)
    ended.refresh_from_db()
    assert ended.state == S.NOTICE_GIVEN
    assert_one_story()


def test_a_rivals_hold_that_ran_out_promises_nothing(
    lease: Booking, hold_seats: HoldSeats, globex: Client, alice: User
) -> None:
    ended = changes.give_notice(booking=lease, actor=Person(alice), now=IN_TIME)
    hold_seats("A2", client=globex, start=date(2027, 7, 1), now=IN_TIME)
    later = datetime.fromisoformat("2027-04-10T02:00:00Z")
    assert changes.withdraw_notice(booking=ended, actor=Person(alice), now=later).days.end is None
    assert_one_story()


def test_a_seat_given_back_on_the_day_after_the_last_does_not_come_back(
    lease: Booking, seats: dict[str, Workstation], opal: User
) -> None:
    staff = Staff(opal)
    june = date(2027, 6, 1)
    changes.remove_seats(booking=lease, effective_on=june, workstations=[seats["A2"].pk], actor=staff, now=IN_TIME)
    ended = changes.give_notice(booking=lease, actor=staff, now=IN_TIME)
    assert last_days(ended) == {MAY}
    stays = changes.withdraw_notice(booking=ended, actor=staff, now=IN_TIME)
    assert {row.workstation.code: row.days.last for row in stays.allocations.all()} == {"A1": None, "A2": MAY}
    assert_one_story()


# --- Terminated ------------------------------------------------------------------------------------------------


def test_termination_keeps_what_was_used_and_frees_the_rest(
    lease: Booking, hold_seats: HoldSeats, globex: Client, opal: User
) -> None:
    ended = changes.terminate(
        booking=lease, last_day=date(2027, 4, 15), reason=" Unpaid since January. ", actor=Staff(opal), now=IN_TIME
    )
    assert (ended.state, ended.decision_reason) == (S.TERMINATED, "Unpaid since January.")
    assert last_days(ended) == {date(2027, 4, 15)}
    assert hold_seats("A1", client=globex, start=date(2027, 4, 16), now=IN_TIME)
    assert_one_story()


# --- What is kept of it ----------------------------------------------------------------------------------------


def test_each_change_is_kept_with_its_day_and_changes_charges_from_there(lease: Booking, opal: User) -> None:
    staff = Staff(opal)
    changes.give_notice(booking=lease, actor=staff, now=IN_TIME)
    changes.withdraw_notice(booking=lease, actor=staff, now=IN_TIME)
    changes.terminate(booking=lease, last_day=date(2027, 4, 15), reason="Unpaid.", actor=staff, now=TOO_LATE)
    kept = Amendment.objects.order_by("id").values_list("kind", "effective_on", "made_by")
    assert list(kept) == [
        (AmendmentKind.NOTICE, date(2027, 6, 1), opal.pk),
        (AmendmentKind.WITHDRAW_NOTICE, date(2027, 6, 1), opal.pk),
        (AmendmentKind.TERMINATE, date(2027, 4, 16), opal.pk),
    ]
    lease.refresh_from_db()
    assert lease.charges_changed_from == date(2026, 12, 1), "nothing of it was billed yet"


def test_charges_have_changed_from_the_earliest_change_that_was_not_billed(lease: Booking) -> None:
    Booking.objects.filter(pk=lease.pk).update(charges_changed_from=None)
    ended = changes.give_notice(booking=lease, actor=SYSTEM, now=IN_TIME)
    assert ended.charges_changed_from == date(2027, 6, 1)
    ended = changes.terminate(booking=ended, last_day=date(2027, 4, 15), reason="Unpaid.", actor=SYSTEM, now=TOO_LATE)
    assert ended.charges_changed_from == date(2027, 4, 16)
