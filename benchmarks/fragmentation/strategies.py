"""Strategies to seat a team: ours, and what most people would write first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from uuid import UUID

from benchmarks.fragmentation.demand import Request
from facilities.seat_choice import FreeSeat, choose

# Free seats in the order of their codes, as many as asked for or more, and the request in; the seats of the team out,
# none when they would lie in more rooms than it puts up with.
Strategy = Callable[[Sequence[FreeSeat], Request], list[FreeSeat]]


def ours(free: Sequence[FreeSeat], wish: Request) -> list[FreeSeat]:
    """The product's choice; the team goes away when it is of too many rooms."""
    choice = choose(free, wish.seats)
    assert choice is not None
    if len(choice.rooms) > wish.rooms:
        return []
    chosen = set(choice.workstations)
    return [free_seat for free_seat in free if free_seat.id in chosen]


def first_fit(free: Sequence[FreeSeat], wish: Request) -> list[FreeSeat]:
    """The lowest codes in as many rooms as the team puts up with, comparing the lowest first."""
    rooms = _rooms(free)
    if wish.rooms >= len(rooms):
        return list(free[: wish.seats])
    places = range(len(rooms))
    for chosen in sorted(some for count in range(1, wish.rooms + 1) for some in combinations(places, count)):
        found = [free_seat for place in chosen for free_seat in rooms[place]]
        if len(found) >= wish.seats:
            return found[: wish.seats]
    return []


def first_room(free: Sequence[FreeSeat], wish: Request) -> list[FreeSeat]:
    """The lowest codes of the first room that has enough, whatever the team puts up with; else like first fit."""
    enough = (found[: wish.seats] for found in _rooms(free) if len(found) >= wish.seats)
    return next(enough, None) or first_fit(free, wish)


def anywhere(free: Sequence[FreeSeat], wish: Request) -> list[FreeSeat]:
    """The lowest codes, as if there were no walls: what is refused is refused for want of seats alone."""
    return list(free[: wish.seats])


def _rooms(free: Sequence[FreeSeat]) -> list[list[FreeSeat]]:
    rooms: defaultdict[UUID, list[FreeSeat]] = defaultdict(list)
    for free_seat in free:
        rooms[free_seat.room].append(free_seat)
    return list(rooms.values())


FIRST_FIT = "first fit"
STRATEGIES: dict[str, Strategy] = {"our choice": ours, FIRST_FIT: first_fit, "first room that fits": first_room}
NO_WALLS = "no walls"
