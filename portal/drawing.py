"""A floor plan made ready to be drawn: what the template only has to write down. Pure; coordinates in centimetres."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities.enums import SeatAvailability
from facilities.models import Floor
from facilities.queries.plans import FloorPlan, RoomPlan, SeatPlan
from facilities.seat_attributes import labels_of
from floorplans.plans import geometry
from floorplans.plans.geometry import AROUND_ROOM, SCALE, chair_at, is_tall
from kernel.wording import written


class Glyph(NamedTuple):
    """A seat: where its desk is, how it is turned, what stands on its chair, and what is said of it.

    ``is_free`` is whether it can be picked, ``is_coming`` whether something moves to it."""

    code: str
    short: str
    x: int
    y: int
    turn: int
    text_x: int
    text_y: int
    availability: str
    says: str
    is_free: bool
    is_picked: bool
    is_coming: bool


@dataclass(frozen=True, slots=True)
class Zone:
    """A room with its seats; ``box`` is the part of the plan that shows it and little else."""

    key: str
    name: str
    note: str
    x: int
    y: int
    width: int
    height: int
    box: str
    is_exclusive: bool
    free: int
    seats: Sequence[Glyph]

    @property
    def middle(self) -> tuple[int, int]:
        return geometry.middle(self.x, self.y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Area:
    """Something of the building that is no seat: a reception, phone booths."""

    x: int
    y: int
    width: int
    height: int
    text: str

    @property
    def middle(self) -> tuple[int, int]:
        return geometry.middle(self.x, self.y, self.width, self.height)

    @property
    def is_tall(self) -> bool:
        return is_tall(self.width, self.height)


@dataclass(frozen=True, slots=True)
class Count:
    """An entry of the legend."""

    availability: str
    label: str | Promise
    seats: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """One floor. Lines are ``(x1, y1, x2, y2)``, plants ``(x, y)``; drawn ``width`` × ``height`` pixels large, its
    codes can be read."""

    floor: Floor
    box: str
    width: int
    height: int
    walls: Sequence[tuple[int, int, int, int]]
    windows: Sequence[tuple[int, int, int, int]]
    doors: Sequence[tuple[int, int, int, int]]
    areas: Sequence[Area]
    plants: Sequence[tuple[int, int]]
    labels: Sequence[tuple[int, int, str]]
    zones: Sequence[Zone]
    counts: Sequence[Count]

    @property
    def rooms(self) -> list[Zone]:
        """The rooms one can choose seats in."""
        return [zone for zone in self.zones if zone.seats]


def draw(
    plan: FloorPlan,
    picked: Collection[str] = (),
    *,
    choices: Collection[str] | None = None,
    coming: Collection[str] = (),
) -> Drawing:
    """A floor ready to be written as SVG, with the seats of ``picked`` filled.

    :param choices: codes of the seats that can be picked; by default those that are free.
    :param coming: codes of the seats that others move to.
    """
    floor = plan.floor
    prefix = _common_prefix([seat.code for room in plan.rooms for seat in room.seats])
    shapes: dict[str, list[dict[str, Any]]] = {}
    for shape in floor.drawing:
        shapes.setdefault(shape["kind"], []).append(shape)
    return Drawing(
        floor=floor,
        box=f"0 0 {floor.width} {floor.height}",
        width=round(floor.width * SCALE),
        height=round(floor.height * SCALE),
        walls=[_line(shape) for shape in shapes.get("wall", [])],
        windows=[_line(shape) for shape in shapes.get("window", [])],
        doors=[_line(shape) for shape in shapes.get("door", [])],
        areas=[_area(shape) for shape in shapes.get("area", [])],
        plants=[(shape["x"], shape["y"]) for shape in shapes.get("plant", [])],
        labels=[(shape["x"], shape["y"], shape["text"]) for shape in shapes.get("label", [])],
        zones=[_zone(room, floor, _Look(prefix, picked, choices, coming)) for room in plan.rooms],
        counts=[Count(availability.value, availability.label, seats) for availability, seats in plan.counts.items()],
    )


# Without an end, and with one.
_WORDS = {
    SeatAvailability.HELD: (gettext_lazy("on hold"), gettext_lazy("on hold for a lease until %(day)s")),
    SeatAvailability.TAKEN: (gettext_lazy("taken, no end agreed"), gettext_lazy("taken until %(day)s")),
    SeatAvailability.CLOSED: (gettext_lazy("not in use"), gettext_lazy("in maintenance until %(day)s")),
    SeatAvailability.YOURS: (gettext_lazy("yours already"), gettext_lazy("yours already, until %(day)s")),
}


def says(seat: SeatPlan) -> str:
    """Say of a seat beside its code: ``free``, ``taken until 30 Nov 2027``, ``free, Standing desk``."""
    return ", ".join([_availability(seat), *labels_of(seat.features)])


def _availability(seat: SeatPlan) -> str:
    if seat.availability == SeatAvailability.FREE:
        return _("free")
    open_ended, bounded = _WORDS[seat.availability]
    return str(bounded) % {"day": written(seat.until)} if seat.until else str(open_ended)


def words(seats: Iterable[SeatPlan]) -> Iterator[str]:
    """Say what is said of each seat: the same of many, and worked out once."""
    said: dict[tuple[str, date | None, tuple[str, ...]], str] = {}
    for seat in seats:
        key = seat.availability.value, seat.until, seat.features
        if key not in said:
            said[key] = says(seat)
        yield said[key]


class _Look(NamedTuple):
    """Facts that the seats of a floor share: how their codes begin, and which are picked, can be, and are coming."""

    prefix: str
    picked: Collection[str]
    choices: Collection[str] | None
    coming: Collection[str]


def _zone(plan: RoomPlan, floor: Floor, look: _Look) -> Zone:
    room = plan.room
    left, top = max(room.x - AROUND_ROOM, 0), max(room.y - AROUND_ROOM, 0)
    right, bottom = (
        min(room.x + room.width + AROUND_ROOM, floor.width),
        min(room.y + room.height + AROUND_ROOM, floor.height),
    )
    notes = [_("let to one company") if room.is_exclusive else "", _("PCI clean room") if room.is_clean_room else ""]
    return Zone(
        key=room.pk.hex[-8:],
        name=room.name,
        note=", ".join(note for note in notes if note),
        x=room.x,
        y=room.y,
        width=room.width,
        height=room.height,
        box=f"{left} {top} {right - left} {bottom - top}",
        is_exclusive=room.is_exclusive,
        free=plan.free,
        seats=[_glyph(seat, said, look) for seat, said in zip(plan.seats, words(plan.seats), strict=True)],
    )


def _glyph(seat: SeatPlan, said: str, look: _Look) -> Glyph:
    turn = seat.rotation % 360
    can_be_picked = seat.is_free if look.choices is None else seat.code in look.choices
    across, down = chair_at(turn)
    return Glyph(
        code=seat.code,
        short=seat.code.removeprefix(look.prefix),
        x=seat.x,
        y=seat.y,
        turn=turn,
        text_x=across,
        text_y=down,
        availability=seat.availability.value,
        says=said,
        is_free=can_be_picked,
        is_picked=can_be_picked and seat.code in look.picked,
        is_coming=seat.code in look.coming,
    )


def _common_prefix(codes: Sequence[str]) -> str:
    """Return what all codes of a floor begin with, up to a hyphen: on a chair there is room for the rest only."""
    if not codes:
        return ""
    first, last = min(codes), max(codes)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[: first.rfind("-", 0, same) + 1]


def _line(shape: dict[str, Any]) -> tuple[int, int, int, int]:
    return shape["x1"], shape["y1"], shape["x2"], shape["y2"]


def _area(shape: dict[str, Any]) -> Area:
    return Area(shape["x"], shape["y"], shape["width"], shape["height"], shape.get("text", ""))
