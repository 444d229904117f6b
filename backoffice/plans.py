"""A booking's seats on the plan of their floors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from bookings.models import Allocation
from facilities.enums import WorkstationState
from facilities.models import Facility, Floor, Room, Workstation


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
    rooms = list(Room.objects.not_retired().filter(floor__in=floors))
    places = _places(floors, own | leaving | coming)
    found = []
    for floor in Floor.objects.filter(pk__in=floors).order_by("level"):
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
    rooms = list(Room.objects.not_retired().filter(floor__in=floors))
    places = _places(floors, own)
    return [
        DrawnFloor(
            floor=floor,
            rooms=[room for room in rooms if room.floor_id == floor.pk],
            mine=[place for place in places if place.pk in own and place.room.floor_id == floor.pk],
            others=[place for place in places if place.pk not in own and place.room.floor_id == floor.pk],
        )
        for floor in Floor.objects.filter(pk__in=floors).order_by("level")
    ]


def _places(floors: Collection[UUID], own: Collection[UUID]) -> list[Workstation]:
    """Seats of ``floors``: all that stand there, and of those that are retired only ``own``."""
    seats = Workstation.objects.filter(room__floor__in=floors)
    shown = seats.filter(~Q(state=WorkstationState.RETIRED) | Q(pk__in=own))
    return list(shown.select_related("room").order_by("code"))
