"""The choice of seats, held against every choice there is."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facilities.seat_choice import FreeSeat, choose, choose_beside

# A floor as people draw it: each room's rows, "o" a free seat, "." a taken one.
Floor = Mapping[str, Sequence[str]]


def free_seats_of(floor: Floor) -> list[FreeSeat]:
    return [
        FreeSeat(
            UUID(int=1000 * r + 100 * number + position), f"{room}{row}{position}", UUID(int=r), room, row, position
        )
        for r, (room, rows) in enumerate(floor.items(), start=1)
        for number, (row, seats) in enumerate(zip("abcdefgh", rows, strict=False))
        for position, seat in enumerate(seats, start=1)
        if seat == "o"
    ]


def chosen(floor: Floor, seats: int) -> list[str]:
    choice = choose(free_seats_of(floor), seats)
    assert choice is not None
    return list(choice.codes)


# --- The objective, read from the docstring and tried on every subset ------------------------------------------


def neighbours(free_seats: Iterable[FreeSeat]) -> list[list[FreeSeat]]:
    """Stretches of seats side by side: the connected parts of the graph of neighbours."""
    left = {(free_seat.room, free_seat.row, free_seat.position): free_seat for free_seat in free_seats}
    parts = []
    while left:
        room, row, position = next(iter(left))
        part, edge = [], [(room, row, position)]
        while edge:
            place = edge.pop()
            if place in left:
                part.append(left.pop(place))
                edge += [(place[0], place[1], place[2] + 1), (place[0], place[1], place[2] - 1)]
        parts.append(part)
    return parts


def by_room(free_seats: Iterable[FreeSeat]) -> dict[UUID, set[FreeSeat]]:
    found: defaultdict[UUID, set[FreeSeat]] = defaultdict(set)
    for free_seat in free_seats:
        found[free_seat.room].add(free_seat)
    return found


# Rooms; and in the last of them stretches beyond one for every two seats, seats left over in the stretches used, seats
# left over in the room, stretches.
Cost = tuple[int, int, int, int, int]


def cost(free: Sequence[FreeSeat], picked: Sequence[FreeSeat]) -> Cost | None:
    """What the docstring compares; ``None`` for a choice that leaves seats over in two rooms."""
    rooms, taken = by_room(free), by_room(picked)
    open_rooms = [room for room in taken if taken[room] != rooms[room]]
    if len(open_rooms) > 1:
        return None
    candidates = []
    # Where every room is filled, any of them may be called the last.
    for room in open_rooms or list(taken):
        seats, stretches = len(taken[room]), len(neighbours(taken[room]))
        used = [part for part in neighbours(rooms[room]) if taken[room] & set(part)]
        over, left = sum(map(len, used)) - seats, len(rooms[room]) - seats
        candidates.append((len(taken), max(0, stretches - seats // 2), over, left, stretches))
    return min(candidates)


def best_cost(free: Sequence[FreeSeat], seats: int) -> Cost:
    return min(found for picked in combinations(free, seats) if (found := cost(free, picked)) is not None)


rows = st.text(alphabet="o.", min_size=1, max_size=5)
floors: st.SearchStrategy[dict[str, list[str]]] = st.lists(
    st.lists(rows, min_size=1, max_size=3), min_size=1, max_size=4
).map(lambda rooms: dict(zip("ABCD", rooms, strict=False)))


def is_small(floor: dict[str, list[str]]) -> bool:
    return 1 <= len(free_seats_of(floor)) <= 12


def with_team(floor: dict[str, list[str]]) -> st.SearchStrategy[tuple[Floor, int]]:
    return st.tuples(st.just(floor), st.integers(1, len(free_seats_of(floor))))


@example(({"A": ["ooooo", "oo", "oo"]}, 4))
@example(({"A": ["oooo", "ooo", "oo"], "B": ["oo.o"]}, 6))
@example(({"A": ["oooo", "o.o"], "B": ["ooo", "oo"]}, 9))
@given(floors.filter(is_small).flatmap(with_team))
def test_no_choice_there_is_would_be_better(asked: tuple[Floor, int]) -> None:
    floor, seats = asked
    free = free_seats_of(floor)
    choice = choose(free, seats)
    assert choice is not None
    assert len(set(choice.workstations)) == seats
    picked = [free_seat for free_seat in free if free_seat.id in choice.workstations]
    assert len(picked) == seats, "only free seats"
    assert cost(free, picked) == best_cost(free, seats)
    assert choice.codes == tuple(sorted(free_seat.code for free_seat in picked))
    assert set(choice.rooms) == {free_seat.room_name for free_seat in picked}


@given(floors, st.integers(1, 30), st.randoms())
def test_the_same_question_has_the_same_answer(floor: Floor, seats: int, shuffle: random.Random) -> None:
    free = free_seats_of(floor)
    first = choose(free, seats)
    shuffle.shuffle(free)
    assert choose(free, seats) == first
    assert (first is None) == (len(free) < seats)


# --- What that means for people --------------------------------------------------------------------------------


def test_a_team_sits_in_one_room_when_one_has_room() -> None:
    assert chosen({"A": ["ooo"], "B": ["oooo"], "C": ["oo"]}, 4) == ["Ba1", "Ba2", "Ba3", "Ba4"]


def test_a_team_sits_side_by_side_when_it_can() -> None:
    assert chosen({"A": ["o.o", "ooo"]}, 3) == ["Ab1", "Ab2", "Ab3"]


def test_side_by_side_in_a_larger_room_is_better_than_scattered_in_one_that_fits() -> None:
    assert chosen({"A": ["o.o.o"], "B": ["ooooo"]}, 3) == ["Ba1", "Ba2", "Ba3"]


def test_the_room_that_fits_most_tightly_is_taken() -> None:
    assert chosen({"A": ["ooooo"], "B": ["ooo"], "C": ["oooo"]}, 3) == ["Ba1", "Ba2", "Ba3"]


def test_a_gap_that_fits_is_filled_before_a_longer_row_is_broken_into() -> None:
    assert chosen({"A": ["oooo"], "B": ["ooo.oooooo"]}, 3) == ["Ba1", "Ba2", "Ba3"]


def test_two_pairs_are_filled_before_a_longer_row_is_broken_into() -> None:
    assert chosen({"A": ["oooooo"], "B": ["oo.oo"]}, 4) == ["Ba1", "Ba2", "Ba4", "Ba5"]


def test_two_pairs_of_a_room_are_filled_before_its_longer_row_is_broken_into() -> None:
    assert chosen({"A": ["ooooo", "oo", "oo"]}, 4) == ["Ab1", "Ab2", "Ac1", "Ac2"]


def test_two_people_sit_side_by_side_rather_than_in_two_gaps() -> None:
    assert chosen({"A": ["o.o"], "B": ["oooooo"]}, 2) == ["Ba1", "Ba2"]


def test_a_gap_of_their_number_is_better_than_two_in_a_room_as_full() -> None:
    assert chosen({"A": ["oo.oo"], "B": ["oooo"]}, 4) == ["Ba1", "Ba2", "Ba3", "Ba4"]


def test_the_longest_row_stays_whole_for_a_larger_team() -> None:
    assert chosen({"A": ["oooo", "ooo", "oo"]}, 5) == ["Ab1", "Ab2", "Ab3", "Ac1", "Ac2"]


def test_a_split_team_fills_its_rooms_rather_than_breaking_into_the_largest() -> None:
    split = chosen({"A": ["oooooooooo"], "B": ["ooooooooo"], "C": ["ooooo"]}, 14)
    assert {code[0] for code in split} == {"B", "C"}


def test_a_row_that_is_broken_into_keeps_its_rest_in_one_piece() -> None:
    assert chosen({"A": ["oooooo"]}, 4) == ["Aa1", "Aa2", "Aa3", "Aa4"]


def test_all_of_them_is_a_choice_too_and_one_more_is_none() -> None:
    floor: Floor = {"A": ["o.o"], "B": ["oo"]}
    assert chosen(floor, 4) == ["Aa1", "Aa3", "Ba1", "Ba2"]
    assert choose(free_seats_of(floor), 5) is None
    assert choose([], 1) is None


def test_nobody_asks_for_no_seats() -> None:
    with pytest.raises(ValueError, match="at least one"):
        choose(free_seats_of({"A": ["oo"]}), 0)


# --- The reasons given -----------------------------------------------------------------------------------------


def reasons(floor: Floor, seats: int) -> tuple[str, ...]:
    choice = choose(free_seats_of(floor), seats)
    assert choice is not None
    return choice.reasons


def test_it_says_that_a_team_is_together() -> None:
    assert reasons({"A": ["ooo"]}, 3) == ("All 3 seats together in A.", "Side by side in one row.")


def test_seats_with_a_gap_between_them_are_not_side_by_side() -> None:
    assert reasons({"A": ["oo.o"]}, 3) == ("All 3 seats together in A.",)


def test_it_says_why_a_team_is_split() -> None:
    (reason,) = reasons({"A": ["ooo"], "B": ["ooo"]}, 5)
    assert "split over 2 rooms: A, B" in reason


def test_rooms_of_one_name_on_two_floors_are_two_rooms() -> None:
    upstairs = [FreeSeat(UUID(int=n), f"U{n}", UUID(int=100), "Suite", "a", n) for n in (1, 2)]
    downstairs = [FreeSeat(UUID(int=10 + n), f"D{n}", UUID(int=200), "Suite", "a", n) for n in (1, 2)]
    choice = choose([*upstairs, *downstairs], 4)
    assert choice is not None
    assert choice.is_split


def test_one_seat_needs_no_reason() -> None:
    assert reasons({"A": ["ooo"]}, 1) == ()


# --- Beside a team that sits there already ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("floor", "team", "seats", "codes"),
    [
        # Around the two that they have in the row, although the room has a longer row free.
        ({"A": ["oooooo", "oo..oo"]}, ["Ab3", "Ab4"], 2, ["Ab2", "Ab5"]),
        ({"A": ["oooooo", "oo..oo"]}, ["Ab3", "Ab4"], 4, ["Ab1", "Ab2", "Ab5", "Ab6"]),
        # The next row where their own is full.
        ({"A": ["....", "oooo"]}, ["Aa1", "Aa2"], 2, ["Ab1", "Ab2"]),
        # In their room, although another would fit exactly.
        ({"A": ["oo", "oooo"], "B": ["oooo"]}, ["Bb1"], 2, ["Ba1", "Ba2"]),
        # Where their room has too few, together elsewhere.
        ({"A": ["o.."], "B": ["ooo"]}, ["Aa2"], 2, ["Ba1", "Ba2"]),
        ({"A": ["oo"]}, [], 2, ["Aa1", "Aa2"]),
    ],
)
def test_seats_are_chosen_beside_the_team(floor: Floor, team: list[str], seats: int, codes: list[str]) -> None:
    rooms = {room: UUID(int=r) for r, room in enumerate(floor, start=1)}
    there = [
        FreeSeat(UUID(int=90_000 + n), code, rooms[code[0]], code[0], code[1], int(code[2]))
        for n, code in enumerate(team)
    ]
    choice = choose_beside(free_seats_of(floor), seats, team=there)
    assert choice is not None
    assert list(choice.codes) == codes


def test_too_few_beside_the_team_are_none_at_all() -> None:
    team = [FreeSeat(UUID(int=9), "Aa3", UUID(int=1), "A", "a", 3)]
    assert choose_beside(free_seats_of({"A": ["oo."]}), 3, team=team) is None
    assert choose_beside(free_seats_of({"A": ["oo."]}), 2, team=team) is not None
