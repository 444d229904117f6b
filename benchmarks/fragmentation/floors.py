"""The floor that is let, and how broken up its free seats are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from benchmarks.fragmentation.demand import LIKELY, SIZES
from facilities.seat_choice import FreeSeat

# Rooms as (rows, seats of a row): two production floors, three bays and four suites, 320 seats.
ROOMS = ((6, 12), (6, 12), (4, 10), (4, 10), (4, 10), (2, 7), (2, 7), (2, 7), (2, 7))


def floor() -> list[FreeSeat]:
    """Every seat, in the order of its code."""
    return [
        FreeSeat(
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
    """How broken up free seats are: how many there are in each stretch, a run of them side by side in one row, and in
    each room, most first."""

    stretches: Sequence[int]
    rooms: Sequence[int]

    @property
    def free(self) -> int:
        return sum(self.rooms)

    @property
    def longest(self) -> int:
        return max(self.stretches, default=0)

    @property
    def fragmentation(self) -> float:
        """1 − longest stretch ÷ free seats: 0 when all that is free is one stretch, or nothing is, near 1 when it lies
        about in single seats."""
        return 1 - self.longest / self.free if self.free else 0.0

    @property
    def unusable_side_by_side(self) -> float:
        """The free seats in stretches too short for a team, as expected of the next one."""
        return _too_few(self.stretches)

    @property
    def unusable_in_one_room(self) -> float:
        """The free seats in rooms with too few of them for a team, as expected of the next one."""
        return _too_few(self.rooms)

    @property
    def refused(self) -> float:
        """How likely it is that the next team finds enough free seats and goes away: they lie in too many rooms."""
        free = self.free
        return sum(likely for seats, rooms, likely in LIKELY if sum(self.rooms[:rooms]) < seats <= free)


def _too_few(pieces: Iterable[int]) -> float:
    pieces = list(pieces)
    return sum(weight * sum(piece for piece in pieces if piece < seats) for seats, weight in SIZES.items()) / 100


def broken(free: Collection[FreeSeat]) -> Broken:
    """Measure ``free`` seats of a floor."""
    rooms: dict[UUID, int] = {}
    for free_seat in free:
        rooms[free_seat.room] = rooms.get(free_seat.room, 0) + 1
    return Broken(list(_lengths(free)), sorted(rooms.values(), reverse=True))


def _lengths(free: Iterable[FreeSeat]) -> Iterable[int]:
    places = {(free_seat.room, free_seat.row, free_seat.position) for free_seat in free}
    for room, row, position in places:
        if (room, row, position - 1) not in places:
            end = position
            while (room, row, end) in places:
                end += 1
            yield end - position
