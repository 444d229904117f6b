"""Plans written in the seating-plan format of pretix, a pixel a centimetre."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from facilities.enums import RoomKind
from facilities.seat_attributes import ATTRIBUTES
from floorplans.plans.document import Plan, PlannedSeat, Shape

# As wide as a chair; the format has no other size for a seat.
RADIUS = 37
CATEGORY = "Seats"


def as_pretix(plan: Plan, *, name: str) -> dict[str, Any]:
    """A plan in pretix' format. A seat's ``seat_guid`` is its id here, its number its code."""
    zones = []
    for room in plan.rooms:
        rows: dict[str, list[PlannedSeat]] = {}
        for seat in plan.seats:
            if seat.room == room.id:
                rows.setdefault(seat.row, []).append(seat)
        zones.append(
            {
                "name": room.name,
                "zone_id": str(room.id),
                "position": {"x": room.x, "y": room.y},
                "rows": [
                    {
                        "row_number": row,
                        "position": {"x": 0, "y": 0},
                        "seats": [
                            {
                                "seat_guid": str(seat.id),
                                "seat_number": seat.code,
                                "position": {"x": seat.x - room.x, "y": seat.y - room.y},
                                "category": CATEGORY,
                                "radius": RADIUS,
                            }
                            for seat in sorted(seats, key=lambda seat: (seat.position, seat.code))
                        ],
                    }
                    for row, seats in rows.items()
                ],
                "areas": [],
            }
        )
    drawn = [area for shape in plan.drawing if (area := _area(shape)) is not None]
    if drawn:
        zones.append({"name": "", "position": {"x": 0, "y": 0}, "rows": [], "areas": drawn})
    return {
        "name": name,
        "categories": [{"name": CATEGORY, "color": "#166a3c"}],
        "zones": zones,
        "size": {"width": plan.width, "height": plan.height},
    }


def not_kept(plan: Plan) -> list[str]:
    """Say what of a plan pretix' format can't keep."""
    said = [
        str(each.unsaid)
        for each in ATTRIBUTES
        if each.unsaid and any(getattr(seat, each.field) != each.default for seat in plan.seats)
    ]
    if any(room.is_exclusive or room.is_clean_room or room.kind != RoomKind.PRODUCTION for room in plan.rooms):
        said.append(_("Kinds of rooms, and whether one company has a room to itself"))
    if any(seat.room is None for seat in plan.seats):
        said.append(_("Seats in no room"))
    return said


def _area(shape: Shape) -> dict[str, Any] | None:
    match shape["kind"]:
        case "area":
            middle = {"x": shape["width"] // 2, "y": shape["height"] // 2}
            return {
                "shape": "rectangle",
                "position": {"x": shape["x"], "y": shape["y"]},
                "rectangle": {"width": shape["width"], "height": shape["height"]},
                "color": "#e9eef0",
                "border_color": "#c4ced2",
                **({"text": {"text": shape["text"], "position": middle, "size": 30}} if shape["text"] else {}),
            }
        case "label":
            at = {"x": shape["x"], "y": shape["y"]}
            return {"shape": "text", "position": at, "text": {"text": shape["text"], "position": {"x": 0, "y": 0}}}
        case "plant":
            at = {"x": shape["x"], "y": shape["y"]}
            return {"shape": "circle", "position": at, "circle": {"radius": 34}, "color": "#bfe0cb"}
        case _:
            points = [{"x": shape["x1"], "y": shape["y1"]}, {"x": shape["x2"], "y": shape["y2"]}]
            colour = "#9fd3de" if shape["kind"] == "window" else "#8596a0"
            return {
                "shape": "polygon",
                "position": {"x": 0, "y": 0},
                "polygon": {"points": points},
                "border_color": colour,
            }
