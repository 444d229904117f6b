"""A booking's seats on the plan of their floors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookings.models import Allocation
from facilities.models import Facility, Floor, Room, Workstation


@dataclass(frozen=True, slots=True)
class DrawnFloor:
    """A floor on which the booking has seats; ``mine`` are its seats, ``others`` all the rest."""

    floor: Floor
    rooms: Sequence[Room]
    mine: Sequence[Workstation]
    others: Sequence[Workstation]


def drawn(facility: Facility, seats: Sequence[Allocation]) -> list[DrawnFloor]:
    """The floors with seats of a booking, lowest first; three queries whatever their number."""
    own = {seat.workstation_id for seat in seats}
    floors = {seat.workstation.room.floor_id for seat in seats}
    if not floors:
        return []
    rooms = list(Room.objects.filter(floor__in=floors))
    places = list(Workstation.objects.filter(room__floor__in=floors).select_related("room").order_by("code"))
    return [
        DrawnFloor(
            floor=floor,
            rooms=[room for room in rooms if room.floor_id == floor.pk],
            mine=[place for place in places if place.pk in own and place.room.floor_id == floor.pk],
            others=[place for place in places if place.pk not in own and place.room.floor_id == floor.pk],
        )
        for floor in Floor.objects.filter(pk__in=floors).order_by("level")
    ]
