"""A floor drawn in SVG, by us or in a drawing program: what is called a room, a seat or a wall becomes one.

What an element is, its ``class`` says, or else the first word of its name (``seat A01``, ``room: Mactan bay``), or the
layer it is in (``seats``). docs/floor-plans.md has the whole convention.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, hypot
from statistics import median
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.seat_attributes import ATTRIBUTES, Attribute, Flag, Whole
from floorplans.errors import PlanHasProblems
from floorplans.plans.document import FORMAT, VERSION, Plan
from floorplans.plans.from_json import MOST_ROOMS, MOST_SEATS, read
from floorplans.plans.problems import Problem
from floorplans.plans.scale import MARGIN, NAME, PITCH, told_apart
from floorplans.plans.svg_geometry import UNDRAWN, Matrix, Shapes, Unreadable, length
from floorplans.plans.svg_tree import Element, too_large, tree_of

KINDS = {
    "room": "room", "seat": "seat", "desk": "seat", "workstation": "seat", "wall": "wall", "window": "window",
    "door": "door", "area": "area", "plant": "plant", "label": "label", "background": "background",
}  # fmt: skip
CALLED = re.compile(rf"({'|'.join(KINDS)})(s?)(?:[\s:_.\-]+(.*)|(\d.*))?", re.IGNORECASE)
# More of a label is not read; codes and names are shorter.
LONGEST = 200
DRAWN = {"g", "a", "svg", "switch", "use", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "image"}
GROUPS = {"g", "a", "svg", "switch"}
# Neighbours this far apart, in units, are taken to be drawn in centimetres.
IN_CENTIMETRES = (105, 300)
# Nobody draws neighbours nearer than this, in units.
SMALLEST = 1e-4


@dataclass(frozen=True, slots=True)
class _Found:
    """An element that means something: ``kind`` of :data:`KINDS`, or ``""`` for a shape that means nothing."""

    element: Element
    matrix: Matrix
    kind: str
    name: str


def plan_from(
    content: bytes, *, centimetres: float | None, new_id: Callable[[], UUID]
) -> tuple[Plan, list[str]]:  # fmt: skip
    """An SVG drawing as a plan, and in words what could not be kept.

    :param centimetres: the length of a user unit; when ``None`` neighbouring seats come to stand 140 cm apart.
    :raises PlanHasProblems: every problem, by the element it is about.
    """
    root = tree_of(content)
    shapes = Shapes(root)
    found = list(_meaning(root, shapes, shapes.placed(root, Matrix()), ""))
    reader = _Reader(root, shapes, found, new_id)
    is_ours = root.get("data-format") == FORMAT
    document, elements = reader.document(1.0 if is_ours else centimetres, is_ours=is_ours)
    if shapes.problems:
        raise PlanHasProblems.of(list(dict.fromkeys(shapes.problems)))
    if not document["rooms"] and not document["seats"] and not is_ours:
        told = _(
            "Nothing in this drawing is called a room or a seat. Name its layers “rooms” and “seats”, or trace it as a "
            "picture in the editor."
        )
        raise PlanHasProblems.of([Problem("$", told)])
    try:
        return read(document), reader.remarks
    except PlanHasProblems as refusal:
        problems = [_by_element(problem, elements) for problem in refusal.details["problems"]]
        raise PlanHasProblems.of(problems) from refusal


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height of a drawing in pixels. :raises PlanHasProblems: when it can't be read."""
    root = tree_of(content)
    try:
        _left, _top, width, height = _box(root)
    except Unreadable as error:
        raise PlanHasProblems.of([Problem(root.path, str(error))]) from error
    return max(round(width), 1), max(round(height), 1)


def _meaning(element: Element, shapes: Shapes, matrix: Matrix, layer: str) -> Iterator[_Found]:
    """Everything below an element, lowest first; what is in a seat is part of that seat."""
    for child in element.children:
        hidden = child.get("display") == "none" or "display:none" in child.get("style")
        if child.tag in UNDRAWN or hidden or child.get("class") == "floor":
            continue
        kind, name, is_layer = _called(child)
        placed = shapes.placed(child, matrix)
        if child.tag == "text":
            if not {"name", "code", "caption"} & set(child.get("class").split()):
                yield _Found(child, placed, "label", child.text)
        elif child.tag in GROUPS and (is_layer or kind not in {"room", "seat"}):
            inherited = kind or layer
            if not is_layer and inherited == "seat" and not any(_called(each)[0] == "seat" for each in child.walk()):
                yield _Found(child, placed, "seat", child.label)
            else:
                yield from _meaning(child, shapes, placed, inherited)
        elif child.tag in DRAWN:
            yield _Found(child, placed, kind or layer, name)
            if child.tag in GROUPS and kind == "room":
                yield from (each for each in _meaning(child, shapes, placed, "") if each.kind)


