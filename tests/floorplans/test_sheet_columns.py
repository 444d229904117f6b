"""A workbook with every cell filled in comes back as it was, and so does one with every cell changed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from accounts.actors import SYSTEM
from facilities.enums import InclusionKind
from facilities.models import Facility, Inclusion, Package, ShiftPattern
from facilities.seat_attributes import ATTRIBUTES, Attribute, Choice, Flag, Text, Turn, Whole
from floorplans import sheets
from floorplans.operations.inventory import apply
from floorplans.queries.inventory import rows_of
from imports.gateways import read_file, write_workbook
from imports.sheets import Row
from tests import factories

Rows = dict[str, list[Row]]


def some(attribute: Attribute) -> Any:
    """A value that is none of the defaults."""
    match attribute.kind:
        case Flag():
            return not attribute.default
        case Text():
            return "Q"
        case Whole():
            return 17
        case Turn():
            return 90
        case Choice(kinds=kinds, unplanned=unplanned):
            return next(kind.value for kind in kinds if kind.value not in {attribute.default, unplanned.value})


def filled() -> Rows:
    """Two floors with a room each, two seats, and one of all else; no cell is empty that could say something."""
    seat = {"facility": "CEB", "level": 5, "room": "Hall"} | {each.name: some(each) for each in ATTRIBUTES}
    return {
        "floors": [
            {"facility": "CEB", "level": level, "name": f"Level {level}", "width": 4000, "height": 3000}
            for level in (5, 6)
        ],
        "rooms": [
            {
                "facility": "CEB", "level": level, "room": name, "kind": "training", "exclusive": True,
                "clean_room": True, "capacity": 40, "x": 10, "y": 20, "width": 1000, "height": 900,
            }
            for level, name in ((5, "Hall"), (6, "Loft"))
        ],
        "workstations": [{**seat, "code": code, "x": x, "y": 30} for code, x in (("W1", 100), ("W2", 300))],
        "assets": [
            {
                "facility": "CEB", "kind": "monitor", "maker": "Dell", "serial": "D-1", "model": "P2422H",
                "specification": "24 inches", "bought_on": date(2026, 1, 2), "warranty_until": date(2029, 1, 2),
                "scrapped_on": None, "workstation": "W1",
            }
        ],
        "inclusions": [
            {"facility": "CEB", "inclusion": "Internet", "specification": "1 Gbit/s", "service_level": "99.9 %"}
        ],
        "tests": [{"facility": "CEB", "inclusion": "Internet", "tested_on": date(2026, 2, 3), "fact": "940 Mbit/s"}],
        "prices": [
            {
                "facility": "CEB", "package": "standard", "shift": "day", "currency": "USD",
                "first_day": date(2026, 1, 1), "last_day": date(2026, 6, 30), "monthly_net": Decimal("165.0000"),
                "setup_net": Decimal("30.0000"), "deposit_months": Decimal("2.00"), "minimum_seats": 2,
                "minimum_months": 3, "notice_days": 45, "escalation_percent": Decimal("4.00"),
            }
        ],
    }  # fmt: skip


def changed() -> Rows:
    """The same rows with another value in every cell that is not part of their key."""
    rows = filled()
    for floor in rows["floors"]:
        floor |= {"name": f"Storey {floor['level']}", "width": 4001, "height": 3001}
    for room in rows["rooms"]:
        room |= {
            "kind": "suite", "exclusive": False, "clean_room": False, "capacity": 41, "x": 11, "y": 21, "width": 1001,
            "height": 901,
        }  # fmt: skip
    for seat in rows["workstations"]:
        seat.update({each.name: each.default for each in ATTRIBUTES})
        seat.update(level=6, room="Loft", x=500 if seat["code"] == "W1" else 900, y=31)
    rows["assets"][0] |= {
        "facility": "MNL", "model": "P2423D", "specification": "27 inches", "bought_on": date(2026, 1, 3),
        "warranty_until": date(2029, 1, 3), "scrapped_on": date(2026, 11, 20), "workstation": "",
    }  # fmt: skip
    rows["inclusions"][0] |= {"specification": "2 Gbit/s", "service_level": "99.95 %"}
    rows["tests"][0] |= {"fact": "1.8 Gbit/s"}
    rows["prices"][0] |= {
        "last_day": None, "monthly_net": Decimal("170.0000"), "setup_net": Decimal("31.0000"),
        "deposit_months": Decimal("3.00"), "minimum_seats": 3, "minimum_months": 4, "notice_days": 46,
        "escalation_percent": Decimal("5.00"),
    }  # fmt: skip
    return rows


@pytest.fixture
def place(db: None, standard: Package, day_shift: ShiftPattern) -> Facility:
    """A facility of which nothing is known yet, another one, and what prices and inclusions refer to."""
    Inclusion.objects.create(kind=InclusionKind.INTERNET, name="Internet")
    factories.make_facility("Manila", code="MNL")
    return factories.make_facility("Cebu", code="CEB")


def bring(rows: Rows, now: datetime) -> None:
    content = write_workbook([(sheet, rows[sheet.name]) for sheet in sheets.INVENTORY])
    apply(tables=read_file(name="inventory.xlsx", content=content), actor=SYSTEM, now=now)


def kept() -> Rows:
    return {
        sheet.name: sorted(
            (row for row in rows_of(sheet).values() if row.get("level") in {None, 5, 6}), key=sheet.key_of
        )
        for sheet in sheets.INVENTORY
    }


def test_every_column_is_filled_and_changed() -> None:
    before, after = filled(), changed()
    for sheet in sheets.INVENTORY:
        columns = {column.name for column in sheet.columns}
        for old, new in zip(before[sheet.name], after[sheet.name], strict=True):
            assert old.keys() == new.keys() == columns, sheet.name
            assert {name for name in columns if old[name] == new[name]} == set(sheet.key), sheet.name


def test_a_workbook_with_every_cell_filled_in_is_kept_as_it_is(place: Facility, now: datetime) -> None:
    bring(filled(), now)
    assert kept() == filled()


def test_a_workbook_with_every_cell_changed_comes_back_changed(place: Facility, now: datetime) -> None:
    bring(filled(), now)
    bring(changed(), now)
    assert kept() == changed()
