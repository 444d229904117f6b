"""Periods, held against the plain sets of days they stand for."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.period import Period, slices

FIRST = date(2026, 1, 1)
HORIZON = 40  # days; an open-ended period reaches at least to here


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.integers(0, HORIZON - 2))
    end = draw(st.none() | st.integers(start + 1, HORIZON - 1))
    return Period(day(start), None if end is None else day(end))


def days_of(period: Period | None) -> set[date]:
    """The days up to the horizon: what a period means, without its code."""
    if period is None:
        return set()
    return {day(n) for n in range(HORIZON) if day(n) >= period.start and (period.end is None or day(n) < period.end)}


def test_a_period_holds_at_least_one_day() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(day(3), day(3))
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(day(3), day(2))


def test_people_say_the_last_day_and_it_counts() -> None:
    november = Period.inclusive(date(2026, 11, 1), date(2026, 11, 30))
    assert november == Period(date(2026, 11, 1), date(2026, 12, 1))
    assert november.last == date(2026, 11, 30)
    assert november.days == 30


def test_until_further_notice_has_no_last_day_and_no_length() -> None:
    lease = Period.inclusive(day(0), None)
    assert lease.end is None
    assert lease.last is None
    with pytest.raises(ValueError, match="open-ended"):
        _ = lease.days


@given(periods())
def test_a_period_contains_its_days_and_no_others(period: Period) -> None:
    assert {day(n) for n in range(HORIZON) if day(n) in period} == days_of(period)
    if period.end is not None:
        assert set(period) == days_of(period)
        assert period.days == len(days_of(period))


@given(periods(), periods())
def test_two_periods_overlap_when_they_share_a_day(one: Period, other: Period) -> None:
    shared = days_of(one) & days_of(other)
    assert one.overlaps(other) == bool(shared)
    assert days_of(one & other) == shared
    assert ((one & other) is None) == (not shared)


@given(periods(), periods())
def test_a_period_covers_another_when_it_has_all_its_days(one: Period, other: Period) -> None:
    # The horizon's last day belongs to open-ended periods only, so endlessness shows in the sets too.
    assert one.covers(other) == (days_of(other) <= days_of(one))


@given(periods(), st.none() | st.integers(0, HORIZON - 1))
def test_until_keeps_the_days_before(period: Period, number: int | None) -> None:
    end = None if number is None else day(number)
    assert days_of(period.until(end)) == {d for d in days_of(period) if end is None or d < end}


@given(periods(), st.integers(-3, 3))
def test_shifting_moves_every_day(period: Period, by: int) -> None:
    shifted = period.shifted(by)
    assert shifted.start == period.start + timedelta(days=by)
    assert shifted.end == (None if period.end is None else period.end + timedelta(days=by))


@given(periods(), st.lists(st.integers(0, HORIZON - 1), max_size=6))
def test_slices_partition_a_period_at_the_cuts_inside_it(period: Period, numbers: list[int]) -> None:
    cuts = [day(n) for n in numbers]
    parts = list(slices(period, cuts))
    assert parts[0].start == period.start
    assert parts[-1].end == period.end
    assert all(before.end == after.start for before, after in pairwise(parts))
    assert {part.start for part in parts[1:]} == {cut for cut in cuts if cut in period and cut != period.start}
