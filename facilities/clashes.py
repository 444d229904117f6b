"""Who would sit where somebody sits: what the three exclusion constraints on occupancy refuse, found for many at once.

The database stays the guard; this rule only says which rows it would refuse, all of them and by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from kernel.week import Slot

Called = TypeVar("Called")


class Reason(Enum):
    """Why two stays can't both be; the constraint that says so."""

    SEAT = "occupancy_workstation_taken_once"
    BUFFER = "occupancy_strangers_keep_the_buffer"
    ROOM = "occupancy_exclusive_room_has_one_client"


@dataclass(frozen=True, slots=True)
class Stay(Generic[Called]):
    """Something that takes ``seat`` in ``slots``, for ``client`` (nobody, where it is closed).

    ``room`` is there only where it is let to one company at a time. ``of`` is what the caller calls the stay.
    """

    seat: Hashable
    room: Hashable | None
    client: Hashable | None
    slots: tuple[Slot, ...]
    of: Called


@dataclass(frozen=True, slots=True)
class Clash(Generic[Called]):
    """``stay`` can't be, because of ``other``."""

    stay: Stay[Called]
    other: Stay[Called]
    reason: Reason


def clashes(wanted: Iterable[Stay[Called]], taken: Iterable[Stay[Called]]) -> Iterator[Clash[Called]]:
    """The first thing in the way of each stay that is ``wanted``: something taken, or a stay wanted before it."""
    seats: defaultdict[Hashable, list[Stay[Called]]] = defaultdict(list)
    rooms: defaultdict[Hashable, list[Stay[Called]]] = defaultdict(list)
    for stay in taken:
        seats[stay.seat].append(stay)
        if stay.room is not None:
            rooms[stay.room].append(stay)
    for stay in wanted:
        found = next(_in_the_way(stay, seats[stay.seat], rooms[stay.room] if stay.room is not None else ()), None)
        if found is not None:
            yield found
        seats[stay.seat].append(stay)
        if stay.room is not None:
            rooms[stay.room].append(stay)


def _in_the_way(
    stay: Stay[Called], on_seat: Iterable[Stay[Called]], in_room: Iterable[Stay[Called]]
) -> Iterator[Clash[Called]]:
    for other in on_seat:
        strangers = _are_strangers(stay, other)
        for one in stay.slots:
            for two in other.slots:
                if not one.days.overlaps(two.days):
                    continue
                if one.minutes.overlaps(two.minutes):
                    yield Clash(stay, other, Reason.SEAT)
                elif strangers and one.guarded.overlaps(two.guarded):
                    yield Clash(stay, other, Reason.BUFFER)
    for other in in_room:
        if _are_strangers(stay, other) and any(
            one.days.overlaps(two.days) for one in stay.slots for two in other.slots
        ):
            yield Clash(stay, other, Reason.ROOM)


def _are_strangers(one: Stay[Called], other: Stay[Called]) -> bool:
    return one.client is not None and other.client is not None and one.client != other.client
