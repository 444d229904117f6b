"""A plan made ready to be drawn on a page of the back office, changes marked by colour and shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from floorplans.plans.differences import Difference
from floorplans.plans.document import Plan, PlannedRoom, PlannedSeat, Shape
from floorplans.plans.geometry import box_around, chair_at, font_of, is_tall, middle


@dataclass(frozen=True, slots=True)
class Drawn:
    """A seat: ``mark`` says how it changes; it came from ``origin`` when it moved."""

    seat: PlannedSeat
    mark: str
    origin: tuple[int, int] | None = None

    @property
    def text_at(self) -> tuple[int, int]:
        """The chair's middle, from the desk's."""
        return chair_at(self.seat.rotation)

    @property
    def font(self) -> int:
        """So large that the code fits on the chair."""
        return font_of(self.seat.code)

    @property
    def says(self) -> str:
        words = {
            "added": _("%(code)s: added"),
            "removed": _("%(code)s: removed"),
            "moved": _("%(code)s: moved"),
            "renamed": _("%(code)s: renamed"),
            "state": _("%(code)s: another state"),
        }
        return words.get(self.mark, "%(code)s") % {"code": self.seat.code}


@dataclass(frozen=True, slots=True)
class DrawnRoom:
    room: PlannedRoom
    mark: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A floor for ``backoffice/parts/floor.html``."""

    plan: Plan
    rooms: Sequence[DrawnRoom]
    seats: Sequence[Drawn]

    @property
    def box(self) -> str:
        return box_around(self.plan.width, self.plan.height)

    @property
    def lines(self) -> list[Shape]:
        return [shape for shape in self.plan.drawing if shape["kind"] in {"wall", "window", "door"}]

    @property
    def areas(self) -> list[Shape]:
        """Areas with where their text stands, upright in tall ones."""
        found: list[Shape] = []
        for shape in self.plan.drawing:
            if shape["kind"] == "area":
                across, down = middle(shape["x"], shape["y"], shape["width"], shape["height"])
                tall = is_tall(shape["width"], shape["height"])
                found.append({**shape, "middle_x": across, "middle_y": down, "is_tall": tall})
        return found

    @property
    def plants(self) -> list[Shape]:
        return [shape for shape in self.plan.drawing if shape["kind"] == "plant"]

    @property
    def labels(self) -> list[Shape]:
        return [shape for shape in self.plan.drawing if shape["kind"] == "label"]


def picture(plan: Plan) -> Picture:
    """A plan as it is."""
    return Picture(plan, [DrawnRoom(room, "") for room in plan.rooms], [Drawn(seat, "") for seat in plan.seats])


def picture_of_changes(found: Difference) -> Picture:
    """Draw what a floor becomes, with what it loses still on it."""
    marks = {seat.id: "added" for seat in found.added}
    origins: dict[UUID, tuple[int, int]] = {}
    for change in found.changed:
        if change.is_moved or change.is_turned or change.changes_room:
            mark = "moved"
            origins[change.after.id] = (change.before.x, change.before.y)
        else:
            mark = "renamed" if change.is_renamed else "state" if change.changes_state else ""
        marks[change.after.id] = mark
    rooms = {room.id: "added" for room in found.rooms_added} | {
        change.after.id: "moved" for change in found.rooms_changed
    }
    return Picture(
        plan=found.after,
        rooms=[DrawnRoom(room, "removed") for room in found.rooms_removed]
        + [DrawnRoom(room, rooms.get(room.id, "")) for room in found.after.rooms],
        seats=[Drawn(seat, "removed") for seat in found.removed]
        + [Drawn(seat, marks.get(seat.id, ""), origins.get(seat.id)) for seat in found.after.seats],
    )
