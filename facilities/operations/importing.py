"""Bring an inventory in from a spreadsheet: check everything, show what would change, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.operations import record
from facilities import errors, sheets
from facilities.enums import WorkstationState
from facilities.models import (
    Facility,
    FacilityInclusion,
    Floor,
    Inclusion,
    Package,
    Rate,
    Room,
    ShiftPattern,
    Workstation,
)
from facilities.queries.inventory import ids_by, rows_of
from facilities.queries.usage import used_codes
from kernel.ids import new_id
from kernel.period import Period
from kernel.refusal import refusing
from kernel.sheets import Change, Comparison, Key, Parsed, Preview, Problem, Row, Sheet, compare

Cells = Sequence[Mapping[str, Any]]
CHUNK = 1_000


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
        _check_states(parsed, comparison, now)
        problems += parsed.problems
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
    :raises ImportHasProblems: when anything is wrong; nothing is written then.
    :raises PriceOverlaps: when two prices meet on a day.
    :raises RoomFull: when a room would have more seats in service than people may be in it.
    """
    # One import at a time, or two would each see the other's rows missing.
    list(Facility.objects.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    found = preview(tables=tables, now=now)
    if found.problems:
        raise errors.ImportHasProblems(count=len(found.problems), preview=found)
    _lock(found, now)
    total = sum(len(part.new) + len(part.changed) for part in found.comparisons)
    done = 0
    for part in found.comparisons:
        for objects, fields in _written(part):
            with refusing(
                rate_listed_once=errors.PriceOverlaps,
                workstation_fits_its_room=errors.RoomFull,
                room_holds_its_seats=errors.RoomFull,
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
    for facility in Facility.objects.filter(code__in=_facilities_of(found)):
        record(
            actor=actor,
            verb="facilities.inventory_imported",
            subject=facility,
            now=now,
            new=sum(row["facility"] == facility.code for part in found.comparisons for _line, row in part.new),
            changed=sum(
                change.row["facility"] == facility.code for part in found.comparisons for change in part.changed
            ),
        )
    return found


def _lock(found: Preview, now: datetime) -> None:
    """Lock what changes in the order of everybody who takes seats, rooms first; whoever was faster keeps the seat.

    :raises ImportHasProblems: when somebody has taken a seat meanwhile that is to leave service.
    """
    for part in found.comparisons:
        model = {"rooms": Room, "workstations": Workstation}.get(part.sheet.name)
        if model is None or not part.changed:
            continue
        ids = _ids(part.sheet)
        changed = model._default_manager.filter(pk__in=[ids[change.key] for change in part.changed])
        list(changed.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
        if taken := used_codes(keys=_leaving(part), now=now):
            raise errors.ImportHasProblems(count=len(taken))


class _Known:
    """What rows may refer to: what is there, and what earlier sheets of the file bring."""

    def __init__(self) -> None:
        self.facilities = set(Facility.objects.values_list("code", flat=True))
        self.floors = set(rows_of(sheets.FLOORS))
        self.rooms = set(rows_of(sheets.ROOMS))
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
            place = (row["facility"], row.get("level"), row.get("room"))
            if sheet is sheets.WORKSTATIONS and "room" in row and place not in self.rooms:
                message = _("This floor has no such room. Add it to the table of rooms.")
                parsed.problem(line, "room", row["room"], message)
            for column, names in (("inclusion", self.inclusions), ("package", self.packages), ("shift", self.shifts)):
                if column in row and row[column] not in names:
                    parsed.problem(line, column, row[column], _("There is none of this name in the catalogue."))
            if row.get("last_day") and row["last_day"] < row["first_day"]:
                parsed.problem(line, "last_day", str(row["last_day"]), _("The last day can't come before the first."))
        if sheet is sheets.FLOORS:
            self.floors |= {sheet.key_of(row) for _line, row in parsed.rows}
        if sheet is sheets.ROOMS:
            self.rooms |= {sheet.key_of(row) for _line, row in parsed.rows}


def _check_states(parsed: Parsed, comparison: Comparison, now: datetime) -> None:
    """A seat that somebody leases or holds stays in service."""
    leaving = _leaving(comparison)
    for key in used_codes(keys=leaving, now=now):
        change = leaving[key]
        message = _("This seat is leased or on hold. Move those who have it first.")
        parsed.problem(change.line, "state", change.row["state"], message)


def _leaving(comparison: Comparison) -> dict[Key, Change]:
    """The seats that go out of service."""
    if comparison.sheet is not sheets.WORKSTATIONS:
        return {}
    return {
        change.key: change
        for change in comparison.changed
        if "state" in change.cells and change.row["state"] != WorkstationState.IN_SERVICE
    }


def _facilities_of(found: Preview) -> set[str]:
    rows = [row for part in found.comparisons for _line, row in part.new]
    return {row["facility"] for row in [*rows, *(change.row for part in found.comparisons for change in part.changed)]}


def _written(part: Comparison) -> Iterable[tuple[list[models.Model], list[str] | None]]:
    """The objects to create (no fields) and to update (with the fields), in chunks."""
    make = _makers(part.sheet)
    defaults = {column.name: column.default for column in part.sheet.columns if not column.required}
    new = [make({**defaults, **row}, new_id()) for _line, row in part.new]
    yield from ((new[i : i + CHUNK], None) for i in range(0, len(new), CHUNK))
    if part.changed:
        ids = _ids(part.sheet)
        existing = rows_of(part.sheet)
        changed = [make({**existing[change.key], **change.row}, ids[change.key]) for change in part.changed]
        fields = [
            field.name
            for field in changed[0]._meta.concrete_fields
            if not field.primary_key and field.name not in KEPT.get(part.sheet.name, ())
        ]
        yield from ((changed[i : i + CHUNK], fields) for i in range(0, len(changed), CHUNK))


# What no sheet carries stays as it is.
KEPT = {"floors": ("drawing",)}


def _ids(sheet: Sheet) -> dict[Key, Any]:
    match sheet.name:
        case "floors":
            return ids_by(Floor.objects.all(), "facility__code", "level")
        case "rooms":
            return ids_by(Room.objects.all(), "floor__facility__code", "floor__level", "name")
        case "workstations":
            return ids_by(Workstation.objects.all(), "facility__code", "code")
        case "inclusions":
            return ids_by(FacilityInclusion.objects.all(), "facility__code", "inclusion__name")
    return ids_by(
        Rate.objects.all(), "facility__code", "package__slug", "pattern__slug", "currency", "days__startswith"
    )


def _makers(sheet: Sheet) -> Callable[[Row, Any], models.Model]:
    """How a row of a sheet becomes a model, with the ids of what it refers to looked up once."""
    facilities = dict(Facility.objects.values_list("code", "pk"))
    match sheet.name:
        case "floors":
            return lambda row, pk: Floor(
                pk=pk, facility_id=facilities[row["facility"]], **_only(row, "level", "name", "width", "height")
            )
        case "rooms":
            floors = _ids(sheets.FLOORS)
            return lambda row, pk: Room(
                pk=pk,
                floor_id=floors[row["facility"], row["level"]],
                name=row["room"],
                is_exclusive=row["exclusive"],
                is_clean_room=row["clean_room"],
                **_only(row, "kind", "capacity", "x", "y", "width", "height"),
            )
        case "workstations":
            rooms = _ids(sheets.ROOMS)
            return lambda row, pk: Workstation(
                pk=pk,
                facility_id=facilities[row["facility"]],
                room_id=rooms[row["facility"], row["level"], row["room"]],
                **_only(row, "code", "state", "row", "position", "x", "y", "rotation"),
            )
        case "inclusions":
            inclusions = dict(Inclusion.objects.values_list("name", "pk"))
            return lambda row, pk: FacilityInclusion(
                pk=pk if isinstance(pk, int) else None,
                facility_id=facilities[row["facility"]],
                inclusion_id=inclusions[row["inclusion"]],
                **_only(row, "specification", "tested_fact", "tested_on"),
            )
    packages = dict(Package.objects.values_list("slug", "pk"))
    shifts = dict(ShiftPattern.objects.values_list("slug", "pk"))
    return lambda row, pk: Rate(
        pk=pk,
        facility_id=facilities[row["facility"]],
        package_id=packages[row["package"]],
        pattern_id=shifts[row["shift"]],
        days=Period.inclusive(row["first_day"], row["last_day"]),
        **_only(
            row, "currency", "monthly_net", "setup_net", "deposit_months", "minimum_seats", "minimum_months",
            "notice_days", "escalation_percent",
        ),
    )  # fmt: skip


def _only(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names}
