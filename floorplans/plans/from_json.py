"""Read the document of a plan: everything that is wrong with it, by its path, or the plan."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from facilities.enums import RoomKind
from facilities.seat_attributes import ATTRIBUTES, FARTHEST, Attribute, Choice, Flag, Text, Turn, Whole
from floorplans.errors import PlanHasProblems
from floorplans.plans.document import (
    BOX,
    FORMAT,
    SHAPES,
    VERSION,
    Background,
    Plan,
    PlannedRoom,
    PlannedSeat,
    Shape,
)
from floorplans.plans.problems import Problem

Kind = TypeVar("Kind", bound=Enum)
Item = TypeVar("Item")

MOST_SEATS = 5_000
MOST_ROOMS = 500
MOST_SHAPES = 5_000


def parse(content: bytes | str) -> Any:
    """JSON text as a value. :raises PlanHasProblems: saying where it stops being JSON."""
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        return json.loads(text, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise PlanHasProblems.of([Problem("$", _("This is no text in UTF-8. Save the file as UTF-8."))]) from error
    except json.JSONDecodeError as error:
        where = _("This is no JSON: line %(line)s, column %(column)s.") % {"line": error.lineno, "column": error.colno}
        raise PlanHasProblems.of([Problem("$", where)]) from error
    except (RecursionError, ValueError) as error:
        raise PlanHasProblems.of([Problem("$", _("This is no JSON that can be read."))]) from error


def _no_constant(name: str) -> None:
    raise ValueError(name)


def read(value: Any) -> Plan:
    """The plan that a document says.

    :param value: the document as JSON values; docs/floor-plans.md says what is in it.
    :raises PlanHasProblems: every problem with its path, such as ``seats[3].x``.
    """
    found = _Finder()
    document = found.object(value, "$", {"format", "version", "floor", "rooms", "seats", "drawing", "background"})
    if document.get("format", FORMAT) != FORMAT:
        found.add("format", _("This is no plan of ours: “format” is not “%(format)s”.") % {"format": FORMAT})
    if document.get("version", VERSION) != VERSION:
        found.add("version", _("Only version %(version)s can be read.") % {"version": VERSION})
    if found.problems:
        raise PlanHasProblems.of(found.problems)
    floor = found.object(document.get("floor"), "floor", {"width", "height"})
    plan = Plan(
        width=found.number(floor.get("width"), "floor.width", 1, FARTHEST),
        height=found.number(floor.get("height"), "floor.height", 1, FARTHEST),
        rooms=found.each(document.get("rooms"), "rooms", MOST_ROOMS, found.room),
        seats=found.each(document.get("seats"), "seats", MOST_SEATS, found.seat),
        drawing=found.each(document.get("drawing"), "drawing", MOST_SHAPES, found.shape),
        background=found.background(document.get("background")),
    )
    found.unique([room.id for room in plan.rooms], "rooms")
    found.unique([seat.id for seat in plan.seats], "seats")
    rooms = {room.id for room in plan.rooms}
    for place, seat in enumerate(plan.seats):
        if seat.room is not None and seat.room not in rooms:
            found.add(f"seats[{place}].room", _("There is no room with this id in the plan."))
    if found.problems:
        raise PlanHasProblems.of(found.problems)
    return plan


class _Finder:
    """Reads value by value and goes on after a problem, so that all of them are told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, path: str, message: str) -> None:
        self.problems.append(Problem(path, message))

    def object(self, value: Any, path: str, known: set[str]) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.add(path, _("Write an object with %(names)s here.") % {"names": ", ".join(sorted(known))})
            return {}
        for name in value.keys() - known:
            self.add(f"{path}.{name}".removeprefix("$."), _("Nobody knows this name. Take it out."))
        return value

    def each(
        self, value: Any, path: str, most: int, read_one: Callable[[Any, str], Item]
    ) -> tuple[Item, ...]:  # fmt: skip
        if not isinstance(value, list):
            self.add(path, _("Write a list here; it may be empty."))
            return ()
        if len(value) > most:
            self.add(
                path, _("At most %(most)s fit on a floor; these are %(count)s.") % {"most": most, "count": len(value)}
            )
            return ()
        return tuple(read_one(each, f"{path}[{place}]") for place, each in enumerate(value))

    def number(self, value: Any, path: str, low: int = -FARTHEST, high: int = FARTHEST) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.add(path, _("Write a whole number from %(low)s to %(high)s.") % {"low": low, "high": high})
            return max(low, 0)
        return value

    def text(self, value: Any, path: str, longest: int) -> str:
        if not isinstance(value, str) or len(value) > longest or not value.isprintable():
            self.add(path, _("Write a text of at most %(longest)s characters, on one line.") % {"longest": longest})
            return ""
        return value.strip()

    def flag(self, value: Any, path: str) -> bool:
        if not isinstance(value, bool):
            self.add(path, _("Write true or false."))
        return value is True

    def choice(self, value: Any, path: str, kinds: type[Kind]) -> Kind:
        for kind in kinds:
            if kind.value == value:
                return kind
        self.add(path, _("Write one of %(kinds)s.") % {"kinds": ", ".join(str(kind.value) for kind in kinds)})
        return next(iter(kinds))

    def id(self, value: Any, path: str) -> UUID:
        try:
            return UUID(value)
        except (ValueError, AttributeError, TypeError):
            self.add(path, _("Write a UUID, such as 0193d6a5-7c1e-7f00-8a51-6f2c7d1e9b40."))
            return UUID(int=0)

    def unique(self, ids: Sequence[UUID], path: str) -> None:
        seen: set[UUID] = set()
        for place, each in enumerate(ids):
            if each in seen:
                self.add(f"{path}[{place}].id", _("Another one above has the same id. Give each its own."))
            seen.add(each)

    def room(self, value: Any, path: str) -> PlannedRoom:
        room = self.object(value, path, {"id", "name", "kind", "exclusive", "clean_room", *BOX})
        return PlannedRoom(
            id=self.id(room.get("id"), f"{path}.id"),
            name=self.text(room.get("name"), f"{path}.name", 60),
            kind=self.choice(room.get("kind"), f"{path}.kind", RoomKind),
            is_exclusive=self.flag(room.get("exclusive"), f"{path}.exclusive"),
            is_clean_room=self.flag(room.get("clean_room"), f"{path}.clean_room"),
            x=self.number(room.get("x"), f"{path}.x"),
            y=self.number(room.get("y"), f"{path}.y"),
            width=self.number(room.get("width"), f"{path}.width", 1),
            height=self.number(room.get("height"), f"{path}.height", 1),
        )

    def seat(self, value: Any, path: str) -> PlannedSeat:
        seat = self.object(value, path, {"id", "room", "code", *(each.name for each in ATTRIBUTES)})
        room = seat.get("room")
        return PlannedSeat(
            id=self.id(seat.get("id"), f"{path}.id"),
            room=None if room is None else self.id(room, f"{path}.room"),
            code=self.text(seat.get("code"), f"{path}.code", 20),
            **{each.field: self.attribute(seat, path, each) for each in ATTRIBUTES},
        )

    def attribute(self, seat: dict[str, Any], path: str, attribute: Attribute) -> Any:
        """Read one attribute of a seat; documents of before there was one say nothing of it."""
        missing = None if attribute.is_in_every_plan else attribute.default
        value, here = seat.get(attribute.name, missing), f"{path}.{attribute.name}"
        match attribute.kind:
            case Flag():
                return self.flag(value, here)
            case Text(longest=longest):
                return self.text(value, here, longest)
            case Whole(low=low, high=high):
                return self.number(value, here, low, high)
            case Turn():
                return self.number(value, here, 0, 359)
            case Choice(kinds=kinds, unplanned=unplanned):
                found = self.choice(value, here, kinds)
                if found == unplanned:
                    self.add(here, _("What is retired is not on the plan. Take the seat out instead."))
                return found

    def shape(self, value: Any, path: str) -> Shape:
        kind = value.get("kind") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in SHAPES:
            self.add(f"{path}.kind", _("Write one of %(kinds)s.") % {"kinds": ", ".join(SHAPES)})
            return {}
        shape = self.object(value, path, {"kind", *SHAPES[kind]})
        read: Shape = {"kind": kind}
        for name in SHAPES[kind]:
            if name == "text":
                read[name] = self.text(shape.get(name, ""), f"{path}.text", 80)
            else:
                low = 1 if name in {"width", "height"} else -FARTHEST
                read[name] = self.number(shape.get(name), f"{path}.{name}", low)
        return read

    def background(self, value: Any) -> Background | None:
        if value is None:
            return None
        path = "background"
        picture = self.object(value, path, {"file", "opacity", *BOX})
        return Background(
            file=self.id(picture.get("file"), f"{path}.file"),
            x=self.number(picture.get("x"), f"{path}.x"),
            y=self.number(picture.get("y"), f"{path}.y"),
            width=self.number(picture.get("width"), f"{path}.width", 1),
            height=self.number(picture.get("height"), f"{path}.height", 1),
            opacity=self.number(picture.get("opacity"), f"{path}.opacity", 0, 100),
        )
