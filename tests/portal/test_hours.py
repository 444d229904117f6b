"""Shifts in words, on the facility's clock and on somebody else's."""

from __future__ import annotations

from datetime import date

import pytest

from kernel.week import Span
from portal.hours import Stretch, hours_in, local_hours

DAY = [Span(weekday, 8 * 60, 9 * 60) for weekday in range(5)]
NIGHT = [Span(weekday, 21 * 60, 9 * 60) for weekday in range(5)]
ALWAYS = [Span(weekday, 0, 24 * 60) for weekday in range(7)]


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        (DAY, "Mon–Fri 08:00–17:00"),
        (NIGHT, "Mon–Fri 21:00–06:00"),
        (ALWAYS, "Every day, 24 hours"),
        ([Span(5, 480, 540), Span(6, 480, 540)], "Sat, Sun 08:00–17:00"),
        ([Span(weekday, 480, 240) for weekday in (0, 2, 3, 4)], "Mon, Wed–Fri 08:00–12:00"),
        ([*DAY, Span(5, 540, 240)], "Mon–Fri 08:00–17:00, Sat 09:00–13:00"),
        ([Span(weekday, 1380, 60) for weekday in range(7)], "Mon–Sun 23:00–00:00"),
    ],
)
def test_hours_read_as_people_say_them(spans: list[Span], words: str) -> None:
    assert local_hours(spans).text == words


def test_a_night_in_cebu_is_a_day_in_austin_and_moves_by_an_hour_in_march() -> None:
    winter, summer = hours_in(
        NIGHT, zone="Asia/Manila", seen_from="America/Chicago", start=date(2026, 12, 1), last=date(2027, 11, 30)
    )
    assert (winter.text, winter.since) == ("Mon–Fri 07:00–16:00", None)
    # Clocks change on 14 March at two in the morning; noon in Manila is still the evening before.
    assert (summer.text, summer.since) == ("Mon–Fri 08:00–17:00", date(2027, 3, 15))


def test_a_day_in_cebu_begins_on_the_evening_before_in_austin() -> None:
    winter = hours_in(DAY, zone="Asia/Manila", seen_from="America/Chicago", start=date(2026, 12, 1))[0]
    assert winter.text == "Sun–Thu 18:00–03:00"


def test_a_short_lease_that_ends_before_clocks_change_has_one_line() -> None:
    found = hours_in(
        NIGHT, zone="Asia/Manila", seen_from="America/Chicago", start=date(2026, 12, 1), last=date(2027, 1, 31)
    )
    assert [hours.since for hours in found] == [None]


def test_all_hours_are_all_hours_everywhere() -> None:
    found = hours_in(ALWAYS, zone="Asia/Manila", seen_from="America/Chicago", start=date(2026, 12, 1))
    assert [hours.text for hours in found] == ["Every day, 24 hours"]


def test_a_night_fills_both_ends_of_the_bar_of_a_day() -> None:
    assert local_hours(NIGHT).stretches == (Stretch(0, 360), Stretch(1260, 180))


def test_half_hours_of_a_zone_count() -> None:
    found = hours_in(DAY, zone="Asia/Manila", seen_from="Asia/Kolkata", start=date(2026, 12, 1))
    assert found[0].text == "Mon–Fri 05:30–14:30"
