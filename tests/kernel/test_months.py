"""Calendar months: clamped once, counted from the anchor, never drifting."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.period import Period, add_months, month_of, months_of

DAYS = st.dates(date(1999, 1, 1), date(2101, 12, 31))


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (0, date(2027, 1, 31)),
        (1, date(2027, 2, 28)),
        (2, date(2027, 3, 31)),
        (3, date(2027, 4, 30)),
        (12, date(2028, 1, 31)),
        (13, date(2028, 2, 29)),
        (-1, date(2026, 12, 31)),
        (-2, date(2026, 11, 30)),
    ],
)
def test_months_after_the_31st_are_clamped_and_do_not_drift(months: int, expected: date) -> None:
    assert add_months(date(2027, 1, 31), months) == expected


def test_the_29th_of_february_comes_round_on_the_28th() -> None:
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert add_months(date(2028, 2, 29), 48) == date(2032, 2, 29)


@given(DAYS, st.integers(-240, 240))
def test_adding_months_moves_the_month_and_keeps_the_day_where_it_can(anchor: date, months: int) -> None:
    result = add_months(anchor, months)
    assert (result.year * 12 + result.month) - (anchor.year * 12 + anchor.month) == months
    longest = calendar.monthrange(result.year, result.month)[1]
    assert result.day == min(anchor.day, longest)


@given(DAYS, st.integers(0, 60), st.integers(1, 12))
def test_more_months_are_later(anchor: date, months: int, more: int) -> None:
    assert add_months(anchor, months) < add_months(anchor, months + more)


@given(DAYS)
def test_a_day_lies_in_its_month(day: date) -> None:
    month = month_of(day)
    assert day in month
    assert month.days == calendar.monthrange(day.year, day.month)[1]
    assert all(each.month == day.month for each in month)


@given(DAYS, st.integers(1, 500))
def test_the_months_of_a_period_are_those_of_its_days(start: date, length: int) -> None:
    period = Period(start, start + timedelta(days=length))
    expected = sorted({(day.year, day.month) for day in period})
    months = list(months_of(period))
    assert [(month.start.year, month.start.month) for month in months] == expected
    assert all(month == month_of(month.start) for month in months)


def test_an_open_ended_period_has_no_last_month() -> None:
    with pytest.raises(ValueError, match="without end"):
        next(months_of(Period(date(2026, 1, 1))))
