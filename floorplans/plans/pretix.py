"""Plans in the seating-plan format of pretix, read: zones become rooms, areas and texts a drawing.

The format is pretix' ``seating-plan.schema.json``, with the area objects of its first version as well. Positions add
up: a seat lies at its zone's, its row's and its own position, which is the seat's middle, in pixels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from facilities.seat_attributes import FARTHEST
from floorplans.errors import PlanHasProblems
from floorplans.plans.document import Plan
from floorplans.plans.from_json import MOST_SEATS
from floorplans.plans.problems import Problem
from floorplans.plans.scale import Drafter, Seat, codes_of, scale_of


@dataclass(slots=True)
class _Finder:
    """Reads on after a problem; ``lost`` counts what a plan of ours can't say."""

    problems: list[Problem] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)

    def list(self, value: Any, path: str) -> Sequence[Any]:
        if isinstance(value, list):
            return value
        self.problems.append(Problem(path, _("Write a list here; it may be empty.")))
        return ()

    def object(self, value: Any, path: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.problems.append(Problem(path, _("Write an object here.")))
        return {}

    def text(self, value: Any, path: str) -> str:
        if isinstance(value, str) and len(value) <= 200 and value.isprintable():
            return value.strip()
        self.problems.append(Problem(path, _("Write a text here.")))
        return ""

    def number(self, value: Any, path: str) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= FARTHEST:
            return float(value)
        self.problems.append(Problem(path, _("Write a number of pixels here.")))
        return 0.0

    def point(self, value: Any, path: str, *, optional: bool = False) -> tuple[float, float]:
        if value is None and optional:
            return 0.0, 0.0
        point = self.object(value, path)
        return self.number(point.get("x"), f"{path}.x"), self.number(point.get("y"), f"{path}.y")


def plan_from(value: Any, *, centimetres: float | None, new_id: Callable[[], UUID]) -> tuple[Plan, list[str]]:
    """A pretix plan as one of ours, and in words what could not be kept.

    :param centimetres: the length of a pixel; when ``None`` neighbours in a row come to stand 140 cm apart.
    :raises PlanHasProblems: every problem with its path, such as ``zones[0].rows[2].seats[5].position.x``.
    """
    found = _Finder()
    plan = found.object(value, "$")
    size = plan.get("size")
    width, height = 0.0, 0.0
    if size is not None:
        sides = found.object(size, "size")
        width = found.number(sides.get("width"), "size.width")
        height = found.number(sides.get("height"), "size.height")
    zones = [found.object(zone, f"zones[{z}]") for z, zone in enumerate(found.list(plan.get("zones"), "zones"))]
    seats = [seat for z, zone in enumerate(zones) for seat in _seats(found, zone, z)]
    shapes = [shape for z, zone in enumerate(zones) for shape in _areas(found, zone, f"zones[{z}]")]
    if len(seats) > MOST_SEATS:
        count = {"most": MOST_SEATS, "count": len(seats)}
        found.problems.append(Problem("zones", _("At most %(most)s fit on a floor; these are %(count)s.") % count))
    if found.problems:
        raise PlanHasProblems.of(found.problems)
    _count_lost(found, plan)
    scale = centimetres or scale_of(seats)
    names = [str(zone.get("name") or _("Zone %(number)s") % {"number": z + 1})[:60] for z, zone in enumerate(zones)]
    return Drafter(scale, new_id).draft(seats, shapes, names, (width, height)), _remarks(found, seats, scale)


def _seats(found: _Finder, zone: dict[str, Any], z: int) -> list[Seat]:
    path = f"zones[{z}]"
    zone_x, zone_y = found.point(zone.get("position"), f"{path}.position")
    seats = []
    names: Counter[str] = Counter()
    for r, each in enumerate(found.list(zone.get("rows"), f"{path}.rows")):
        here = f"{path}.rows[{r}]"
        row = found.object(each, here)
        name = found.text(row.get("row_number"), f"{here}.row_number")
        names[name] += 1
        if names[name] > 1:
            # Blocks of a hall begin anew with row 1: what is called the same there is no row together.
            found.lost["same row"] += 1
            name = f"{name}{_letter(names[name])}"
        row_x, row_y = found.point(row.get("position"), f"{here}.position", optional=True)
        for s, one in enumerate(found.list(row.get("seats"), f"{here}.seats")):
            there = f"{here}.seats[{s}]"
            seat = found.object(one, there)
            guid = found.text(seat.get("seat_guid"), f"{there}.seat_guid")
            x, y = found.point(seat.get("position"), f"{there}.position")
            number = found.text(seat.get("seat_number"), f"{there}.seat_number")
            seats.append(
                Seat(
                    id=_uuid(guid),
                    guid=guid,
                    zone=z,
                    zone_name=str(zone.get("name") or z + 1),
                    row=name,
                    number=number,
                    position=s + 1,
                    x=zone_x + row_x + x,
                    y=zone_y + row_y + y,
                )
            )
    return seats


def _letter(number: int) -> str:
    """``B`` for the second of a name, and so on; beyond Z the number itself."""
    return ascii_uppercase[number - 1] if number <= len(ascii_uppercase) else f".{number}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _areas(found: _Finder, zone: dict[str, Any], path: str) -> list[dict[str, Any]]:
    """Rectangles, lines and texts in pixels: ``box`` (x, y, width, height), ``line``, or ``at``, with ``text``."""
    zone_x, zone_y = found.point(zone.get("position"), f"{path}.position")
    shapes: list[dict[str, Any]] = []
    for a, each in enumerate(found.list(zone.get("areas") or [], f"{path}.areas")):
        here = f"{path}.areas[{a}]"
        area = found.object(each, here)
        x, y = found.point(area.get("position"), f"{here}.position", optional=True)
        x, y = zone_x + x, zone_y + y
        turned = bool(area.get("rotation")) and found.number(area["rotation"], f"{here}.rotation") % 360 != 0
        told = area.get("text")
        text, text_at = "", (x, y)
        if isinstance(told, str):
            text = found.text(told, f"{here}.text")
        elif told is not None:
            text_object = found.object(told, f"{here}.text")
            text = found.text(text_object.get("text"), f"{here}.text.text")
            dx, dy = found.point(text_object.get("position"), f"{here}.text.position", optional=True)
            text_at = (x + dx, y + dy)
        found.lost["colour"] += bool(area.get("color") or area.get("border_color"))
        found.lost["turned"] += turned
        shape = area.get("shape") or ("rectangle" if "width" in area else "text")
        if shape == "polygon":
            points = found.list(
                found.object(area.get("polygon"), f"{here}.polygon").get("points"), f"{here}.polygon.points"
            )
            corners = [found.point(point, f"{here}.polygon.points[{p}]") for p, point in enumerate(points)]
            corners = [(x + px, y + py) for px, py in corners]
            shapes += [{"line": (*corners[i - 1], *corner)} for i, corner in enumerate(corners) if len(corners) > 1]
            shapes += [{"at": text_at, "text": text}] if text else []
        elif shape == "text":
            shapes += [{"at": text_at, "text": text}] if text else []
        else:
            shapes.append({"box": _box(found, area, shape, here, x, y), "text": text})
    return shapes


def _box(
    found: _Finder, area: dict[str, Any], shape: Any, here: str, x: float, y: float
) -> tuple[float, float, float, float]:
    if shape == "rectangle":
        size = found.object(area.get("rectangle", area), f"{here}.rectangle")
        width = found.number(size.get("width"), f"{here}.rectangle.width")
        return x, y, width, found.number(size.get("height"), f"{here}.rectangle.height")
    found.lost["round"] += 1
    if shape == "circle":
        across = down = found.number(
            found.object(area.get("circle"), f"{here}.circle").get("radius"), f"{here}.circle.radius"
        )
    elif shape == "ellipse":
        radius = found.object(area.get("ellipse"), f"{here}.ellipse").get("radius")
        across, down = found.point(radius, f"{here}.ellipse.radius")
    else:
        known = _("Write one of %(kinds)s.") % {"kinds": "rectangle, polygon, ellipse, circle, text"}
        found.problems.append(Problem(f"{here}.shape", known))
        return x, y, 1.0, 1.0
    return x - across, y - down, 2 * across, 2 * down


def _count_lost(found: _Finder, plan: dict[str, Any]) -> None:
    for zone in plan["zones"]:
        for row in zone.get("rows", []):
            found.lost["row label"] += bool(row.get("row_label") or row.get("seat_label"))
            for seat in row.get("seats", []):
                found.lost["start"] += bool(seat.get("start_direction"))
                found.lost["unknown"] += bool(seat.keys() - _SEAT_NAMES)
        found.lost["empty zone"] += not any(row.get("seats") for row in zone.get("rows", []))


_SEAT_NAMES = {"seat_guid", "seat_number", "uuid", "start_direction", "radius", "position", "category", "seat_label"}


def _remarks(found: _Finder, seats: Sequence[Seat], scale: float) -> list[str]:
    lost = found.lost
    said: list[str] = [
        _("A pixel of the file is %(scale)s cm here. If that is wrong, say how long it is and import again.")
        % {"scale": f"{scale:.3g}"},
        _("Every seat faces the same way: turn them in the editor."),
        _("Categories are prices in pretix; here the list prices decide, so they are left out."),
    ]
    if not codes_of(seats)[1]:
        said.append(_("Neither numbers nor rows tell the seats apart, so they were numbered anew."))
    return said + [text % {"count": lost[kind]} for kind, text in _LOST.items() if lost[kind]]


_LOST = {
    "same row": ngettext_lazy(
        "%(count)s row has the name of another one in its zone; a letter tells them apart.",
        "%(count)s rows have the name of another one in their zone; a letter tells them apart.",
        "count",
    ),
    "row label": ngettext_lazy(
        "The label of %(count)s row is left out.", "The labels of %(count)s rows are left out.", "count"
    ),
    "start": ngettext_lazy(
        "The start mark of %(count)s seat is left out.", "The start marks of %(count)s seats are left out.", "count"
    ),
    "unknown": ngettext_lazy(
        "%(count)s seat has details nobody knows here; they are left out.",
        "%(count)s seats have details nobody knows here; they are left out.",
        "count",
    ),
    "empty zone": ngettext_lazy(
        "%(count)s zone has no seats; only what is drawn there is kept.",
        "%(count)s zones have no seats; only what is drawn there is kept.",
        "count",
    ),
    "colour": ngettext_lazy(
        "The colours of %(count)s area are left out.", "The colours of %(count)s areas are left out.", "count"
    ),
    "turned": ngettext_lazy(
        "%(count)s area is turned; it is drawn straight.",
        "%(count)s areas are turned; they are drawn straight.",
        "count",
    ),
    "round": ngettext_lazy(
        "%(count)s round area is drawn as a rectangle.",
        "%(count)s round areas are drawn as rectangles.",
        "count",
    ),
}
