"""The inventory as it stands, in the shape of its sheets."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from facilities.models import FacilityInclusion, Floor, InclusionTest, Rate, Room, Workstation
from facilities.queries.assets import assets
from facilities.queries.usage import in_use
from facilities.seat_attributes import ATTRIBUTES
from imports.sheets import Key, Row, Sheet
from kernel.period import ONE_DAY

# Column of a sheet → where its value stands; a column that is a field of its own needs no entry.
FLOORS = {"facility": "facility__code"}
ROOMS = {
    "facility": "floor__facility__code",
    "level": "floor__level",
    "room": "name",
    "exclusive": "is_exclusive",
    "clean_room": "is_clean_room",
}
WORKSTATIONS = {"facility": "facility__code", "level": "room__floor__level", "room": "room__name"}
WORKSTATIONS |= {each.name: each.field for each in ATTRIBUTES}
ASSETS = {"facility": "facility__code", "workstation": "seat"}
INCLUSIONS = {"facility": "facility__code", "inclusion": "inclusion__name"}
TESTS = {"facility": "inclusion__facility__code", "inclusion": "inclusion__inclusion__name"}
PRICES = {
    "facility": "facility__code",
    "package": "package__slug",
    "shift": "pattern__slug",
    "first_day": "days__startswith",
    "last_day": "days__endswith",
}


def rows_of(sheet: Sheet, *, facility_code: str | None = None) -> dict[Key, Row]:
    """Every row of a sheet by its key, of all facilities or of one, sorted by key, in one query."""
    rows, places = _source(sheet.name)
    if facility_code is not None:
        rows = rows.filter(**{places["facility"]: facility_code})
    names = [column.name for column in sheet.columns]
    fields = [places.get(name, name) for name in names]
    found = [dict(zip(names, values, strict=True)) for values in rows.values_list(*fields)]
    if sheet.name == "prices":
        for row in found:
            # The last day as people write it; the column holds the day after.
            row["last_day"] = row["last_day"] and row["last_day"] - ONE_DAY
    return {sheet.key_of(row): row for row in sorted(found, key=sheet.key_of)}


def _source(name: str) -> tuple[QuerySet[Any], dict[str, str]]:
    match name:
        case "floors":
            return Floor.objects.order_by(), FLOORS
        case "rooms":
            return Room.objects.not_retired().order_by(), ROOMS
        case "workstations":
            # Seats of retired rooms are in the records, and no row says where they would stand.
            return Workstation.objects.filter(room__retired_at__isnull=True).order_by(), WORKSTATIONS
        case "assets":
            return assets().order_by(), ASSETS
        case "inclusions":
            return FacilityInclusion.objects.order_by(), INCLUSIONS
        case "tests":
            return InclusionTest.objects.order_by(), TESTS
        case "prices":
            return Rate.objects.order_by(), PRICES
    raise ValueError(f"no sheet of the inventory: {name}")


def ids_by(rows: QuerySet[Any], *fields: str) -> dict[Key, Any]:
    """Primary keys by some of their fields."""
    return {key: pk for pk, *rest in rows.values_list("pk", *fields) for key in [tuple(rest)]}


def used_codes(*, keys: Collection[Key], now: datetime) -> set[Key]:
    """Those of the (facility code, workstation code) pairs that are leased or on hold."""
    if not keys:
        return set()
    rows = in_use(now=now).order_by().values_list("workstation__facility__code", "workstation__code").distinct()
    return {key for key in rows.filter(workstation__code__in=[code for _facility, code in keys]) if key in keys}
