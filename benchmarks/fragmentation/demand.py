"""Who asks: teams of some size, for some months, and over how many rooms each may be split.

All of it was written down before anything was measured with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

# Seats of a team and months of its lease, each with its weight out of 100.
SIZES = {1: 6, 2: 8, 3: 8, 4: 10, 5: 12, 6: 10, 8: 12, 10: 12, 12: 8, 15: 6, 20: 4, 30: 3, 40: 1}
TERMS = {1: 5, 3: 20, 6: 30, 12: 30, 24: 15}
# Teams that ask in a month, on average: together they would fill about 75, 90 and 115 % of a floor of 320 seats.
ARRIVALS = {"quiet": 3.0, "busy": 3.6, "crowded": 4.5}
# Until the floor is as full as it will be; not counted.
WARM_UP = 60
ANYWHERE = 99


def tolerances(seats: int) -> Mapping[int, int]:
    """Over how many rooms a team of such a size may be split, with the weight of each out of 100.

    Two or three people take whatever seats there are. Of those that run a shift with a leader, half must have one
    room, for their client's data or their leader's voice; a quarter puts up with two. A team too large for a suite
    never sits just anywhere.
    """
    if seats <= 3:
        return {ANYWHERE: 100}
    if seats <= 12:
        return {1: 50, 2: 25, ANYWHERE: 25}
    return {1: 50, 2: 50}


# Seats and rooms of the next team to ask, with how likely it is.
LIKELY = [
    (seats, rooms, weight * share / 10_000)
    for seats, weight in SIZES.items()
    for rooms, share in tolerances(seats).items()
]


@dataclass(frozen=True, slots=True)
class Request:
    """A team that would come in ``month`` for ``term`` months, if it is seated in ``rooms`` rooms at most."""

    month: int
    seats: int
    term: int
    rooms: int


def requests(months: int, *, arrivals: float, seed: int) -> list[Request]:
    """The same for every strategy of seating, for so many months after the warm-up: a Poisson process, ``arrivals`` a
    month."""
    lot = Random(seed)
    found = []
    at = lot.expovariate(arrivals)
    while at < WARM_UP + months:
        seats = _drawn(SIZES, lot)
        found.append(Request(int(at), seats, _drawn(TERMS, lot), _drawn(tolerances(seats), lot)))
        at += lot.expovariate(arrivals)
    return found


def _drawn(weights: Mapping[int, int], lot: Random) -> int:
    return lot.choices(list(weights), list(weights.values()))[0]
