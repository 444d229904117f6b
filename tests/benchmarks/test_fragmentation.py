"""The study of the choice of seats: first fit is what it says, and fragmentation is counted as by hand."""

from __future__ import annotations

from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fragmentation.comparison import difference
from benchmarks.fragmentation.demand import ANYWHERE, LIKELY, Request, requests
from benchmarks.fragmentation.floors import Broken, broken
from benchmarks.fragmentation.months import live
from benchmarks.fragmentation.strategies import STRATEGIES, first_fit, first_room
from facilities.seat_choice import FreeSeat

# Each room's free seats in one row, "o" a free seat and "." a taken one.
rooms = st.lists(st.text(alphabet="o.", min_size=1, max_size=4), min_size=1, max_size=4)


def free_seats_of(*floor: str) -> list[FreeSeat]:
    return [
        FreeSeat(UUID(int=100 * room + position), f"{room}{position}", UUID(int=room), str(room), "a", position)
        for room, seats in enumerate(floor, start=1)
        for position, seat in enumerate(seats, start=1)
        if seat == "o"
    ]


def team(seats: int, rooms: int, *, month: int = 0, term: int = 1) -> Request:
    return Request(month, seats, term, rooms)


@given(rooms, st.integers(1, 5), st.sampled_from([1, 2, ANYWHERE]))
def test_first_fit_takes_the_lowest_codes_the_team_puts_up_with(floor: list[str], seats: int, most: int) -> None:
    free = free_seats_of(*floor)
    if len(free) >= seats:
        # Combinations come in the order of their codes, as the free seats do.
        allowed = (some for some in combinations(free, seats) if len({free_seat.room for free_seat in some}) <= most)
        assert first_fit(free, team(seats, most)) == list(next(allowed, ()))


@given(rooms, st.integers(1, 5), st.sampled_from([1, 2, ANYWHERE]))
def test_every_way_seats_a_team_whenever_first_fit_can(floor: list[str], seats: int, most: int) -> None:
    free = free_seats_of(*floor)
    if len(free) >= seats:
        wish = team(seats, most)
        assert {len(strategy(free, wish)) for strategy in STRATEGIES.values()} == {len(first_fit(free, wish))}


def test_the_first_room_that_fits_is_taken_by_those_who_would_sit_anywhere_too() -> None:
    assert [free_seat.code for free_seat in first_room(free_seats_of("o", "oo"), team(2, ANYWHERE))] == ["21", "22"]


def test_free_seats_are_measured_by_stretches_and_rooms() -> None:
    found = broken(free_seats_of("ooo.o", "oo"))
    assert sorted(found.stretches) == [1, 2, 3]
    assert found.rooms == [4, 2]
    assert (found.free, found.longest, found.fragmentation) == (6, 3, 0.5)


def test_seats_are_unusable_for_a_team_that_is_larger_than_their_room() -> None:
    assert Broken([40], [40]).unusable_in_one_room == 0
    assert Broken([1], [1]).unusable_in_one_room == pytest.approx(0.94), "six of a hundred teams are one person"


def test_only_a_team_for_which_enough_seats_are_free_is_refused_for_their_places() -> None:
    assert Broken([40], [40]).refused == 0
    assert Broken([1, 1], [2]).refused == 0, "two people may sit in two rows of a room"
    four_in_one_room = next(likely for seats, rooms, likely in LIKELY if (seats, rooms) == (4, 1))
    assert Broken([2, 2], [2, 2]).refused == pytest.approx(four_in_one_room)


def test_the_next_team_is_some_team() -> None:
    assert sum(likely for _seats, _rooms, likely in LIKELY) == pytest.approx(1)
    assert requests(20, arrivals=3, seed=1) == requests(20, arrivals=3, seed=1)


def test_a_team_that_finds_no_room_is_counted_and_leaves_its_seats_when_its_term_is_over() -> None:
    wishes = [team(2, 1, month=60, term=2), team(2, 1, month=60), team(2, ANYWHERE, month=61), team(2, 1, month=62)]
    story = live(free_seats_of("oo", "o", "o"), wishes, first_fit, months=3)
    assert (story.asked, story.accepted, story.too_scattered) == (4, 3, 1)
    assert [month.free for month in story.months] == [2, 0, 2]


def test_the_difference_of_two_ways_is_taken_story_by_story() -> None:
    found = difference([3, 5], [1, 1])
    assert (found.mean, found.total) == (3, 6)
    assert found.error == pytest.approx(1)
