"""Hours are said as they lie in the week, with the hand-over where the shift doesn't go on."""

from __future__ import annotations

from backoffice.hours import Stretch, stretches
from kernel.week import Span


def test_a_night_ends_on_the_next_morning_and_keeps_its_hand_over() -> None:
    assert stretches([Span(0, 21 * 60, 540)], buffer=15) == [Stretch("Mon 21:00", "Tue 06:00", "Tue 06:15")]


def test_sunday_night_ends_on_monday() -> None:
    assert stretches([Span(6, 22 * 60, 480)], buffer=30) == [Stretch("Sun 22:00", "Mon 06:00", "Mon 06:30")]


def test_where_the_shift_goes_on_nothing_is_kept_free() -> None:
    every_hour = stretches([Span(day, 0, 1440) for day in range(7)], buffer=15)
    assert {each.free_until for each in every_hour} == {""}
    assert every_hour[6] == Stretch("Sun 00:00", "Mon 00:00", "")


def test_a_facility_without_hand_over_keeps_nothing_free() -> None:
    [stretch] = stretches([Span(0, 540, 540)], buffer=0)
    assert stretch == Stretch("Mon 09:00", "Mon 18:00", "")
