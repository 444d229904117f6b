"""Bring an inventory in from a spreadsheet: check everything, show what would change, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from facilities import errors
from facilities.enums import WorkstationState
from facilities.models import (
    Asset,
    Facility,
    Inclusion,
    Package,
    Room,
    ShiftPattern,
    Workstation,
)
from facilities.operations.assets import note_places
from facilities.operations.editing import note_states
from facilities.queries.usage import rooms_in_use
from floorplans import sheets
from floorplans.operations.inventory_rows import ids_of, written_rows
from floorplans.queries.inventory import rows_of, used_codes
from imports import errors as imports
from imports.sheets import Change, Comparison, Key, Parsed, Preview, Problem, Row, compare
from kernel.refusal import refusing

Cells = Sequence[Mapping[str, Any]]


def preview(*, tables: Mapping[str, Cells], now: datetime) -> Preview:
    """Check ``tables`` (sheet name → rows of raw cells by heading) against themselves and what is there."""
    problems: list[Problem] = []
    comparisons: list[Comparison] = []
    known = _Known()
    for name in tables:
        if name not in {sheet.name for sheet in sheets.INVENTORY}:
            names = ", ".join(sheet.name for sheet in sheets.INVENTORY)
            message = _("There is no such table. Name the sheet or file one of: %(names)s.") % {"names": names}
            problems.append(Problem(name, 1, "", "", message))
    for sheet in sheets.INVENTORY:
        if sheet.name not in tables:
            continue
        parsed = sheet.parse(tables[sheet.name])
        known.check(parsed)
        existing = rows_of(sheet)
        comparison = compare(parsed, existing)
        # Where a row leads can't be told while it has something to mend.
        unclear = {problem.line for problem in parsed.problems}
        broken = [problem for problem in _promises_broken(comparison, now) if problem.line not in unclear]
        problems += [*parsed.problems, *broken]
        comparisons.append(comparison)
    return Preview(comparisons, problems)


@transaction.atomic
def apply(
    *,
    tables: Mapping[str, Cells],
    actor: Actor,
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Preview:
    """Do what the preview says, all of it or nothing, checking again first: the inventory may have moved on.

    :param progress: told how many rows of how many are written.
    :raises NotAllowed: at any of the facilities it is about.
    :raises ImportHasProblems: when anything is wrong; nothing is written then.
    :raises PriceOverlaps: when two prices meet on a day.
    :raises RoomFull: when a room would have more seats in service than people may be in it.
    :raises RoomChanged: when somebody takes a seat in the same moment whose room would be let by another rule.
    """
    require(actor, Capability.IMPORT_INVENTORY)
    # One import at a time, or two would each see the other's rows missing.
    list(Facility.objects.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    found = preview(tables=tables, now=now)
    if found.problems:
        raise imports.ImportHasProblems(count=len(found.problems), preview=found)
    places = list(Facility.objects.filter(code__in=_facilities_of(found)))
    for place in places:
        require(actor, Capability.IMPORT_INVENTORY, facility=place)
    _lock(found)
    if meanwhile := [problem for part in found.comparisons for problem in _promises_broken(part, now)]:
        raise imports.ImportHasProblems(count=len(meanwhile), preview=Preview(found.comparisons, meanwhile))
    Room.objects.filter(pk__in=_rooms_under_another_rule(found)).update(rule_changed_at=now)
    total = sum(len(part.new) + len(part.changed) for part in found.comparisons)
    done = 0
    for part in found.comparisons:
        if part.sheet is sheets.WORKSTATIONS:
            _note_states(part, actor, now)
        for objects, fields in written_rows(part):
            with refusing(
                rate_listed_once=errors.PriceOverlaps,
                workstation_fits_its_room=errors.RoomFull,
                room_holds_its_seats=errors.RoomFull,
                room_keeps_its_rule_while_let=errors.RoomChanged,
            ):
                # An upsert by primary key: Django's bulk_update takes ten times as long.
                type(objects[0])._default_manager.bulk_create(
                    objects,
                    update_conflicts=bool(fields),
                    unique_fields=["pk"] if fields else None,
                    update_fields=fields,
                )
            done += len(objects)
            progress(done, total)
        if part.sheet is sheets.ASSETS:
            _place_assets(part, now)
    for facility in places:
        record(
            actor=actor,
            verb="floorplans.inventory_imported",
            subject=facility,
            now=now,
            new=sum(row["facility"] == facility.code for part in found.comparisons for _line, row in part.new),
            changed=sum(
                change.row["facility"] == facility.code for part in found.comparisons for change in part.changed
            ),
        )
    return found


def _lock(found: Preview) -> None:
    """Lock what changes in the order of everybody who takes seats, rooms first, and every seat of a room that is to be
    let by another rule; whoever was faster keeps the seat."""
    changed = {part.sheet.name: [change.key for change in part.changed] for part in found.comparisons}
    ruled = _rooms_under_another_rule(found)
    for model, sheet, others in (
        (Room, sheets.ROOMS, Q()),
        (Workstation, sheets.WORKSTATIONS, Q(room__in=ruled) if ruled else Q()),
        (Asset, sheets.ASSETS, Q()),
    ):
        keys = changed.get(sheet.name)
        if not keys and not others:
            continue
        ids = ids_of(sheet) if keys else {}
        rows = model._default_manager.filter(Q(pk__in=[ids[key] for key in keys or ()]) | others)
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def _rooms_under_another_rule(found: Preview) -> list[UUID]:
    """Those of which one company is to have all, or no longer."""
    changes = [change for part in found.comparisons for change in _ruled(part).values()]
    ids = ids_of(sheets.ROOMS) if changes else {}
    return [ids[change.key] for change in changes]


class _Known:
    """The rows that others may refer to: what is there, and what earlier sheets of the file bring."""

    def __init__(self) -> None:
        self.facilities = set(Facility.objects.values_list("code", flat=True))
        self.floors = set(rows_of(sheets.FLOORS))
        self.rooms = set(rows_of(sheets.ROOMS))
        self.seats = set(ids_of(sheets.WORKSTATIONS))
        self.kept = self.seats - set(rows_of(sheets.WORKSTATIONS))
        self.here = set(rows_of(sheets.INCLUSIONS))
        self.inclusions = set(Inclusion.objects.values_list("name", flat=True))
        self.packages = set(Package.objects.values_list("slug", flat=True))
        self.shifts = set(ShiftPattern.objects.values_list("slug", flat=True))

    def check(self, parsed: Parsed) -> None:
        """Note each reference that leads nowhere, and remember what the sheet itself brings."""
        sheet = parsed.sheet
        for line, row in parsed.rows:
            if row["facility"] not in self.facilities:
                parsed.problem(
                    line, "facility", row["facility"], _("No facility has this code. Make the facility first.")
                )
                continue
            if sheet is sheets.ROOMS and (row["facility"], row.get("level")) not in self.floors:
                message = _("This facility has no such floor. Add it to the table of floors.")
                parsed.problem(line, "level", str(row.get("level", "")), message)
            if sheet is sheets.ASSETS:
                self._check_asset(parsed, line, row)
            place = (row["facility"], row.get("level"), row.get("room"))
            if sheet is sheets.WORKSTATIONS and "room" in row and place not in self.rooms:
                message = _("This floor has no such room. Add it to the table of rooms.")
                parsed.problem(line, "room", row["room"], message)
            if sheet is sheets.WORKSTATIONS and sheet.key_of(row) in self.kept:
                message = _(
                    "A seat of a retired room keeps this code in the records. Bring that room back on the plan of its "
                    "floor, or choose another code."
                )
                parsed.problem(line, "code", row["code"], message)
            if sheet is sheets.TESTS and (row["facility"], row["inclusion"]) not in self.here:
                message = _("This facility has no such inclusion. Add it to the table of inclusions.")
                parsed.problem(line, "inclusion", row["inclusion"], message)
                continue
            for column, names in (("inclusion", self.inclusions), ("package", self.packages), ("shift", self.shifts)):
                if column in row and row[column] not in names:
                    parsed.problem(line, column, row[column], _("There is none of this name in the catalogue."))
            if row.get("last_day") and row["last_day"] < row["first_day"]:
                parsed.problem(line, "last_day", str(row["last_day"]), _("The last day can't come before the first."))
        if sheet is sheets.WORKSTATIONS:
            self.seats |= {sheet.key_of(row) for _line, row in parsed.rows}
        if sheet is sheets.FLOORS:
            self.floors |= {sheet.key_of(row) for _line, row in parsed.rows}
        if sheet is sheets.INCLUSIONS:
            self.here |= {sheet.key_of(row) for _line, row in parsed.rows}
        if sheet is sheets.ROOMS:
            self.rooms |= {sheet.key_of(row) for _line, row in parsed.rows}

    def _check_asset(self, parsed: Parsed, line: int, row: Row) -> None:
        code, bought, until = (row.get(name) for name in ("workstation", "bought_on", "warranty_until"))
        if code and (row["facility"], code) not in self.seats:
            message = _("This facility has no such workstation. Add it to the table of workstations.")
            parsed.problem(line, "workstation", code, message)
        if code and row.get("scrapped_on"):
            message = _("What is scrapped stands nowhere. Empty this cell, or the day it was scrapped on.")
            parsed.problem(line, "workstation", code, message)
        if bought and until and until < bought:
            message = _("A warranty ends after the day it was bought on.")
            parsed.problem(line, "warranty_until", str(until), message)


def _promises_broken(part: Comparison, now: datetime) -> list[Problem]:
    """A seat that somebody leases or holds stays in service and in its room, and the room is let as it was."""
    problems = []
    leaving, ruled = _leaving(part), _ruled(part)
    for key in used_codes(keys=leaving, now=now):
        change = leaving[key]
        column = next(name for name in ("state", "room", "level") if name in change.cells)
        message = _("This seat is leased or on hold. Move those who have it first.")
        problems.append(Problem(part.sheet.name, change.line, column, str(change.row[column]), message))
    ids = ids_of(part.sheet) if ruled else {}
    rentable = rooms_in_use([ids[key] for key in ruled], now=now)
    for key, change in ruled.items():
        if ids[key] in rentable:
            message = _(
                "Seats here are leased or on hold, and whether one company has the room to itself is part of that. "
                "Leave this cell as it was until nobody has a seat here."
            )
            problems.append(
                Problem(part.sheet.name, change.line, "exclusive", str(change.row["exclusive"]).lower(), message)
            )
    return problems


def _leaving(comparison: Comparison) -> dict[Key, Change]:
    """The seats that go out of service or into another room."""
    if comparison.sheet is not sheets.WORKSTATIONS:
        return {}
    return {
        change.key: change
        for change in comparison.changed
        if ("state" in change.cells and change.row["state"] != WorkstationState.IN_SERVICE)
        or {"room", "level"} & change.cells.keys()
    }


def _ruled(comparison: Comparison) -> dict[Key, Change]:
    """The rooms of which one company is to have all, or no longer."""
    if comparison.sheet is not sheets.ROOMS:
        return {}
    return {change.key: change for change in comparison.changed if "exclusive" in change.cells}


def _note_states(part: Comparison, actor: Actor, now: datetime) -> None:
    """The history of seats whose state a spreadsheet changes."""
    ids = ids_of(part.sheet)
    states = {ids[change.key]: change.row["state"] for change in part.changed if "state" in change.cells}
    seats = Workstation.objects.filter(pk__in=states)
    note_states(seats, states, reason=_("Changed in a spreadsheet"), actor=actor, now=now)


def _place_assets(part: Comparison, now: datetime) -> None:
    """Let assets stand where a spreadsheet says; what is scrapped stands nowhere."""
    ids, seats = ids_of(sheets.ASSETS), ids_of(sheets.WORKSTATIONS)
    moved = [row for _line, row in part.new if row.get("workstation")]
    moved += [change.row for change in part.changed if {"workstation", "scrapped_on", "facility"} & set(change.cells)]
    here = rows_of(sheets.ASSETS)
    places = {}
    for row in moved:
        key = sheets.ASSETS.key_of(row)
        code = "" if row.get("scrapped_on") else row.get("workstation", here[key]["workstation"])
        places[ids[key]] = seats.get((row["facility"], code))
    note_places(places, now=now)


def _facilities_of(found: Preview) -> set[str]:
    rows = [row for part in found.comparisons for _line, row in part.new]
    return {row["facility"] for row in [*rows, *(change.row for part in found.comparisons for change in part.changed)]}
