"""Shifts that follow the client's clock: sold at the facility's hours on the first day, and moved with the clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM, Staff
from accounts.models import Client, User
from bookings import errors, operations
from bookings.calendar_files import lease_calendar
from bookings.charges import charges_for
from bookings.enums import BookingState
from bookings.models import Booking
from bookings.queries.facts import facts_of
from bookings.queries.offers import search
from bookings.seat_requests import SeatRequest
from facilities import errors as facilities
from facilities.demand import Demand
from facilities.models import Facility, Occupancy, Package, ShiftPattern, Workstation
from facilities.queries.availability import free_count_by_facility, free_from, free_workstations
from facilities.queries.clocks import followed_zone
from facilities.queries.plans import floor_plans
from kernel.period import ONE_DAY, Period, add_months, month_of
from kernel.week import DAY
from outbox.models import Message
from tests import factories
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats
from tests.races.books import assert_one_story

pytestmark = pytest.mark.django_db

AUSTIN = "America/Chicago"
DECEMBER_1 = date(2026, 12, 1)
MARCH_15 = date(2027, 3, 15)  # the first Monday after the change


@pytest.fixture
def early(cebu: Facility, standard: Package) -> ShiftPattern:
    """Monday to Friday, 15:45 to 20:15: it leaves a night at 21:00 its fifteen minutes, and one at 20:00 not."""
    pattern = factories.make_pattern("early", time(15, 45), 4.5)
    factories.make_rate(cebu, standard, pattern)
    return pattern


def hours_on(booking: Booking, day: date) -> list[tuple[int, int]]:
    """What a booking takes on a day, in hours."""
    rows = Occupancy.objects.unreleased().filter(claim=booking.pk, days__contains=day)
    midnight = day.weekday() * DAY
    return sorted(
        (max(start - midnight, 0) // 60, min(end - midnight, DAY) // 60)
        for row in rows
        for start, end in row.minutes
        if start < midnight + DAY and end > midnight
    )


# --- Where the hours lie ---------------------------------------------------------------------------------------


def test_when_austin_changes_its_clocks_the_night_in_cebu_begins_an_hour_earlier(
    hold_seats: HoldSeats, night_shift: ShiftPattern
) -> None:
    booking = hold_seats("A1", pattern=night_shift, time_zone=AUSTIN)
    # Tuesdays
    assert hours_on(booking, date(2027, 3, 9)) == [(0, 6), (21, 24)]
    assert hours_on(booking, date(2027, 3, 16)) == [(0, 5), (20, 24)]
    assert hours_on(booking, date(2027, 11, 9)) == [(0, 6), (21, 24)]


def test_past_the_horizon_every_hour_is_kept_that_a_change_may_bring(
    hold_seats: HoldSeats, night_shift: ShiftPattern
) -> None:
    booking = hold_seats("A1", pattern=night_shift, time_zone=AUSTIN)
    assert booking.hours_resolved_until == date(2028, 12, 1)
    assert hours_on(booking, date(2028, 12, 5)) == [(0, 6), (20, 24)]
    assert hours_on(booking, date(2040, 7, 3)) == [(0, 6), (20, 24)]


def test_the_facilitys_own_clock_is_no_other(hold_seats: HoldSeats, night_shift: ShiftPattern) -> None:
    booking = hold_seats("A1", pattern=night_shift, time_zone="Asia/Manila")
    assert (booking.time_zone, booking.hours_resolved_until, booking.followed_zone) == ("", None, None)


def test_a_clock_nobody_knows_is_refused(hold_seats: HoldSeats) -> None:
    with pytest.raises(errors.TimeZoneUnknown, match="Texas/Austin"):
        hold_seats("A1", time_zone="Texas/Austin")


# --- Who may sit beside whom -----------------------------------------------------------------------------------


def test_a_collision_that_only_march_brings_is_found_in_november(
    hold_seats: HoldSeats, globex: Client, night_shift: ShiftPattern, early: ShiftPattern
) -> None:
    hold_seats("A1", client=globex, pattern=early)
    with pytest.raises(errors.TakenAfterChange) as caught:
        hold_seats("A1", pattern=night_shift, time_zone=AUSTIN)
    assert str(caught.value) == (
        "From 15 Mar 2027, when clocks in Chicago have changed, A1: taken 20:00–20:15. The nearest free seats are A2."
    )
    assert caught.value.details["alternative"] == ["A2"]


def test_a_desk_that_is_taken_from_the_first_day_is_just_taken(
    hold_seats: HoldSeats, globex: Client, night_shift: ShiftPattern
) -> None:
    hold_seats("A1", client=globex, pattern=night_shift)
    with pytest.raises(errors.SeatsTaken) as caught:
        hold_seats("A1", pattern=night_shift, time_zone=AUSTIN)
    assert type(caught.value) is errors.SeatsTaken


def test_when_nothing_else_is_left_it_says_to_keep_the_facilitys_clock(
    hold_seats: HoldSeats, globex: Client, night_shift: ShiftPattern, early: ShiftPattern, cebu: Facility
) -> None:
    Workstation.objects.filter(facility=cebu).exclude(code="A1").update(state="retired")
    hold_seats("A1", client=globex, pattern=early)
    with pytest.raises(errors.NoneLeftAfterChange, match="Keep the facility's clock"):
        hold_seats("A1", pattern=night_shift, time_zone=AUSTIN)
    assert hold_seats("A1", pattern=night_shift)


def test_until_march_the_two_share_a_desk(
    hold_seats: HoldSeats, globex: Client, night_shift: ShiftPattern, early: ShiftPattern
) -> None:
    hold_seats("A1", client=globex, pattern=early, months=3, auto_renews=False)
    assert hold_seats("A1", pattern=night_shift, time_zone=AUSTIN)
    with pytest.raises((errors.SeatsTaken, facilities.BufferNeeded)):
        hold_seats("A1", client=globex, pattern=early, start=date(2027, 3, 1), months=1, auto_renews=False)


# --- All that happens to a lease -------------------------------------------------------------------------------


@pytest.fixture
def lease(hold_seats: HoldSeats, night_shift: ShiftPattern, bring: Bring) -> Booking:
    return bring(hold_seats("A1", "A2", pattern=night_shift, time_zone=AUSTIN), BookingState.ACTIVE)


def test_seats_added_in_summer_keep_the_hours_of_the_others(
    lease: Booking, seats: dict[str, Workstation], now: datetime
) -> None:
    june = date(2027, 6, 1)
    changes.add_seats(
        booking=lease, effective_on=june, workstations=[seats["A3"].pk], actor=SYSTEM, now=now + timedelta(days=180)
    )
    assert hours_on(lease, date(2027, 6, 2)) == sorted([(0, 5), (20, 24)] * 3)
    assert hours_on(lease, date(2027, 12, 1)) == sorted([(0, 6), (21, 24)] * 3)
    assert_one_story()


def test_notice_and_its_withdrawal(lease: Booking, globex: Client, hold_seats: HoldSeats, now: datetime) -> None:
    lease = changes.give_notice(booking=lease, actor=SYSTEM, now=now, last_day=date(2027, 5, 31))
    assert hours_on(lease, date(2027, 6, 1)) == [(0, 5)] * 2
    assert hours_on(lease, date(2027, 6, 2)) == []
    assert_one_story()
    lease = changes.withdraw_notice(booking=lease, actor=SYSTEM, now=now)
    assert hours_on(lease, date(2027, 6, 2)) == sorted([(0, 5), (20, 24)] * 2)
    assert_one_story()


def test_giving_back_a_seat_releases_its_hours_only(
    lease: Booking, seats: dict[str, Workstation], now: datetime, opal: User
) -> None:
    changes.remove_seats(
        booking=lease,
        effective_on=date(2027, 4, 1),
        workstations=[seats["A1"].pk],
        actor=Staff(opal),
        now=now,
    )
    assert hours_on(lease, date(2027, 4, 6)) == [(0, 5), (20, 24)]
    assert_one_story()


def test_billing_counts_the_same_days_whatever_the_clock(
    hold_seats: HoldSeats, night_shift: ShiftPattern, bring: Bring
) -> None:
    followed = bring(hold_seats("A1", pattern=night_shift, time_zone=AUSTIN), BookingState.ACTIVE)
    fixed = bring(hold_seats("A2", pattern=night_shift), BookingState.ACTIVE)
    facts = facts_of([followed, fixed])
    for number in range(15):
        month = month_of(add_months(DECEMBER_1, number))
        assert charges_for(month, facts[followed.pk]) == charges_for(month, facts[fixed.pk])


# --- What is shown as free -------------------------------------------------------------------------------------


def test_what_is_free_on_one_clock_is_not_on_the_other(
    cebu: Facility,
    hold_seats: HoldSeats,
    acme: Client,
    globex: Client,
    night_shift: ShiftPattern,
    early: ShiftPattern,
    now: datetime,
) -> None:
    hold_seats("A1", client=globex, pattern=early)
    always, winter = Period(DECEMBER_1), Period(DECEMBER_1, MARCH_15 - 3 * ONE_DAY)
    kept = followed_zone(AUSTIN, facility=cebu, start=DECEMBER_1, now=now)
    for followed, free in ((None, True), (kept, False)):
        found = free_workstations(Demand(night_shift, always, acme, followed), facility=cebu, now=now)
        assert found.filter(code="A1").exists() == free
    # For the time before the change it is free on both.
    for followed in (None, kept):
        found = free_workstations(Demand(night_shift, winter, acme, followed), facility=cebu, now=now)
        assert found.filter(code="A1").exists()


@pytest.fixture
def two(cebu: Facility) -> Facility:
    """Cebu with A1 and A2 only."""
    Workstation.objects.filter(facility=cebu).exclude(code__in=["A1", "A2"]).update(state="retired")
    return cebu


def test_the_search_offers_the_facilitys_clock_where_the_other_finds_no_seat(
    two: Facility,
    hold_seats: HoldSeats,
    globex: Client,
    acme: Client,
    night_shift: ShiftPattern,
    early: ShiftPattern,
    now: datetime,
) -> None:
    hold_seats("A1", "A2", client=globex, pattern=early)
    request = SeatRequest(pattern=night_shift, seats=2, start=DECEMBER_1, months=12, client=acme)
    [on_own] = search(request, now=now).offers()
    assert on_own.fits
    [on_other] = search(replace(request, time_zone=AUSTIN), now=now).offers()
    assert (on_other.fits, on_other.free) == (False, 0)
    keep = next(other for other in on_other.alternatives if other.kind == "time_zone")
    assert (keep.label, keep.params) == ("Keep the hours at Cebu time", {"time_zone": ""})


@pytest.mark.parametrize("months", [1, 3, 4, 5])
def test_a_later_start_that_is_offered_can_be_held(
    months: int,
    two: Facility,
    hold_seats: HoldSeats,
    globex: Client,
    night_shift: ShiftPattern,
    early: ShiftPattern,
    now: datetime,
) -> None:
    hold_seats("A1", client=globex, pattern=early, months=months, auto_renews=False)
    hold_seats("A2", client=globex, pattern=night_shift, months=months, auto_renews=False)
    followed = followed_zone(AUSTIN, facility=two, start=DECEMBER_1, now=now)
    demand = Demand(night_shift, Period(DECEMBER_1), zone=followed)
    starts = free_from(demand, facilities=[two], now=now)[two.pk]
    assert len(starts) == 2
    for number, start in enumerate(starts, start=1):
        held = hold_seats(seats=number, pattern=night_shift, start=start, time_zone=AUSTIN)
        operations.cancel(booking=held, actor=SYSTEM, now=now)


# --- Time passes -----------------------------------------------------------------------------------------------


def rows_of(booking: Booking) -> set[tuple[object, ...]]:
    found = Occupancy.objects.unreleased().filter(claim=booking.pk)
    return set(found.values_list("pk", "days", "minutes", "guarded_minutes"))


def test_as_time_passes_the_hours_are_known_further_ahead(lease: Booking, now: datetime) -> None:
    assert not operations.resolve_hours(booking=lease, now=now), "nothing to do yet"
    later = now + timedelta(days=365)
    before = rows_of(lease)
    assert operations.resolve_hours(booking=lease, now=later)
    lease.refresh_from_db()
    assert lease.hours_resolved_until == date(2029, 12, 1)
    assert hours_on(lease, date(2028, 12, 5)) == sorted([(0, 6), (21, 24)] * 2)
    assert hours_on(lease, date(2029, 7, 3)) == sorted([(0, 5), (20, 24)] * 2)
    assert hours_on(lease, date(2029, 12, 4)) == sorted([(0, 6), (20, 24)] * 2)
    assert len(before & rows_of(lease)) == 2 * 5, "what was known stays as it was"
    assert_one_story()
    after = rows_of(lease)
    assert not operations.resolve_hours(booking=lease, now=later), "a second time changes nothing"
    assert rows_of(lease) == after


def test_it_is_not_refused_whatever_the_facility_has_become_since(
    lease: Booking, hold_seats: HoldSeats, globex: Client, cebu: Facility, now: datetime
) -> None:
    morning = factories.make_pattern("from-0615", time(6, 15), 4)
    factories.make_rate(cebu, lease.package, morning)
    hold_seats("A1", client=globex, pattern=morning)
    Facility.objects.filter(pk=cebu.pk).update(handover_minutes=60)
    assert operations.resolve_hours(booking=lease, now=now + timedelta(days=365))


def test_a_lease_that_is_over_before_needs_no_more(lease: Booking, now: datetime) -> None:
    before = rows_of(lease)
    changes.give_notice(booking=lease, actor=SYSTEM, now=now, last_day=date(2028, 5, 31))
    kept = rows_of(lease)
    assert operations.resolve_hours(booking=lease, now=now + timedelta(days=365)) is False
    assert rows_of(lease) == kept
    assert before & kept, "what was written for the days that are left stays"


def test_killed_in_the_middle_nothing_is_lost(lease: Booking, now: datetime) -> None:
    before = rows_of(lease)

    @transaction.atomic
    def killed() -> None:
        operations.resolve_hours(booking=lease, now=now + timedelta(days=365))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert rows_of(lease) == before
    assert operations.resolve_hours(booking=lease, now=now + timedelta(days=365))


# --- What is told ----------------------------------------------------------------------------------------------


def test_a_week_before_a_change_the_client_hears_of_it_once(lease: Booking, olga: User) -> None:
    early_march = datetime.fromisoformat("2027-03-07T02:00:00Z")
    assert not operations.remind_of_change(booking=lease, now=early_march), "eight days before"
    assert operations.remind_of_change(booking=lease, now=early_march + ONE_DAY)
    assert not operations.remind_of_change(booking=lease, now=early_march + 2 * ONE_DAY)
    told = Message.objects.get(kind="bookings.hours_change")
    assert told.to == olga.email
    assert told.subject == "From 15 Mar 2027 your shift is Mon–Fri 20:00–05:00 in Cebu"
    assert "In Chicago it stays Mon–Fri 07:00–16:00." in told.text


def test_the_confirmation_says_both_clocks(olga: User, lease: Booking) -> None:
    told = Message.objects.get(kind="bookings.confirmed")
    assert "Hours stay at: Chicago time, Mon–Fri 07:00–16:00" in told.text
    assert "In Cebu from 15 Mar 2027: Mon–Fri 20:00–05:00" in told.text


def test_the_calendar_file_has_the_days_of_change(lease: Booking, now: datetime) -> None:
    content = lease_calendar(lease, now=now).decode().replace("\r\n ", "")
    assert "Hours from today: Mon–Fri 20:00–05:00 in Cebu" in content
    assert "DTSTART;VALUE=DATE:20270315" in content


def test_no_reminder_for_hours_that_stay(hold_seats: HoldSeats, bring: Bring, olga: User) -> None:
    fixed = bring(hold_seats("A1"), BookingState.ACTIVE)
    told = operations.remind_of_change(booking=fixed, now=datetime.fromisoformat("2027-03-10T02:00:00Z"))
    assert told is False
    assert not Message.objects.filter(kind="bookings.hours_change").exists()


# --- What it costs ---------------------------------------------------------------------------------------------


def test_another_clock_costs_no_more_queries(
    cebu: Facility, lease: Booking, night_shift: ShiftPattern, acme: Client, now: datetime
) -> None:
    factories.make_facility("Davao")
    places = list(Facility.objects.all())

    def cost(zone: str) -> int:
        followed = followed_zone(zone, facility=cebu, start=DECEMBER_1, now=now)
        demand = Demand(night_shift, Period(DECEMBER_1), acme, followed)
        with CaptureQueriesContext(connection) as queries:
            floor_plans(demand, facility=cebu, now=now)
            free_count_by_facility(demand, facilities=places, now=now)
        return len(queries)

    assert cost(AUSTIN) == cost("")
