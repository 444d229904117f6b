"""Turn a floor's table of walls, areas and benches into drawing shapes and desks; pure geometry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from demo.data.plans import Area, FloorPlan, Wall

# Desks of 120 × 60 cm at 140 cm, back to back, a chair on either side.
DESK_WIDTH = 120
DESK_PITCH = 140
CHAIR_DEPTH = 60
DESK_DEPTH = 60
GAP_BETWEEN_BACKS = 10
DOOR_WIDTH = 120
# Without I and O, which people take for digits.
ROW_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk of a room: ``x``/``y`` of its middle; rotation 0 has the chair above it, 180 below."""

    room: str
    code: str
    row: str
    position: int
    x: int
    y: int
    rotation: int


def desks(plan: FloorPlan) -> Iterator[Desk]:
    """Every desk of a floor, row by row; each side of a bench is a row of its own, numbered from the left.

    Codes are the level, the row's letter and the place in it, such as ``5A01``.
    """
    letters = iter(ROW_LETTERS)
    for room in plan.rooms:
        for bench in room.benches:
            upper = bench.y + CHAIR_DEPTH + DESK_DEPTH // 2
            lower = upper + DESK_DEPTH + GAP_BETWEEN_BACKS
            for y, rotation in ((upper, 0), (lower, 180)):
                row = next(letters)
                for place in range(bench.pairs):
                    x = bench.x + DESK_WIDTH // 2 + DESK_PITCH * place
                    yield Desk(room.name, f"{plan.level}{row}{place + 1:02}", row, place + 1, x, y, rotation)


def drawing(plan: FloorPlan) -> list[dict[str, Any]]:
    """The shapes of ``Floor.drawing``: areas below, then walls, doors and windows, plants on top."""
    shapes = [_area(area) for area in plan.areas]
    for wall in plan.walls:
        shapes += _wall(wall)
    shapes += [_line("window", (x1, y1), (x2, y2)) for x1, y1, x2, y2 in plan.windows]
    shapes += [{"kind": "plant", "x": x, "y": y} for x, y in plan.plants]
    return shapes


def _wall(wall: Wall) -> Iterator[dict[str, Any]]:
    """The wall's solid parts, and a door in each gap."""
    (x1, y1), (x2, y2) = wall.start, wall.end
    is_level = y1 == y2
    begin, stop = (x1, x2) if is_level else (y1, y2)

    def point(along: int) -> tuple[int, int]:
        return (along, y1) if is_level else (x1, along)

    for door in sorted(wall.doors):
        yield _line("wall", point(begin), point(door))
        yield _line("door", point(door), point(door + DOOR_WIDTH))
        begin = door + DOOR_WIDTH
    yield _line("wall", point(begin), point(stop))


def _area(area: Area) -> dict[str, Any]:
    (x, y), (width, height) = area.at, area.size
    return {"kind": "area", "x": x, "y": y, "width": width, "height": height, "text": area.text}


def _line(kind: str, start: tuple[int, int], end: tuple[int, int]) -> dict[str, Any]:
    return {"kind": kind, "x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
