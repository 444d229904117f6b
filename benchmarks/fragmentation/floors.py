"""The floor that is let, and how broken up its free seats are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from facilities.seating import Spot

# Rooms as (rows, seats of a row): two production floors, three bays and four suites, 320 seats.
ROOMS = ((6, 12), (6, 12), (4, 10), (4, 10), (4, 10), (2, 7), (2, 7), (2, 7), (2, 7))


def floor() -> list[Spot]:
    """Every seat, in the order of its code."""
    return [
        Spot(
            id=UUID(int=room << 64 | row << 32 | position),
            code=f"{room:02}-{row}{position:02}",
            room=UUID(int=room),
            room_name=f"Room {room}",
            row=str(row),
            position=position,
        )
        for room, (rows, seats) in enumerate(ROOMS, start=1)
        for row in range(1, rows + 1)
        for position in range(1, seats + 1)
    ]


@dataclass(frozen=True, slots=True)
class Broken:
    """How broken up free seats are.

    A *stretch* is a run of free seats side by side in one row. ``fragmentation`` is 1 − longest stretch ÷ free seats:
    0 when all that is free is one stretch, near 1 when it lies about in single seats; so the same for a room with
    ``by_room``: 1 − free seats of the emptiest room ÷ free seats. With nothing free all are 0.
    """

    free: int
    stretches: int
    longest: int
    emptiest: int

    @property
    def fragmentation(self) -> float:
        return 1 - self.longest / self.free if self.free else 0.0

    @property
    def by_room(self) -> float:
        return 1 - self.emptiest / self.free if self.free else 0.0


def broken(free: Collection[Spot]) -> Broken:
    """Measure ``free`` seats of a floor."""
    rooms: dict[UUID, int] = {}
    for spot in free:
        rooms[spot.room] = rooms.get(spot.room, 0) + 1
    lengths = list(_lengths(free))
    return Broken(len(free), len(lengths), max(lengths, default=0), max(rooms.values(), default=0))


def _lengths(free: Iterable[Spot]) -> Iterable[int]:
    places = {(spot.room, spot.row, spot.position) for spot in free}
    for room, row, position in places:
        if (room, row, position - 1) not in places:
            end = position
            while (room, row, end) in places:
                end += 1
            yield end - position
