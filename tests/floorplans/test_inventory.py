"""Inventory goes out to a spreadsheet and comes back: checked as a whole, all of it or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from accounts.actors import SYSTEM
from audit.models import AuditEntry
from facilities import errors as facilities
from facilities.enums import WorkstationState
from facilities.models import Facility, FacilityInclusion, Rate, Room, StateChange, Workstation
from floorplans import sheets
from floorplans.operations.inventory import apply, preview
from floorplans.queries.inventory import rows_of
from imports import errors
from imports.gateways import Tables, read_file, write_csv, write_workbook
from tests.conftest import HoldSeats


@pytest.fixture
def inventory(cebu: Facility) -> Tables:
    """What an export of cebu holds, as cells."""
    book = write_workbook([(sheet, rows_of(sheet).values()) for sheet in sheets.INVENTORY])
    return read_file(name="inventory.xlsx", content=book)


def seat(tables: Tables, code: str) -> dict[str, Any]:
    return next(cast(dict[str, Any], row) for row in tables["workstations"] if row["code"] == code)


def test_an_export_comes_back_unchanged_as_a_workbook(inventory: Tables, now: datetime) -> None:
    found = preview(tables=inventory, now=now)
    assert not found.problems
    assert not found.changes_anything
    assert {part.sheet.name: part.unchanged for part in found.comparisons}["workstations"] == 12


@pytest.mark.parametrize("sheet", sheets.INVENTORY, ids=lambda sheet: sheet.name)
def test_an_export_comes_back_unchanged_as_csv(cebu: Facility, sheet: Any, now: datetime) -> None:
    content = write_csv(sheet, rows_of(sheet).values()).encode()
    tables = read_file(name=f"{sheet.name} (1).csv", content=content)
    found = preview(tables=tables, now=now)
    assert len(tables[sheet.name]) == len(rows_of(sheet))
    assert not found.problems
    assert not found.changes_anything


def test_text_that_looks_like_a_formula_is_no_formula_and_comes_back(cebu: Facility, now: datetime) -> None:
    cebu.floors.update(name="=HYPERLINK(1)")
    content = write_csv(sheets.FLOORS, rows_of(sheets.FLOORS).values())
    assert ",'=HYPERLINK(1)," in content
    assert not preview(tables=read_file(name="floors.csv", content=content.encode()), now=now).changes_anything


def test_new_and_changed_seats_are_told_apart_before_anything_is_written(inventory: Tables, now: datetime) -> None:
    seat(inventory, "A1")["x"] = 4711
    inventory["workstations"].append({**seat(inventory, "A1"), "code": "A9"})  # type: ignore[attr-defined]
    part = next(p for p in preview(tables=inventory, now=now).comparisons if p.sheet is sheets.WORKSTATIONS)
    assert [row["code"] for _line, row in part.new] == ["A9"]
    assert [(change.row["code"], list(change.cells)) for change in part.changed] == [("A1", ["x"])]
    assert not Workstation.objects.filter(x=4711).exists()


def test_an_import_writes_what_the_preview_said_and_goes_into_the_log(inventory: Tables, now: datetime) -> None:
    before = Workstation.objects.get(code="A1")
    seat(inventory, "A1")["x"] = 4711
    told: list[tuple[int, int]] = []
    apply(tables=inventory, actor=SYSTEM, now=now, progress=lambda done, total: told.append((done, total)))
    after = Workstation.objects.get(code="A1")
    assert (after.pk, after.x, after.y) == (before.pk, 4711, before.y)
    assert told == [(1, 1)]
    assert AuditEntry.objects.get(verb="floorplans.inventory_imported").details == {"new": 0, "changed": 1}


def test_columns_left_out_stay_as_they_are(cebu: Facility, now: datetime) -> None:
    Workstation.objects.filter(code="A1").update(rotation=90)
    rows = [
        {name: row[name] for name in ("facility", "code", "level", "room", "x", "y")}
        for row in rows_of(sheets.WORKSTATIONS).values()
    ]
    rows[0]["x"] = 4711
    apply(tables={"workstations": rows}, actor=SYSTEM, now=now)
    assert Workstation.objects.get(code="A1").rotation == 90


def test_every_bad_cell_is_named_with_its_line_and_nothing_is_written(inventory: Tables, now: datetime) -> None:
    seat(inventory, "A1").update(x="left")
    seat(inventory, "A2").update(room="Attic", y=4711)
    seat(inventory, "A3").update(code="A4")
    inventory["prices"][0].update(monthly_net="-1", shift="lunch", last_day="2000-01-01")  # type: ignore[attr-defined]
    found = preview(tables=inventory, now=now)
    places = {(problem.sheet, problem.line, problem.column) for problem in found.problems}
    assert places >= {("workstations", 2, "x"), ("workstations", 3, "room"), ("workstations", 5, "code")}
    assert {column for sheet, _line, column in places if sheet == "prices"} == {"monthly_net", "shift", "last_day"}
    assert all(problem.message for problem in found.problems)
    with pytest.raises(errors.ImportHasProblems):
        apply(tables=inventory, actor=SYSTEM, now=now)
    assert not Workstation.objects.filter(y=4711).exists()


def test_a_missing_and_an_unknown_column_are_named(cebu: Facility, now: datetime) -> None:
    found = preview(tables={"floors": [{"facility": "CEB", "storey": 3}]}, now=now)
    assert {problem.column for problem in found.problems} == {"level", "name", "width", "height", "storey"}


def test_a_table_nobody_knows_is_named(cebu: Facility, now: datetime) -> None:
    found = preview(tables={"chairs": [{"code": "1"}]}, now=now)
    assert [problem.sheet for problem in found.problems] == ["chairs"]


def room(tables: Tables, name: str) -> dict[str, Any]:
    return next(cast(dict[str, Any], row) for row in tables["rooms"] if row["room"] == name)


def test_a_let_seat_in_an_unknown_room_is_told_of_once(inventory: Tables, hold_seats: HoldSeats, now: datetime) -> None:
    hold_seats("A1")
    seat = next(cast(dict[str, Any], row) for row in inventory["workstations"] if row["code"] == "A1")
    seat["room"] = "Nowhere"
    [problem] = preview(tables=inventory, now=now).problems
    assert (problem.column, problem.value) == ("room", "Nowhere")
    assert "no such room" in problem.message


def test_a_room_that_is_let_keeps_who_may_be_in_it(inventory: Tables, hold_seats: HoldSeats, now: datetime) -> None:
    hold_seats("A1")
    room(inventory, "Main floor")["exclusive"] = "yes"
    room(inventory, "Suite")["exclusive"] = "no"
    found = preview(tables=inventory, now=now)
    [problem] = found.problems
    assert (problem.sheet, problem.line, problem.column, problem.value) == ("rooms", 2, "exclusive", "true")
    assert "leased or on hold" in problem.message
    with pytest.raises(errors.ImportHasProblems):
        apply(tables=inventory, actor=SYSTEM, now=now)
    later = now + timedelta(days=3)
    apply(tables=inventory, actor=SYSTEM, now=later)
    assert set(Room.objects.values_list("name", "is_exclusive", "rule_changed_at")) == {
        ("Main floor", True, later), ("Suite", False, later),
    }  # fmt: skip


def test_a_seat_that_is_let_stays_in_its_room(inventory: Tables, hold_seats: HoldSeats, now: datetime) -> None:
    hold_seats("A1")
    seat(inventory, "A1")["room"] = "Suite"
    seat(inventory, "A2")["room"] = "Suite"
    [problem] = preview(tables=inventory, now=now).problems
    assert (problem.line, problem.column, problem.value) == (2, "room", "Suite")


def test_seats_of_a_retired_room_keep_their_codes(inventory: Tables, now: datetime) -> None:
    Workstation.objects.filter(room__name="Suite").update(state="retired")
    Room.objects.filter(name="Suite").update(retired_at=now)
    found = preview(tables=inventory, now=now)
    codes = [problem.value for problem in found.problems if problem.sheet == "workstations"]
    assert codes == ["S1", "S2", "S3", "S4"]
    assert {problem.column for problem in found.problems} == {"code"}
    inventory["workstations"] = [row for row in inventory["workstations"] if row["room"] != "Suite"]
    apply(tables=inventory, actor=SYSTEM, now=now)
    assert Room.objects.filter(name="Suite", retired_at=None).count() == 1


def test_a_room_may_come_with_its_seats_in_one_workbook(inventory: Tables, now: datetime) -> None:
    room = dict(inventory["rooms"][0], room="Annex")
    inventory["rooms"].append(room)  # type: ignore[attr-defined]
    inventory["workstations"].append({**seat(inventory, "A1"), "code": "X1", "room": "Annex"})  # type: ignore[attr-defined]
    apply(tables=inventory, actor=SYSTEM, now=now)
    assert Workstation.objects.get(code="X1").room.name == "Annex"


def test_a_test_comes_with_its_inclusion_or_not_at_all(inventory: Tables, now: datetime) -> None:
    test = {"facility": "CEB", "inclusion": "PC", "tested_on": "2026-11-01", "fact": "Starts in 20 s"}
    [problem] = preview(tables={"tests": [test]}, now=now).problems
    assert (problem.column, problem.line) == ("inclusion", 2)
    here = {"facility": "CEB", "inclusion": "PC", "service_level": "swapped in an hour"}
    apply(tables={"inclusions": [here], "tests": [test]}, actor=SYSTEM, now=now)
    [found] = FacilityInclusion.objects.all()
    assert (found.service_level, found.tested_fact) == ("swapped in an hour", "Starts in 20 s")


def test_a_room_is_not_overfilled_by_a_spreadsheet(inventory: Tables, now: datetime) -> None:
    for row in inventory["rooms"]:
        cast(dict[str, Any], row)["capacity"] = 5
    with pytest.raises(facilities.RoomFull):
        apply(tables=inventory, actor=SYSTEM, now=now)
    assert not Room.objects.exclude(capacity=None).exists()
    cast(dict[str, Any], inventory["rooms"][0])["capacity"] = 8
    apply(tables=inventory, actor=SYSTEM, now=now)
    assert set(Room.objects.values_list("capacity", flat=True)) == {5, 8}


def test_a_state_changed_by_a_spreadsheet_goes_into_its_history(inventory: Tables, now: datetime) -> None:
    seat(inventory, "A1")["state"] = WorkstationState.SPARE.value
    apply(tables=inventory, actor=SYSTEM, now=now)
    change = StateChange.objects.get()
    assert (change.workstation.code, change.before, change.after) == ("A1", "in_service", "spare")
    assert change.reason == "Changed in a spreadsheet"


def test_a_leased_seat_is_not_retired_by_a_spreadsheet(hold_seats: HoldSeats, inventory: Tables, now: datetime) -> None:
    hold_seats("A1")
    seat(inventory, "A1")["state"] = WorkstationState.RETIRED.value
    seat(inventory, "A2")["state"] = WorkstationState.RETIRED.value
    found = preview(tables=inventory, now=now)
    assert [(problem.line, problem.column) for problem in found.problems] == [(2, "state")]


def test_two_prices_for_a_day_are_refused_as_a_whole(inventory: Tables, now: datetime) -> None:
    price = dict(inventory["prices"][0], first_day="2026-06-01")
    inventory["prices"].append(price)  # type: ignore[attr-defined]
    seat(inventory, "A1")["x"] = 4711
    with pytest.raises(facilities.PriceOverlaps):
        apply(tables=inventory, actor=SYSTEM, now=now)
    assert not Workstation.objects.filter(x=4711).exists()


def test_a_price_can_be_ended_by_its_row(inventory: Tables, now: datetime) -> None:
    row: Any = inventory["prices"][0]
    row["last_day"] = "2027-06-30"
    apply(tables=inventory, actor=SYSTEM, now=now)
    rate = Rate.objects.get(package__slug=row["package"], pattern__slug=row["shift"])
    assert rate.days.last.isoformat() == "2027-06-30"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("monthly_net", "99999999999.00"),
        ("last_day", "9999-12-31"),
        ("currency", "P1P"),
        ("deposit_months", "100"),
        ("escalation_percent", "1000"),
    ],
)
def test_a_price_that_no_column_can_hold_is_named_before_anything_is_written(
    inventory: Tables, now: datetime, column: str, cell: str
) -> None:
    prices = cast(list[dict[str, Any]], inventory["prices"])
    prices[0][column] = cell
    [problem] = preview(tables=inventory, now=now).problems
    assert (problem.sheet, problem.line, problem.column) == ("prices", 2, column)


def test_a_seat_with_a_character_that_no_column_can_hold_is_named(inventory: Tables, now: datetime) -> None:
    seat(inventory, "A1")["row"] = "a\0b"
    [problem] = preview(tables=inventory, now=now).problems
    assert problem.column == "row"
