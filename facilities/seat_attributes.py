"""Attributes of seats, declared once: plans, files, the workbook, the editor, the portal and the API read them here.

A seat's identity, code and room are no attributes: they say which seat it is. A column of ``Workstation`` and a field
of ``PlannedSeat`` carry each attribute; all else derives from :data:`ATTRIBUTES`. CONTRIBUTING.md has the recipe.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilities.enums import WorkstationState

# A kilometre is more floor than anybody lets, and keeps numbers readable.
FARTHEST = 100_000


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Text:
    longest: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Degrees clockwise: 0 … 359 in a plan; people may type them the other way round, too."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of ``kinds``; ``unplanned`` is one that no plan can show."""

    kinds: type[Enum]
    unplanned: Enum


Kind = Flag | Text | Whole | Turn | Choice


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something that every seat is or has.

    ``field`` is its column and its field in a plan; ``name`` what files, the workbook and the API call it; ``label``
    what people read where it is shown by name. ``default`` stands where nobody says. ``is_in_every_plan``: no plan's
    document may leave it out. ``is_shape``: a picture says it by where and how the seat is drawn. ``unsaid`` tells
    people what is lost in a file whose format has no place for it.
    """

    field: str
    kind: Kind
    name: str
    default: Any
    label: str | Promise = ""
    is_in_every_plan: bool = False
    is_required_in_workbook: bool = False
    is_shape: bool = False
    unsaid: str | Promise = ""

    def planned(self, value: Any) -> Any:
        """Return the value of a column as a plan has it."""
        match self.kind:
            case Choice(kinds=kinds):
                return kinds(value)
            case Turn():
                return value % 360
        return value


PLACE = Whole(-FARTHEST, FARTHEST)


def _of_every_plan(name: str, kind: Kind, default: Any, **more: Any) -> Attribute:
    return Attribute(name, kind, name=name, default=default, is_in_every_plan=True, **more)


def _feature(field: str, *, label: str | Promise, unsaid: str | Promise) -> Attribute:
    return Attribute(field, Flag(), name=field.removeprefix("is_"), default=False, label=label, unsaid=unsaid)


# What a seat offers: yes or no, as clients read it.
FEATURES = (_feature("is_sit_stand", label=_("Standing desk"), unsaid=_("Which desks are standing desks")),)

# In the order in which files and the workbook list them.
ATTRIBUTES = (
    _of_every_plan(
        "state",
        Choice(WorkstationState, unplanned=WorkstationState.RETIRED),
        WorkstationState.IN_SERVICE.value,
        unsaid=_("Which seats are spares"),
    ),
    _of_every_plan("row", Text(8), ""),
    _of_every_plan("position", Whole(0, 32_767), 0),
    _of_every_plan("x", PLACE, 0, is_required_in_workbook=True, is_shape=True),
    _of_every_plan("y", PLACE, 0, is_required_in_workbook=True, is_shape=True),
    _of_every_plan("rotation", Turn(), 0, is_shape=True, unsaid=_("Which way the seats face")),
    *FEATURES,
)


def labels_of(names: Iterable[str]) -> list[str]:
    """Return the features of these names as people read them."""
    said = {each.name: str(each.label) for each in FEATURES}
    return [said[name] for name in names]