def _called(element: Element) -> tuple[str, str, bool]:
    """Read an element's name: its kind, the rest of its name, and whether it names a layer of such."""
    kind = next((KINDS[word] for word in element.get("class").split() if word in KINDS), "")
    read = CALLED.fullmatch(element.label[:LONGEST])
    if read is None:
        return kind, "", False
    kind = kind or KINDS[read[1].lower()]
    rest = (read[3] or read[4] or "").replace("_", " ").strip()
    return kind, rest, element.tag in GROUPS and (bool(read[2]) or kind not in {"room", "seat"})


class _Reader:
    """Makes a document of ours of what was found; ``remarks`` says what was left out or worked out."""

    def __init__(self, root: Element, shapes: Shapes, found: Sequence[_Found], new_id: Callable[[], UUID]) -> None:
        self.root = root
        self.shapes = shapes
        self.found = found
        self.new_id = new_id
        self.remarks: list[str] = []
        self.used: set[tuple[str, str]] = set()
        self.scale = 1.0
        self.left = self.top = 0.0

    def document(self, scale: float | None, *, is_ours: bool) -> tuple[dict[str, Any], dict[str, list[Element]]]:
        """The document, and the elements its ``rooms``, ``seats`` and ``drawing`` come from."""
        try:
            self.left, self.top, width, height = _box(self.root)
        except Unreadable as error:
            self.shapes.problems.append(Problem(self.root.path, str(error)))
            width = height = 0.0
        by_kind = {kind: [each for each in self.found if each.kind == kind] for kind in {*KINDS.values(), ""}}
        if is_ours:
            self.left = self.top = 0.0
        if len(by_kind["room"]) > MOST_ROOMS or len(by_kind["seat"]) > MOST_SEATS:
            raise too_large(self.root.path)
        if scale is None:
            scale = self._worked_out([self._middle(seat) for seat in by_kind["seat"]])
        self.scale = scale
        rooms = [self._room(each) for each in by_kind["room"]]
        if not is_ours:
            for room, name in zip(rooms, told_apart([each["name"] for each in rooms]), strict=True):
                room["name"] = name
        seats = self._numbered([self._seat(each) for each in by_kind["seat"]])
        if not rooms and seats and not is_ours:
            rooms = [self._room_around(seats)]
        for seat in seats:
            if "room" not in seat:
                seat["room"] = _smallest_around(rooms, seat["x"], seat["y"])
        drawn = [(each, shape) for each in self.found for shape in self._drawn(each, rooms)]
        sides = self._sides(is_ours, width, height, [*rooms, *seats])
        if lost := len(by_kind[""]):
            self.remarks.append(
                ngettext(
                    "%(count)s shape is called neither room nor seat nor wall, and is left out.",
                    "%(count)s shapes are called neither room nor seat nor wall, and are left out.",
                    lost,
                )
                % {"count": lost}
            )
        return {
            "format": FORMAT,
            "version": VERSION,
            "floor": {"width": sides[0], "height": sides[1]},
            "rooms": rooms,
            "seats": seats,
            "drawing": [shape for _each, shape in drawn],
            "background": next((self._background(each) for each in by_kind["background"]), None),
        }, {
            "rooms": [each.element for each in by_kind["room"]],
            "seats": [each.element for each in by_kind["seat"]],
            "drawing": [each.element for each, _shape in drawn],
        }

    def _worked_out(self, middles: Sequence[tuple[float, float]]) -> float:
        usual = median(_nearest(middles)) if len(middles) > 1 else PITCH
        if usual < SMALLEST or IN_CENTIMETRES[0] <= usual <= IN_CENTIMETRES[1]:
            return 1.0
        scale = PITCH / usual
        self.remarks.append(
            _("A unit of the drawing became %(scale)s cm, so that neighbours stand %(pitch)s cm apart.")
            % {"scale": f"{scale:.3g}", "pitch": PITCH}
        )
        return scale

    def _cm(self, point: tuple[float, float]) -> tuple[int, int]:
        return round((point[0] - self.left) * self.scale), round((point[1] - self.top) * self.scale)

    def _bounds(self, each: _Found) -> dict[str, int]:
        points = [self._cm(point) for point in self._points(each)]
        (left, right), (top, bottom) = ((min(side), max(side)) for side in zip(*points, strict=True))
        return {"x": left, "y": top, "width": max(right - left, 1), "height": max(bottom - top, 1)}

    def _points(self, each: _Found) -> list[tuple[float, float]]:
        known = len(self.shapes.problems)
        points = list(self.shapes.points(each.element, each.matrix))
        if not points and len(self.shapes.problems) == known:
            told = _("Nothing is drawn here. Draw a shape, or take its name away.")
            self.shapes.problems.append(Problem(each.element.path, told))
        return points or [(0.0, 0.0)]

    def _middle(self, each: _Found) -> tuple[float, float]:
        """Of a seat: the origin of one of ours, which is its desk's middle, and the middle of what is drawn else."""
        if each.element.get("data-at"):
            return each.matrix.apply((0, 0))
        across, down = zip(*self._points(each), strict=True)
        return (min(across) + max(across)) / 2, (min(down) + max(down)) / 2

    def _id(self, each: _Found) -> str:
        """The one it says, unless another says the same: it was copied in a drawing program."""
        said = each.element.get("data-id")
        found = str(self.new_id()) if not said or (each.kind, said) in self.used else said
        self.used.add((each.kind, found))
        return found

    def _room(self, each: _Found) -> dict[str, Any]:
        element = each.element
        name = element.attributes.get("data-name" if element.get("data-id") else "", each.name)
        return {
            "id": self._id(each),
            "name": name if element.get("data-id") else (name or _("Room")),
            "kind": element.get("data-kind", "production"),
            "exclusive": element.get("data-exclusive") == "true",
            "clean_room": element.get("data-clean-room") == "true",
            **self._bounds(each),
        }

    def _seat(self, each: _Found) -> dict[str, Any]:
        element = each.element
        x, y = self._cm(self._middle(each))
        seat = {
            "id": self._id(each),
            "code": element.attributes.get("data-code", each.name or element.text),
            **{one.name: _attribute(element, one) for one in ATTRIBUTES if not one.is_shape},
            "x": x,
            "y": y,
            "rotation": each.matrix.turn,
        }
        if element.get("data-at") == f"{x} {y}" and "data-room" in element.attributes:
            # One that was moved in a drawing program is in the room it was moved to.
            seat["room"] = element.get("data-room") or None
        return seat

    def _numbered(self, seats: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Seats with codes, and with rows where their codes tell: ``A07`` is the seventh of row A."""
        taken = {seat["code"] for seat in seats}
        free = (code for number in range(1, 2 * len(seats) + 2) if (code := f"N{number:03}") not in taken)
        nameless = [seat for seat in seats if not seat["code"] and "room" not in seat]
        for seat in nameless:
            seat["code"] = next(free)
        if nameless:
            self.remarks.append(
                ngettext(
                    "%(count)s seat has no name and was numbered.",
                    "%(count)s seats have no name and were numbered.",
                    len(nameless),
                )
                % {"count": len(nameless)}
            )
        for seat in seats:
            read = re.search(r"\d{1,4}\Z", seat["code"])
            if read is not None and "room" not in seat and not seat["row"]:
                seat["row"], seat["position"] = seat["code"][: read.start()].rstrip(" -")[:8], int(read[0])
        return seats

    def _room_around(self, seats: Sequence[dict[str, Any]]) -> dict[str, Any]:
        across, down = [seat["x"] for seat in seats], [seat["y"] for seat in seats]
        left, top = max(min(across) - MARGIN, 0), max(min(down) - MARGIN - NAME, 0)
        self.remarks.append(_("No room is drawn, so all seats are in one around them."))
        return {
            "id": str(self.new_id()), "name": _("Room"), "kind": "production", "exclusive": False, "clean_room": False,
            "x": left, "y": top, "width": max(across) + MARGIN - left, "height": max(down) + MARGIN - top,
        }  # fmt: skip

    def _drawn(self, each: _Found, rooms: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        element = each.element
        match each.kind:
            case "wall" | "window" | "door":
                for line in self.shapes.lines(element, each.matrix):
                    for (x1, y1), (x2, y2) in pairwise(map(self._cm, line)):
                        yield {"kind": each.kind, "x1": x1, "y1": y1, "x2": x2, "y2": y2}
            case "area":
                text = element.attributes.get("data-text", each.name or element.text)
                yield {"kind": "area", **self._bounds(each), "text": text[:80]}
            case "plant":
                box = self._bounds(each)
                x, y = box["x"] + box["width"] // 2, box["y"] + box["height"] // 2
                yield {"kind": "plant", "x": x, "y": y}
            case "label":
                x, y = self._written_at(each)
                text = element.attributes.get("data-text", each.name)[:80]
                is_a_name = any(
                    room["name"] == text and _smallest_around([room], x, y) and "data-text" not in element.attributes
                    for room in rooms
                )
                if (text or "data-text" in element.attributes) and not is_a_name:
                    yield {"kind": "label", "x": x, "y": y, "text": text}

    def _written_at(self, each: _Found) -> tuple[int, int]:
        first = next((one for one in each.element.walk() if one.get("x") or one.get("y")), each.element)
        try:
            at = [length(first.get(name).split()[0] if first.get(name) else "") for name in ("x", "y")]
        except Unreadable as error:
            self.shapes.problems.append(Problem(each.element.path, str(error)))
            return 0, 0
        return self._cm(each.matrix.apply((at[0], at[1])))

    def _background(self, each: _Found) -> dict[str, Any]:
        said = each.element
        opacity = _whole(said.get("data-opacity", "100"))
        return {"file": said.get("data-file"), **self._bounds(each), "opacity": opacity}

    def _sides(
        self, is_ours: bool, width: float, height: float, things: Sequence[dict[str, Any]]
    ) -> tuple[int, int]:  # fmt: skip
        if is_ours:
            return _whole(self.root.get("data-width")), _whole(self.root.get("data-height"))
        right = max((each["x"] + each.get("width", 0) for each in things), default=0)
        bottom = max((each["y"] + each.get("height", 0) for each in things), default=0)
        return max(ceil(width * self.scale), right, 1), max(ceil(height * self.scale), bottom, 1)


def _box(root: Element) -> tuple[float, float, float, float]:
    """Left, top, width and height of what the drawing shows, in user units. :raises Unreadable:"""
    box = [length(each) for each in root.get("viewBox").replace(",", " ").split()]
    if len(box) == 4:
        return box[0], box[1], box[2], box[3]
    sides = [each if not each.endswith("%") else "" for each in (root.get("width"), root.get("height"))]
    return 0.0, 0.0, length(sides[0]), length(sides[1])


def _nearest(middles: Sequence[tuple[float, float]]) -> list[float]:
    """Return how far the nearest other is from each, those in the very same place left out; in the order of x."""
    points = sorted(set(middles))
    found = [0.0]
    for place, (x, y) in enumerate(points):
        best = float("inf")
        for way in (range(place + 1, len(points)), range(place - 1, -1, -1)):
            for other in way:
                if abs(points[other][0] - x) >= best:
                    break
                gap = hypot(points[other][0] - x, points[other][1] - y)
                best = min(best, gap) if gap > 0 else best
        found.append(best)
    far = [gap for gap in found if 0 < gap < float("inf")]
    return far or [0.0]


def _smallest_around(rooms: Sequence[dict[str, Any]], x: int, y: int) -> str | None:
    around = [
        room
        for room in rooms
        if room["x"] <= x <= room["x"] + room["width"] and room["y"] <= y <= room["y"] + room["height"]
    ]
    smallest = min(around, key=lambda room: room["width"] * room["height"], default=None)
    return None if smallest is None else str(smallest["id"])


def _attribute(element: Element, attribute: Attribute) -> Any:
    """Read what an element says of a seat, as a document has it; text that is none of it is left to the reader."""
    text = element.attributes.get(f"data-{attribute.name.replace('_', '-')}")
    if text is None:
        return attribute.default
    match attribute.kind:
        case Flag():
            return {"true": True, "false": False}.get(text, text)
        case Whole():
            return _whole(text)
    return text


def _whole(text: str) -> Any:
    """A whole number, or the text itself, for the reader of documents to complain about."""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else text


def _by_element(problem: Problem, elements: dict[str, list[Element]]) -> Problem:
    """The same, told by the element rather than by the place in a list."""
    read = re.fullmatch(r"(rooms|seats|drawing)\[(\d+)\](?:\.(.+))?", problem.path)
    if read is None or int(read[2]) >= len(elements[read[1]]):
        return problem
    part = f": {read[3]}" if read[3] else ""
    return Problem(elements[read[1]][int(read[2])].path + part, problem.message)
