"""Seats and shapes in the pixels of a pretix plan become a floor in centimetres."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from statistics import median
from typing import Any
from uuid import UUID

from facilities.enums import RoomKind, WorkstationState
from floorplans.plans.document import Plan, PlannedRoom, PlannedSeat, Shape

# Desks of 120 cm stand 140 cm apart; a plan whose seats are at least that far apart is in centimetres already.
PITCH = 140
# Around the outermost seats of a zone, so that a desk and its chair fit in.
MARGIN = 130
# And above them the room's name.
NAME = 90


@dataclass(slots=True)
class Seat:
    """A seat as the file has it; ``x``/``y`` in pixels from the plan's corner."""

    id: UUID | None
    guid: str
    zone: int
    zone_name: str
    row: str
    number: str
    position: int
    x: float
    y: float


def scale_of(seats: Sequence[Seat]) -> float:
    rows: dict[tuple[int, str], list[Seat]] = {}
    for seat in seats:
        rows.setdefault((seat.zone, seat.row), []).append(seat)
    gaps = [
        gap
        for row in rows.values()
        for one, other in pairwise(row)
        if (gap := hypot(one.x - other.x, one.y - other.y)) > 0
    ]
    usual = median(gaps) if gaps else PITCH
    return 1.0 if usual >= PITCH * 0.75 else PITCH / usual


def codes_of(seats: Sequence[Seat]) -> tuple[list[str], bool]:
    """A code for each seat, the shortest kind that tells all of them apart; and whether the file has said them."""
    kinds = (
        [seat.number for seat in seats],
        [_joined(seat.row, seat.number) for seat in seats],
        [_joined(seat.zone_name, _joined(seat.row, seat.number)) for seat in seats],
        [seat.guid for seat in seats],
    )
    for codes in kinds:
        if all(codes) and len(set(codes)) == len(codes) and max(map(len, codes), default=0) <= 20:
            return codes, True
    return [f"{seat.zone + 1}-{place + 1:04}" for place, seat in enumerate(seats)], False


def _joined(row: str, number: str) -> str:
    """``A`` and ``7`` are ``A07``; ``1`` and ``7`` are ``1-07``."""
    number = number.zfill(2) if number.isdecimal() else number
    return f"{row}{'' if row[-1:].isalpha() and number[:1].isdecimal() else '-'}{number}" if row else number


class Drafter:
    """Turns pixels into centimetres on a floor whose corner is at nought."""

    def __init__(self, scale: float, new_id: Callable[[], UUID]) -> None:
        self.scale = scale
        self.new_id = new_id

    def draft(
        self, seats: Sequence[Seat], shapes: Sequence[dict[str, Any]], zones: Sequence[str], size: tuple[float, float]
    ) -> Plan:
        codes, _said = codes_of(seats)
        places = [(self._cm(seat.x), self._cm(seat.y)) for seat in seats]
        boxes: dict[int, tuple[int, int, int, int]] = {}
        for seat, (x, y) in zip(seats, places, strict=True):
            left, top, right, bottom = boxes.get(seat.zone, (x, y, x, y))
            boxes[seat.zone] = (min(left, x), min(top, y), max(right, x), max(bottom, y))
        drawing = [self._shape(shape) for shape in shapes]
        across = [x - MARGIN for x, _y in places] + [_left(shape) for shape in drawing] + [0]
        down = [y - MARGIN - NAME for _x, y in places] + [_top(shape) for shape in drawing] + [0]
        dx, dy = -min(across), -min(down)
        rooms = {
            zone: PlannedRoom(
                id=self.new_id(),
                name=name,
                kind=RoomKind.PRODUCTION,
                is_exclusive=False,
                is_clean_room=False,
                x=boxes[zone][0] - MARGIN + dx,
                y=boxes[zone][1] - MARGIN - NAME + dy,
                width=boxes[zone][2] - boxes[zone][0] + 2 * MARGIN,
                height=boxes[zone][3] - boxes[zone][1] + 2 * MARGIN + NAME,
            )
            for zone, name in enumerate(told_apart(zones))
            if zone in boxes
        }
        drawing = [_moved(shape, dx, dy) for shape in drawing]
        widths = [room.x + room.width for room in rooms.values()] + [_right(shape) for shape in drawing]
        heights = [room.y + room.height for room in rooms.values()] + [_bottom(shape) for shape in drawing]
        used: set[UUID] = set()
        return Plan(
            width=max(*widths, self._cm(size[0]), 1, 1),
            height=max(*heights, self._cm(size[1]), 1, 1),
            rooms=tuple(rooms.values()),
            seats=tuple(
                PlannedSeat(
                    id=self._identity(seat, used),
                    room=rooms[seat.zone].id,
                    code=code,
                    state=WorkstationState.IN_SERVICE,
                    row=seat.row[:8],
                    position=seat.position,
                    x=x + dx,
                    y=y + dy,
                    rotation=0,
                )
                for seat, code, (x, y) in zip(seats, codes, places, strict=True)
            ),
            drawing=tuple(drawing),
        )

    def _identity(self, seat: Seat, used: set[UUID]) -> UUID:
        found = seat.id if seat.id is not None and seat.id not in used else self.new_id()
        used.add(found)
        return found

    def _cm(self, pixels: float) -> int:
        return round(pixels * self.scale)

    def _shape(self, shape: dict[str, Any]) -> Shape:
        if "line" in shape:
            x1, y1, x2, y2 = map(self._cm, shape["line"])
            return {"kind": "wall", "x1": x1, "y1": y1, "x2": x2, "y2": y2}
        if "at" in shape:
            x, y = map(self._cm, shape["at"])
            return {"kind": "label", "x": x, "y": y, "text": shape["text"][:80]}
        x, y, width, height = map(self._cm, shape["box"])
        box = {"x": x, "y": y, "width": max(width, 1), "height": max(height, 1)}
        return {"kind": "area", **box, "text": shape["text"][:80]}


def told_apart(names: Sequence[str]) -> list[str]:
    """Names of which no two are the same: the second Balcony is Balcony (2)."""
    found: list[str] = []
    for name in names:
        other, number = name, 1
        while other in found:
            number += 1
            other = f"{name[:54]} ({number})"
        found.append(other)
    return found


def _left(shape: Shape) -> int:
    return min(int(shape[name]) for name in ("x", "x1", "x2") if name in shape)


def _top(shape: Shape) -> int:
    return min(int(shape[name]) for name in ("y", "y1", "y2") if name in shape)


def _right(shape: Shape) -> int:
    return max(int(shape[name]) for name in ("x", "x1", "x2") if name in shape) + int(shape.get("width", 0))


def _bottom(shape: Shape) -> int:
    return max(int(shape[name]) for name in ("y", "y1", "y2") if name in shape) + int(shape.get("height", 0))


def _moved(shape: Shape, dx: int, dy: int) -> Shape:
    by = {"x": dx, "x1": dx, "x2": dx, "y": dy, "y1": dy, "y2": dy}
    return {name: value + by[name] if name in by else value for name, value in shape.items()}
