"""The inventory as tables: one sheet a noun, in the order in which one needs the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from facilities.enums import AssetKind, RoomKind
from facilities.seat_attributes import ATTRIBUTES, FARTHEST, Attribute, Choice, Flag, Kind, Text, Turn, Whole
from imports.sheets import Column, Sheet, amount, currency, day, one_of, text, truth, whole

PLAN = whole(-FARTHEST, FARTHEST)
SIZE = whole(1, FARTHEST)
FACILITY = Column("facility", text(8))
LEVEL = Column("level", whole(-20, 200))


def _attribute(attribute: Attribute) -> Column:
    """Return the column of an attribute of a seat."""
    return Column(
        attribute.name,
        _cell(attribute.kind),
        required=attribute.is_required_in_workbook,
        default=attribute.default,
    )


def _cell(kind: Kind) -> Callable[[Any], Any]:
    match kind:
        case Flag():
            return truth
        case Text(longest=longest):
            return text(longest)
        case Whole(low=low, high=high):
            return whole(low, high)
        case Turn():
            return whole(-360, 360)
        case Choice(kinds=kinds):
            return one_of([str(kind.value) for kind in kinds])


FLOORS = Sheet(
    "floors",
    str(_("Floors")),
    (FACILITY, LEVEL, Column("name", text(60)), Column("width", SIZE), Column("height", SIZE)),
    key=("facility", "level"),
)
ROOMS = Sheet(
    "rooms",
    str(_("Rooms")),
    (
        FACILITY,
        LEVEL,
        Column("room", text(60)),
        Column("kind", one_of(RoomKind.values)),
        Column("exclusive", truth, required=False, default=False),
        Column("clean_room", truth, required=False, default=False),
        Column("capacity", whole(1, 10_000), required=False, default=None),
        Column("x", PLAN),
        Column("y", PLAN),
        Column("width", SIZE),
        Column("height", SIZE),
    ),
    key=("facility", "level", "room"),
)
WORKSTATIONS = Sheet(
    "workstations",
    str(_("Workstations")),
    (
        FACILITY,
        Column("code", text(20)),
        LEVEL,
        Column("room", text(60)),
        *(_attribute(each) for each in ATTRIBUTES),
    ),
    key=("facility", "code"),
)
ASSETS = Sheet(
    "assets",
    str(_("Assets")),
    (
        FACILITY,
        Column("kind", one_of(AssetKind.values)),
        Column("maker", text(60)),
        Column("serial", text(60)),
        Column("model", text(80), required=False),
        Column("specification", text(250), required=False),
        Column("bought_on", day, required=False, default=None),
        Column("warranty_until", day, required=False, default=None),
        Column("scrapped_on", day, required=False, default=None),
        Column("workstation", text(20), required=False),
    ),
    key=("kind", "maker", "serial"),
)
INCLUSIONS = Sheet(
    "inclusions",
    str(_("Inclusions")),
    (
        FACILITY,
        Column("inclusion", text(80)),
        Column("specification", text(250), required=False),
        Column("service_level", text(160), required=False),
    ),
    key=("facility", "inclusion"),
)
TESTS = Sheet(
    "tests",
    str(_("Tested facts")),
    (FACILITY, Column("inclusion", text(80)), Column("tested_on", day), Column("fact", text(250))),
    key=("facility", "inclusion", "tested_on"),
)
PRICES = Sheet(
    "prices",
    str(_("List prices")),
    (
        FACILITY,
        Column("package", text(40)),
        Column("shift", text(40)),
        Column("currency", currency),
        Column("first_day", day),
        Column("last_day", day, required=False, default=None),
        Column("monthly_net", amount(4)),
        Column("setup_net", amount(4), required=False, default=amount(4)(0)),
        Column("deposit_months", amount(2, digits=4), required=False, default=amount(2)(0)),
        Column("minimum_seats", whole(1, 10_000), required=False, default=1),
        Column("minimum_months", whole(1, 120), required=False, default=1),
        Column("notice_days", whole(0, 730), required=False, default=60),
        Column("escalation_percent", amount(2, digits=5), required=False, default=amount(2)(0)),
    ),
    key=("facility", "package", "shift", "currency", "first_day"),
)

INVENTORY = (FLOORS, ROOMS, WORKSTATIONS, ASSETS, INCLUSIONS, TESTS, PRICES)
