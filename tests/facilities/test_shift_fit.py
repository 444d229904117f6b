"""Hours somebody works find the shifts that cover them."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from facilities.clocks import first_change
from facilities.shift_fit import best_fits, in_zone_of
from kernel.week import WEEK, Span, weekly_minutes

MANILA, CHICAGO = "Asia/Manila", "America/Chicago"
WINTER, SUMMER = date(2026, 12, 1), date(2027, 7, 1)
NIGHT = tuple(Span(day, 21 * 60, 540) for day in range(5))
DAY = tuple(Span(day, 9 * 60, 540) for day in range(5))
ALWAYS = tuple(Span(day, 0, 1440) for day in range(7))
OFFICE = tuple(Span(day, 9 * 60, 480) for day in range(5))


def test_office_hours_in_chicago_are_a_night_in_manila() -> None:
    for day, start in ((WINTER, 23), (SUMMER, 22)):
        wanted = in_zone_of(OFFICE, home=MANILA, away=CHICAGO, day=day)
        assert wanted == weekly_minutes(Span(weekday, start * 60, 480) for weekday in range(5))


def test_what_covers_most_comes_first_then_what_is_least_beside() -> None:
    wanted = in_zone_of(OFFICE, home=MANILA, away=CHICAGO, day=SUMMER)
    found = best_fits(wanted, {"always": ALWAYS, "day": DAY, "night": NIGHT})
    assert [fit.shift for fit in found] == ["night", "always"], "the day shift covers nothing"
    assert [(fit.is_full, fit.beside) for fit in found] == [(True, 300), (True, WEEK - 2400)]
    in_winter = best_fits(in_zone_of(OFFICE, home=MANILA, away=CHICAGO, day=WINTER), {"night": NIGHT})
    assert [(fit.is_full, fit.covered, fit.wanted) for fit in in_winter] == [(False, 2100, 2400)]


def test_clocks_change_in_chicago_on_the_second_sunday_of_march() -> None:
    assert first_change(home=MANILA, away=CHICAGO, start=WINTER, last=SUMMER) == date(2027, 3, 15)
    assert first_change(home=MANILA, away="Asia/Tokyo", start=WINTER, last=SUMMER) is None


spans = st.builds(
    Span, st.integers(0, 6), st.integers(0, 95).map(lambda n: 15 * n), st.integers(1, 96).map(lambda n: 15 * n)
)


@given(wanted=st.lists(spans, min_size=1, max_size=7), offered=st.lists(spans, min_size=1, max_size=7))
def test_nothing_is_covered_twice_or_beside_and_covered_at_once(wanted: list[Span], offered: list[Span]) -> None:
    hours = in_zone_of(wanted, home=MANILA, away=CHICAGO, day=WINTER)
    assert hours.total == weekly_minutes(wanted).total, "a week moved is as long as before"
    for fit in best_fits(hours, {"it": offered}):
        assert 0 < fit.covered <= fit.wanted
        assert fit.covered + fit.beside == weekly_minutes(offered).total
