"""Ways to seat a team: ours, and what most people would write first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from uuid import UUID

from facilities.seating import Spot, choose

# Free seats in the order of their codes and a number of seats in; that many of them out. There are enough.
Way = Callable[[Sequence[Spot], int], list[Spot]]


def ours(free: Sequence[Spot], seats: int) -> list[Spot]:
    """The product's choice."""
    choice = choose(free, seats)
    assert choice is not None
    chosen = set(choice.workstations)
    return [spot for spot in free if spot.id in chosen]


def first_fit(free: Sequence[Spot], seats: int) -> list[Spot]:
    """The lowest codes, wherever they are."""
    return list(free[:seats])


def first_room(free: Sequence[Spot], seats: int) -> list[Spot]:
    """The lowest codes of the first room that has enough; the lowest codes where none has."""
    rooms: defaultdict[UUID, list[Spot]] = defaultdict(list)
    for spot in free:
        rooms[spot.room].append(spot)
    return next((found[:seats] for found in rooms.values() if len(found) >= seats), list(free[:seats]))


WAYS: dict[str, Way] = {"our choice": ours, "first fit": first_fit, "first room that fits": first_room}
