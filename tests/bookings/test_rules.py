"""Terms that repeat, notice that counts from their ends, reminders before it is too late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings import errors, rules
from bookings.seat_requests import SeatRequest, require_sensible
from facilities.models import ShiftPattern
from kernel.period import Period, add_months

STARTS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
MONTHS = st.integers(1, 24)
NOTICE = st.sampled_from([0, 7, 30, 60, 90, 180])


def ends(start: date, months: int) -> list[date]:
    """Where the terms end, written down one after the other, for forty years."""
    return [add_months(start, months * n) for n in range(1, 480 // months)]


def test_a_lease_that_renews_is_open_ended_or_a_rival_would_have_the_renewal_day() -> None:
    start = date(2026, 12, 1)
    assert rules.lease_days(start=start, months=6, auto_renews=True) == Period(start)
    assert rules.lease_days(start=start, months=6, auto_renews=False) == Period(start, date(2027, 6, 1))


@pytest.mark.parametrize(
    ("on", "end"),
    [
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2027, 2, 27), date(2027, 2, 28)),
        (date(2027, 2, 28), date(2027, 3, 31)),
        (date(2027, 3, 31), date(2027, 4, 30)),
        (date(2028, 1, 31), date(2028, 2, 29)),
    ],
)
def test_monthly_terms_from_the_31st_end_with_shorter_months_and_do_not_drift(on: date, end: date) -> None:
    assert rules.term_end(start=date(2027, 1, 31), months=1, on=on) == end


@given(STARTS, MONTHS, st.integers(0, 2000))
def test_a_term_ends_on_the_first_end_after_the_day(start: date, months: int, later: int) -> None:
    on = start + timedelta(days=later)
    assert rules.term_end(start=start, months=months, on=on) == next(end for end in ends(start, months) if end > on)


def test_notice_by_the_deadline_ends_this_term_a_day_later_the_next() -> None:
    lease = {"start": date(2026, 12, 1), "months": 6, "notice_days": 60}
    deadline = rules.notice_deadline(term_end=date(2027, 6, 1), notice_days=60)
    assert deadline == date(2027, 4, 2)
    assert rules.earliest_end(**lease, today=deadline) == date(2027, 6, 1)  # type: ignore[arg-type]
    assert rules.earliest_end(**lease, today=deadline + timedelta(days=1)) == date(2027, 12, 1)  # type: ignore[arg-type]


def test_notice_longer_than_a_term_reaches_past_the_next_ones() -> None:
    today = date(2026, 12, 1)
    assert rules.earliest_end(start=today, months=1, notice_days=60, today=today) == date(2027, 2, 1)


@given(STARTS, MONTHS, NOTICE, st.integers(-100, 2000))
def test_notice_ends_the_first_term_it_is_in_time_for(start: date, months: int, notice_days: int, later: int) -> None:
    today = start + timedelta(days=later)
    in_time = [end for end in ends(start, months) if end > today and end - timedelta(days=notice_days) >= today]
    assert rules.earliest_end(start=start, months=months, notice_days=notice_days, today=today) == in_time[0]


DEADLINE = date(2027, 4, 2)


def reminder_on(today: date, *, months: int) -> int | None:
    return rules.next_reminder(deadline=DEADLINE, today=today, months=months, reminders=(60, 30, 14, 7), days_a_month=6)


@pytest.mark.parametrize(
    ("days_before", "reminder"),
    [(61, None), (60, 60), (31, 60), (30, 30), (15, 30), (14, 14), (8, 14), (7, 7), (1, 7), (0, 7), (-1, None)],
)
def test_the_reminder_due_is_the_latest_one_reached(days_before: int, reminder: int | None) -> None:
    today = DEADLINE - timedelta(days=days_before)
    assert reminder_on(today, months=12) == reminder


@pytest.mark.parametrize(("months", "first"), [(12, 60), (6, 30), (3, 14), (1, None)])
def test_the_shorter_the_term_the_later_the_first_reminder(months: int, first: int | None) -> None:
    days = [DEADLINE - timedelta(days=n) for n in range(80, -1, -1)]
    said = [reminder_on(day, months=months) for day in days]
    assert next((reminder for reminder in said if reminder), None) == first


TODAY = date(2026, 11, 23)


def a_request(**asked: object) -> SeatRequest:
    return SeatRequest(**{"pattern": ShiftPattern(), "seats": 1, "start": TODAY, "months": 12, **asked})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"seats": 0}, errors.TooFewSeats),
        ({"seats": 5_001}, errors.TooManySeats),
        ({"start": TODAY - timedelta(days=1)}, errors.StartsInThePast),
        ({"start": date(2028, 11, 24)}, errors.StartsTooLate),
        ({"months": 0}, errors.TermTooShort),
        ({"months": 61}, errors.TermTooLong),
        ({"time_zone": "Texas/Austin"}, errors.TimeZoneUnknown),
    ],
)
def test_a_request_no_facility_can_meet_is_refused(asked: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        require_sensible(a_request(**asked), today=TODAY)


def test_all_that_makes_no_sense_is_said_each_about_its_field() -> None:
    start = TODAY - timedelta(days=1)
    found = rules.refusals_of(seats=0, start=start, months=61, time_zone="Texas/Austin", today=TODAY)
    assert [refusal.field for refusal in found] == ["seats", "start", "months", "time_zone"]


def test_the_edges_of_a_request_are_allowed() -> None:
    require_sensible(a_request(months=1), today=TODAY)
    require_sensible(a_request(start=date(2028, 11, 23), months=60, seats=5_000, time_zone="Asia/Manila"), today=TODAY)
    require_sensible(a_request(start=TODAY - timedelta(days=400)), today=TODAY, dates_back=True)
    with pytest.raises(errors.StartsTooLate):
        require_sensible(a_request(start=date(2028, 11, 24), months=60), today=TODAY)
