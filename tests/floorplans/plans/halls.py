"""A hall as pretix' own editor would write it: stalls and a balcony, a stage, a bar, walls and a label."""

from __future__ import annotations

from string import ascii_uppercase
from typing import Any
from uuid import NAMESPACE_URL, uuid5


def hall(*, rows: int, seats: int) -> dict[str, Any]:
    """Two zones of ``rows`` × ``seats``, 25 pixels apart, with the labels and colours that such files have."""
    return {
        "name": "Civic hall",
        "categories": [{"name": "Stalls", "color": "#7f4a91"}, {"name": "Balcony", "color": "#3388ff"}],
        "zones": [
            _zone("Stalls", (40.0, 120.5), rows, seats, [_stage(), _note(), _bar(), _corner()]),
            _zone("Balcony", (40, 220 + 35 * rows), rows, seats, []),
        ],
        "size": {"width": 25 * seats + 90, "height": 70 * rows + 320},
    }


def _zone(
    name: str, at: tuple[float, float], rows: int, seats: int, areas: list[dict[str, Any]]
) -> dict[str, Any]:  # fmt: skip
    return {
        "name": name,
        "zone_id": name.lower(),
        "uuid": _uuid(name),
        "position": {"x": at[0], "y": at[1]},
        "rows": [
            {
                "row_number": ascii_uppercase[row],
                "row_label": f"Row {ascii_uppercase[row]}",
                "seat_label": "Seat %s",
                "row_number_position": "both",
                "uuid": _uuid(name, row),
                "position": {"x": 0, "y": 35 * row},
                "seats": [
                    {
                        "seat_guid": f"{name}-{ascii_uppercase[row]}-{seat + 1}",
                        "seat_number": str(seat + 1),
                        "uuid": _uuid(name, row, seat),
                        "position": {"x": 25 * seat, "y": 0},
                        "category": name,
                        **({"start_direction": ">"} if seat == 0 else {}),
                    }
                    for seat in range(seats)
                ],
            }
            for row in range(rows)
        ],
        "areas": areas,
    }


def _stage() -> dict[str, Any]:
    return {
        "shape": "rectangle",
        "color": "#cccccc",
        "border_color": "#000000",
        "rotation": 0,
        "position": {"x": 20, "y": -100},
        "uuid": _uuid("stage"),
        "rectangle": {"width": 300, "height": 60},
        "text": {"text": "Stage", "position": {"x": 150, "y": 30}, "size": 24},
    }


def _note() -> dict[str, Any]:
    return {"shape": "text", "position": {"x": 0, "y": -20}, "text": {"text": "Exit", "position": {"x": 5, "y": 5}}}


def _bar() -> dict[str, Any]:
    return {"shape": "circle", "position": {"x": 360, "y": -60}, "circle": {"radius": 30}, "color": "#fed"}


def _corner() -> dict[str, Any]:
    points = [{"x": 0, "y": 0}, {"x": 40, "y": 0}, {"x": 0, "y": 40}]
    return {"shape": "polygon", "position": {"x": -30, "y": -110}, "polygon": {"points": points}}


def _uuid(*parts: object) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, parts))))
