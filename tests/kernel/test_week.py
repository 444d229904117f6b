"""Minutes of the week and the legs of a shift, held against single minutes on a calendar."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.period import Period
from kernel.week import ALL_WEEK, DAY, WEEK, Leg, Minutes, Span, legs, weekly_minutes

MONDAY = date(2026, 11, 23)
HOUR = 60
SUNDAY = 6


def starts_and_lengths() -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, WEEK - 1), st.integers(1, WEEK)).map(lambda pair: (pair[0], pair[0] + pair[1]))


minutes = st.lists(starts_and_lengths(), max_size=4)
spans = st.builds(Span, st.integers(0, 6), st.integers(0, DAY - 1), st.integers(1, DAY))
shifts = st.lists(spans, min_size=1, max_size=7)


def set_of(found: Iterable[tuple[int, int]]) -> set[int]:
    """Every single minute, wrapped into the week: what spans mean, without the code that joins them."""
    return {minute % WEEK for start, end in found for minute in range(start, end)}


# --- Minutes ---------------------------------------------------------------------------------------------------


def test_a_span_past_sunday_wraps_into_monday() -> None:
    assert Minutes.of([(WEEK - HOUR, WEEK + HOUR)]).spans == ((0, HOUR), (WEEK - HOUR, WEEK))


def test_spans_that_touch_are_joined() -> None:
    assert Minutes.of([(0, 60), (60, 120), (200, 300), (250, 260)]).spans == ((0, 120), (200, 300))


@pytest.mark.parametrize("span", [(0, 0), (5, 5), (5, 4), (-1, 5), (WEEK, WEEK + 1), (0, WEEK + 1)])
def test_a_span_must_lie_in_the_week(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a span of the week"):
        Minutes.of([span])


@given(minutes)
def test_spans_are_sorted_apart_and_within_the_week(found: list[tuple[int, int]]) -> None:
    joined = Minutes.of(found)
    assert all(0 <= start < end <= WEEK for start, end in joined)
    assert all(before[1] < after[0] for before, after in pairwise(joined.spans))
    assert set_of(joined) == set_of(found)
    assert joined.total == len(set_of(found))
    assert bool(joined) == bool(found)


@given(minutes, minutes)
def test_sets_of_minutes_behave_as_sets(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    a, b = Minutes.of(one), Minutes.of(other)
    assert a.overlaps(b) == bool(set_of(one) & set_of(other)) == b.overlaps(a)
    assert set_of(a | b) == set_of(one) | set_of(other)
    assert set_of(a & b) == set_of(one) & set_of(other)
    assert set_of(a - b) == set_of(one) - set_of(other)
    assert (a - b) | b == a | b


# --- Spans -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("span", [(7, 0, 60), (-1, 0, 60), (0, DAY, 60), (0, -1, 60), (0, 0, 0), (0, 0, DAY + 1)])
def test_a_span_starts_within_its_day_and_lasts_a_day_at_most(span: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="not a span of a day"):
        Span(*span)


# --- Legs ------------------------------------------------------------------------------------------------------


def on_the_calendar(found: Iterable[Leg], service: Period, *, guarded: bool) -> set[int]:
    """The minutes since MONDAY 00:00 that legs take for service days, as the database reads days and minutes."""
    taken = set()
    for leg in found:
        slot = leg.on(service)
        if slot is None:
            continue
        week = slot.guarded if guarded else slot.minutes
        for day in slot.days:
            midnight = (day - MONDAY).days * DAY
            monday = midnight - day.weekday() * DAY
            taken |= {monday + minute for start, end in week for minute in range(start, end)} & set(
                range(midnight, midnight + DAY)
            )
    return taken


def worked(shift: Iterable[Span], service: Period) -> set[int]:
    """The minutes since MONDAY 00:00 that people really sit there: day by day, span by span."""
    return {
        (day - MONDAY).days * DAY + span.start + minute
        for day in service
        for span in shift
        if span.weekday == day.weekday()
        for minute in range(span.length)
    }


def followed(shift: Iterable[Span], service: Period, buffer: int) -> set[int]:
    """The minutes of hand-over after each stretch of work, but where the weekly shift itself goes on."""
    shift = list(shift)
    week = {(span.week_start + minute) % WEEK for span in shift for minute in range(span.length)}
    after = {
        (day - MONDAY).days * DAY + span.start + span.length + minute
        for day in service
        for span in shift
        if span.weekday == day.weekday()
        for minute in range(buffer)
    }
    return {minute for minute in after if minute % WEEK not in week}


@settings(max_examples=settings().max_examples // 2)
@given(shifts, st.integers(0, 13), st.integers(1, 15))
def test_legs_take_exactly_the_minutes_worked(shift: list[Span], first: int, length: int) -> None:
    start = MONDAY + timedelta(days=first)
    service = Period(start, start + timedelta(days=length))
    assert on_the_calendar(legs(shift), service, guarded=False) == worked(shift, service)


@settings(max_examples=settings().max_examples // 2)
@given(shifts, st.integers(1, 120), st.integers(0, 13), st.integers(1, 15))
def test_guarded_minutes_are_those_worked_and_the_buffer_after(
    shift: list[Span], buffer: int, first: int, length: int
) -> None:
    start = MONDAY + timedelta(days=first)
    service = Period(start, start + timedelta(days=length))
    if any(span.start + span.length + buffer > 2 * DAY for span in shift):
        with pytest.raises(ValueError, match="end before the next day does"):
            legs(shift, buffer)
        return
    found = legs(shift, buffer)
    assert on_the_calendar(found, service, guarded=True) == worked(shift, service) | followed(shift, service, buffer)
    assert on_the_calendar(found, service, guarded=False) == worked(shift, service)
    assert all(leg.guarded | leg.minutes == leg.guarded for leg in found)


@given(shifts)
def test_the_weekly_minutes_are_the_legs_together(shift: list[Span]) -> None:
    together = Minutes()
    for leg in legs(shift):
        together |= leg.minutes
    assert together == weekly_minutes(shift)


@settings(max_examples=settings().max_examples // 2)
@given(shifts, st.integers(0, 13), st.integers(1, 15))
def test_a_leg_takes_minutes_on_its_first_and_its_last_day(shift: list[Span], first: int, length: int) -> None:
    start = MONDAY + timedelta(days=first)
    service = Period(start, start + timedelta(days=length))
    for leg in legs(shift):
        weekdays = {minute // DAY for minute in set_of(leg.minutes)}
        slot, endless = leg.on(service), leg.on(Period(start))
        days = [day for day in service.shifted(leg.day_offset) if day.weekday() in weekdays]
        assert (slot.days.start, slot.days.last) == (days[0], days[-1]) if slot else not days
        assert endless is not None
        assert endless.days.end is None
        assert endless.days.start.weekday() in weekdays


@given(shifts, st.integers(0, 13), st.integers(1, 6))
def test_a_few_days_take_no_minutes_of_other_weekdays(shift: list[Span], first: int, length: int) -> None:
    start = MONDAY + timedelta(days=first)
    for leg in legs(shift, buffer=15) if all(span.start + span.length < 2 * DAY - 15 for span in shift) else ():
        slot = leg.on(Period(start, start + timedelta(days=length)))
        if slot is not None:
            weekdays = {day.weekday() for day in slot.days}
            assert {minute // DAY for minute in set_of(slot.guarded)} <= weekdays
            assert slot.guarded | slot.minutes == slot.guarded


def repeated(weekdays: Iterable[int], start: int, length: int) -> list[Span]:
    return [Span(weekday, start, length) for weekday in weekdays]


def daily(start: int, length: int) -> list[Span]:
    return repeated(range(7), start, length)


USUAL_SHIFTS = {
    "weekdays": repeated(range(5), 9 * HOUR, 9 * HOUR),
    "weeknights": repeated(range(5), 21 * HOUR, 9 * HOUR),
    "weekdays around the clock": repeated(range(5), 0, DAY),
    "weekdays from nine to nine": repeated(range(5), 9 * HOUR, DAY),
    "every night": daily(21 * HOUR, 9 * HOUR),
    "always": daily(0, DAY),
    "weekend": repeated((5, 6), 0, DAY),
    "weekend nights": repeated((5, 6), 21 * HOUR, 9 * HOUR),
    "Sunday to Thursday nights": repeated((6, 0, 1, 2, 3), 21 * HOUR, 9 * HOUR),
    "early": repeated(range(5), 5 * HOUR, 6 * HOUR),
}


@pytest.mark.parametrize("first", USUAL_SHIFTS)
@pytest.mark.parametrize("second", USUAL_SHIFTS)
def test_a_lease_may_follow_another_unless_they_would_sit_in_the_same_minute(first: str, second: str) -> None:
    for end, gap in ((end, gap) for end in range(8, 15) for gap in range(3)):
        before = Period(MONDAY, MONDAY + timedelta(days=end))
        after = Period(MONDAY + timedelta(days=end + gap), MONDAY + timedelta(days=end + gap + 8))
        collide = any(
            taken.minutes.overlaps(wanted.minutes) and taken.days.overlaps(wanted.days)
            for a in legs(USUAL_SHIFTS[first])
            for b in legs(USUAL_SHIFTS[second])
            if (taken := a.on(before)) and (wanted := b.on(after))
        )
        assert collide == bool(worked(USUAL_SHIFTS[first], before) & worked(USUAL_SHIFTS[second], after))


def test_a_day_shift_has_one_leg_with_its_buffer() -> None:
    (leg,) = legs([Span(0, 9 * HOUR, 9 * HOUR)], buffer=15)
    assert leg == Leg(0, Minutes.of([(9 * HOUR, 18 * HOUR)]), Minutes.of([(9 * HOUR, 18 * HOUR + 15)]))


def test_a_night_shift_has_an_evening_and_a_morning_on_the_next_day() -> None:
    evening, morning = legs([Span(0, 21 * HOUR, 9 * HOUR)], buffer=15)
    assert evening == Leg(0, Minutes.of([(21 * HOUR, DAY)]), Minutes.of([(21 * HOUR, DAY)]))
    assert morning == Leg(1, Minutes.of([(DAY, DAY + 6 * HOUR)]), Minutes.of([(DAY, DAY + 6 * HOUR + 15)]))


def test_a_sunday_night_ends_on_monday_morning() -> None:
    _evening, morning = legs([Span(SUNDAY, 21 * HOUR, 9 * HOUR)])
    assert morning.day_offset == 1
    assert morning.minutes == Minutes.of([(0, 6 * HOUR)])


def test_a_seat_around_the_clock_has_one_leg_and_no_buffer() -> None:
    assert legs(daily(0, DAY), buffer=15) == (Leg(0, ALL_WEEK, ALL_WEEK),)


def test_a_seat_around_the_clock_from_nine_to_nine_needs_no_buffer_either() -> None:
    first, second = legs(daily(9 * HOUR, DAY), buffer=15)
    assert first.minutes == first.guarded
    assert second.minutes == second.guarded
    assert first.minutes | second.minutes == ALL_WEEK


def test_the_buffer_of_a_shift_that_ends_at_midnight_lies_on_the_next_day() -> None:
    evening, after = legs([Span(0, 15 * HOUR, 9 * HOUR)], buffer=15)
    assert evening.minutes == evening.guarded == Minutes.of([(15 * HOUR, DAY)])
    assert after == Leg(1, Minutes(), Minutes.of([(DAY, DAY + 15)]))


def test_a_buffer_across_midnight_is_kept_on_both_days() -> None:
    evening, after = legs([Span(0, 15 * HOUR, 9 * HOUR - 5)], buffer=15)
    assert evening.guarded == Minutes.of([(15 * HOUR, DAY)])
    assert after == Leg(1, Minutes(), Minutes.of([(DAY, DAY + 10)]))


def test_a_buffer_is_not_kept_where_the_same_shift_goes_on() -> None:
    (leg,) = legs([Span(0, 8 * HOUR, 4 * HOUR), Span(0, 12 * HOUR + 10, 4 * HOUR)], buffer=15)
    assert leg.guarded == Minutes.of([(8 * HOUR, 16 * HOUR + 25)])


def test_a_shift_without_hours_is_no_shift() -> None:
    with pytest.raises(ValueError, match="at least one span"):
        legs([])


def test_a_shift_and_its_buffer_end_before_the_next_day_does() -> None:
    with pytest.raises(ValueError, match="end before the next day does"):
        legs([Span(0, DAY - 1, DAY)], buffer=2)
