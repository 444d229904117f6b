"""The rule of conflict: when two can't both have a seat. Pure, and the only place in Python that says it.

1. Nobody sits where somebody sits.
2. Between two clients the hand-over buffer stays free.
3. A room let to one company at a time has one client.

The exclusion constraints of :class:`facilities.models.Occupancy` guard the same three, and
:mod:`facilities.queries.conflicts` asks them of the database; ``tests/facilities/test_conflicts.py`` holds them against
each other.

Whoever takes a seat or asks for one is told apart by a key: of a client, whatever its seats are compared by. ``None``
is nobody, whose work closes a seat; :data:`NEWCOMER` is somebody who has no seats yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, Protocol, TypeVar

from kernel.period import Period
from kernel.week import ALL_WEEK, Minutes, Slot

Called = TypeVar("Called")


class Newcomer(Enum):
    """Somebody who has no seats yet, and so is a stranger to every client."""

    NEWCOMER = "newcomer"


NEWCOMER = Newcomer.NEWCOMER


class Reason(Enum):
    """The constraint that says why two can't both be."""

    SEAT = "occupancy_workstation_taken_once"
    BUFFER = "occupancy_strangers_keep_the_buffer"
    ROOM = "occupancy_exclusive_room_has_one_client"


class Hours(Protocol):
    """Minutes of the week that are worked, and those kept from strangers."""

    @property
    def minutes(self) -> Minutes: ...

    @property
    def guarded(self) -> Minutes: ...


@dataclass(frozen=True, slots=True)
class Conflict:
    """The reason why two can't both be, and the days and the minutes of the week that both would have."""

    reason: Reason
    days: Period
    minutes: Minutes


def are_strangers(client: Hashable | None, owner: Hashable | None) -> bool:
    """Return whether two are different clients; nobody is a stranger to a closure."""
    return client is not None and owner is not None and client != owner


def conflict(
    slot: Slot,
    client: Hashable | None,
    other: Slot,
    owner: Hashable | None,
    *,
    same_seat: bool = True,
    exclusive: bool = False,
) -> Conflict | None:
    """Return why ``client`` can't have ``slot`` while ``owner`` has the ``other``; ``None`` when it can.

    :param same_seat: whether both are of one seat.
    :param exclusive: whether both are in one room that is let to one company at a time.
    """
    days = slot.days & other.days
    if days is None:
        return None
    if same_seat and (shared := conflict_of_hours(slot, client, other, owner)):
        reason, minutes = shared
        return Conflict(reason, days, minutes)
    if exclusive and are_strangers(client, owner):
        return Conflict(Reason.ROOM, days, ALL_WEEK)
    return None


def conflict_of_hours(
    hours: Hours, client: Hashable | None, other: Hours, owner: Hashable | None
) -> tuple[Reason, Minutes] | None:
    """The same of one seat on days that both have: the reason, and the minutes of the week."""
    if hours.minutes.overlaps(other.minutes):
        return Reason.SEAT, hours.minutes & other.minutes
    if are_strangers(client, owner) and hours.guarded.overlaps(other.guarded):
        return Reason.BUFFER, hours.guarded & other.guarded
    return None


@dataclass(frozen=True, slots=True)
class Stay(Generic[Called]):
    """Something that takes ``seat`` in ``slots``, for ``client``.

    ``room`` is there only where it is let to one company at a time. ``of`` is what the caller calls the stay.
    """

    seat: Hashable
    room: Hashable | None
    client: Hashable | None
    slots: tuple[Slot, ...]
    of: Called


@dataclass(frozen=True, slots=True)
class StayConflict(Generic[Called]):
    """``stay`` can't be, because of ``other``."""

    stay: Stay[Called]
    other: Stay[Called]
    reason: Reason


def conflicts(wanted: Iterable[Stay[Called]], taken: Iterable[Stay[Called]]) -> Iterator[StayConflict[Called]]:
    """The first conflict of each stay that is ``wanted``: with something taken, or a stay wanted before it."""
    seats: defaultdict[Hashable, list[Stay[Called]]] = defaultdict(list)
    rooms: defaultdict[Hashable, list[Stay[Called]]] = defaultdict(list)
    for stay in taken:
        seats[stay.seat].append(stay)
        if stay.room is not None:
            rooms[stay.room].append(stay)
    for stay in wanted:
        found = next(_conflicts_of(stay, seats[stay.seat], rooms[stay.room] if stay.room is not None else ()), None)
        if found is not None:
            yield found
        seats[stay.seat].append(stay)
        if stay.room is not None:
            rooms[stay.room].append(stay)


def _conflicts_of(
    stay: Stay[Called], on_seat: Iterable[Stay[Called]], in_room: Iterable[Stay[Called]]
) -> Iterator[StayConflict[Called]]:
    for others, same_seat in ((on_seat, True), (in_room, False)):
        for other in others:
            for one in stay.slots:
                for two in other.slots:
                    found = conflict(one, stay.client, two, other.client, same_seat=same_seat, exclusive=not same_seat)
                    if found is not None:
                        yield StayConflict(stay, other, found.reason)
