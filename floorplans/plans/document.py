"""The plan of a floor as a value: rooms, seats and what is drawn besides; docs/floor-plans.md describes its JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from facilities.enums import RoomKind, WorkstationState
from facilities.seat_attributes import ATTRIBUTES

FORMAT = "seatlease.floor-plan"
# Goes up when a file of the version before can't be read any more, because a name is gone or says something else. A new
# name that may be left out leaves it as it is, although an older Seatlease refuses a file with a name it doesn't know.
VERSION = 1

# What the fields of each kind of shape are, in the order they are written.
LINE = ("x1", "y1", "x2", "y2")
BOX = ("x", "y", "width", "height")
SHAPES: Mapping[str, Sequence[str]] = {
    "wall": LINE,
    "window": LINE,
    "door": LINE,
    "area": (*BOX, "text"),
    "plant": ("x", "y"),
    "label": ("x", "y", "text"),
}

Shape = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """A rectangle, in centimetres from the floor's top left corner; ``id`` is the room's own."""

    id: UUID
    name: str
    kind: RoomKind
    is_exclusive: bool
    is_clean_room: bool
    x: int
    y: int
    width: int
    height: int

    def contains(self, x: int, y: int) -> bool:
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True, slots=True)
class PlannedSeat:
    """A desk: ``x``/``y`` of its middle, ``rotation`` in degrees clockwise (0 = the chair is above the desk).

    ``id`` is the workstation's own, whatever its code is. ``room`` is ``None`` while a draft has it in none. The
    rest are its attributes, declared in :mod:`facilities.seat_attributes`.
    """

    id: UUID
    room: UUID | None
    code: str
    state: WorkstationState
    row: str
    position: int
    x: int
    y: int
    rotation: int
    is_sit_stand: bool = False


@dataclass(frozen=True, slots=True)
class Background:
    """A picture to trace, uploaded as ``file``; drawn ``opacity`` percent strong."""

    file: UUID
    x: int
    y: int
    width: int
    height: int
    opacity: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All of a floor. ``drawing`` holds shapes as :data:`SHAPES` says, lowest first."""

    width: int
    height: int
    rooms: tuple[PlannedRoom, ...] = ()
    seats: tuple[PlannedSeat, ...] = ()
    drawing: tuple[Shape, ...] = ()
    background: Background | None = None


def as_json(plan: Plan) -> dict[str, Any]:
    """The document of a plan; :func:`floorplans.plans.from_json.read` gives the same plan back."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "floor": {"width": plan.width, "height": plan.height},
        "rooms": [
            {
                "id": str(room.id),
                "name": room.name,
                "kind": room.kind.value,
                "exclusive": room.is_exclusive,
                "clean_room": room.is_clean_room,
                "x": room.x,
                "y": room.y,
                "width": room.width,
                "height": room.height,
            }
            for room in plan.rooms
        ],
        "seats": [
            {
                "id": str(seat.id),
                "room": seat.room and str(seat.room),
                "code": seat.code,
                **{each.name: _plain(getattr(seat, each.field)) for each in ATTRIBUTES},
            }
            for seat in plan.seats
        ],
        "drawing": [dict(shape) for shape in plan.drawing],
        "background": plan.background
        and {
            "file": str(plan.background.file),
            "x": plan.background.x,
            "y": plan.background.y,
            "width": plan.background.width,
            "height": plan.background.height,
            "opacity": plan.background.opacity,
        },
    }


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
