"""Rows of a spreadsheet as objects to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from facilities.models import (
    Asset,
    Facility,
    FacilityInclusion,
    Floor,
    Inclusion,
    InclusionTest,
    Package,
    Rate,
    Room,
    ShiftPattern,
    Workstation,
)
from facilities.seat_attributes import ATTRIBUTES
from floorplans import sheets
from floorplans.queries.inventory import ids_by, rows_of
from imports.sheets import Comparison, Key, Row, Sheet
from kernel.ids import new_id
from kernel.period import Period

CHUNK = 1_000


def written_rows(part: Comparison) -> Iterable[tuple[list[models.Model], list[str] | None]]:
    """The objects that a comparison asks to create (no fields) and to update (with the fields), in chunks."""
    make = _makers(part.sheet)
    defaults = {column.name: column.default for column in part.sheet.columns if not column.required}
    new = [make({**defaults, **row}, new_id()) for _line, row in part.new]
    yield from ((new[i : i + CHUNK], None) for i in range(0, len(new), CHUNK))
    if part.changed:
        ids = ids_of(part.sheet)
        existing = rows_of(part.sheet)
        changed = [make({**existing[change.key], **change.row}, ids[change.key]) for change in part.changed]
        fields = [
            field.name
            for field in changed[0]._meta.concrete_fields
            if not field.primary_key and field.name not in KEPT.get(part.sheet.name, ())
        ]
        yield from ((changed[i : i + CHUNK], fields) for i in range(0, len(changed), CHUNK))


# Columns that no sheet carries stay as they are.
KEPT = {"floors": ("drawing",), "rooms": ("rule_changed_at", "retired_at")}


def ids_of(sheet: Sheet) -> dict[Key, Any]:
    """Primary keys by the key of the sheet's rows."""
    match sheet.name:
        case "floors":
            return ids_by(Floor.objects.all(), "facility__code", "level")
        case "rooms":
            return ids_by(Room.objects.not_retired(), "floor__facility__code", "floor__level", "name")
        case "workstations":
            return ids_by(Workstation.objects.all(), "facility__code", "code")
        case "assets":
            return ids_by(Asset.objects.all(), "kind", "maker", "serial")
        case "inclusions":
            return ids_by(FacilityInclusion.objects.all(), "facility__code", "inclusion__name")
        case "tests":
            return ids_by(
                InclusionTest.objects.all(), "inclusion__facility__code", "inclusion__inclusion__name", "tested_on"
            )
    return ids_by(
        Rate.objects.all(), "facility__code", "package__slug", "pattern__slug", "currency", "days__startswith"
    )


def _makers(sheet: Sheet) -> Callable[[Row, Any], models.Model]:
    """Return functions that make a model of a sheet's row, with the ids it refers to looked up once."""
    facilities = dict(Facility.objects.values_list("code", "pk"))
    match sheet.name:
        case "floors":
            return lambda row, pk: Floor(
                pk=pk, facility_id=facilities[row["facility"]], **_only(row, "level", "name", "width", "height")
            )
        case "rooms":
            floors = ids_of(sheets.FLOORS)
            return lambda row, pk: Room(
                pk=pk,
                floor_id=floors[row["facility"], row["level"]],
                name=row["room"],
                is_exclusive=row["exclusive"],
                is_clean_room=row["clean_room"],
                **_only(row, "kind", "capacity", "x", "y", "width", "height"),
            )
        case "workstations":
            rooms = ids_of(sheets.ROOMS)
            return lambda row, pk: Workstation(
                pk=pk,
                facility_id=facilities[row["facility"]],
                room_id=rooms[row["facility"], row["level"], row["room"]],
                code=row["code"],
                **{each.field: row[each.name] for each in ATTRIBUTES},
            )
        case "assets":
            return lambda row, pk: Asset(
                pk=pk,
                facility_id=facilities[row["facility"]],
                **_only(
                    row, "kind", "maker", "serial", "model", "specification", "bought_on", "warranty_until",
                    "scrapped_on",
                ),
            )  # fmt: skip
        case "tests":
            here = ids_of(sheets.INCLUSIONS)
            return lambda row, pk: InclusionTest(
                pk=pk, inclusion_id=here[row["facility"], row["inclusion"]], **_only(row, "tested_on", "fact")
            )
        case "inclusions":
            inclusions = dict(Inclusion.objects.values_list("name", "pk"))
            return lambda row, pk: FacilityInclusion(
                pk=pk if isinstance(pk, int) else None,
                facility_id=facilities[row["facility"]],
                inclusion_id=inclusions[row["inclusion"]],
                **_only(row, "specification", "service_level"),
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
