"""A booking's seats on the plan of their floors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookings.models import Allocation
from facilities.models import Facility, Floor, Room, Workstation
from facilities.queries.buildings import floors_with_rooms, seats_on


@dataclass(frozen=True, slots=True)
class DrawnFloor:
    """A floor on which the booking has seats; ``mine`` are its seats, ``others`` all the rest."""

    floor: Floor
    rooms: Sequence[Room]
    mine: Sequence[Workstation]
    others: Sequence[Workstation]


@dataclass(frozen=True, slots=True)
class DrawnMoves:
    """A floor on which seats move: ``leaving`` and ``coming``, ``lines`` from one to the other where both are on it,
    ``mine`` what the booking has and keeps."""

    floor: Floor
    rooms: Sequence[Room]
    mine: Sequence[Workstation]
    others: Sequence[Workstation]
    leaving: Sequence[Workstation]
    coming: Sequence[Workstation]
    lines: Sequence[tuple[Workstation, Workstation]]


def drawn_moves(
    moves: Sequence[tuple[Workstation, Workstation | None]], seats: Sequence[Allocation]
) -> list[DrawnMoves]:
    """The floors on which ``seats`` of a booking move, lowest first; three queries whatever their number."""
    leaving = {seat.pk for seat, _target in moves}
    coming = {target.pk for _seat, target in moves if target is not None}
    own = {seat.workstation_id for seat in seats} - leaving - coming
    floors = {place.room.floor_id for pair in moves for place in pair if place is not None}
    levels, rooms = floors_with_rooms(floors)
    places = seats_on(floors, also=own | leaving | coming)
    found = []
    for floor in levels:
        here = [place for place in places if place.room.floor_id == floor.pk]
        moved = own | leaving | coming
        found.append(
            DrawnMoves(
                floor=floor,
                rooms=[room for room in rooms if room.floor_id == floor.pk],
                mine=[place for place in here if place.pk in own],
                others=[place for place in here if place.pk not in moved],
                leaving=[place for place in here if place.pk in leaving],
                coming=[place for place in here if place.pk in coming],
                lines=[
                    (seat, target)
                    for seat, target in moves
                    if target is not None and {seat.room.floor_id, target.room.floor_id} == {floor.pk}
                ],
            )
        )
    return found


def drawn(facility: Facility, seats: Sequence[Allocation]) -> list[DrawnFloor]:
    """The floors with seats of a booking, lowest first; three queries whatever their number."""
    own = {seat.workstation_id for seat in seats}
    floors = {seat.workstation.room.floor_id for seat in seats}
    if not floors:
        return []
    levels, rooms = floors_with_rooms(floors)
    places = seats_on(floors, also=own)
    return [
        DrawnFloor(
            floor=floor,
            rooms=[room for room in rooms if room.floor_id == floor.pk],
            mine=[place for place in places if place.pk in own and place.room.floor_id == floor.pk],
            others=[place for place in places if place.pk not in own and place.room.floor_id == floor.pk],
        )
        for floor in levels
    ]
