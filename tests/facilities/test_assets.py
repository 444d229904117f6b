"""An asset stands in one place at a time, its history is kept, and a workbook brings it back as it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import SYSTEM
from audit.models import AuditEntry
from facilities import errors
from facilities.models import Asset, AssetPlacement, Facility, Workstation
from facilities.operations import place_asset, store_asset, swap_assets
from facilities.queries.assets import assets, in_store, placed_at, warranty_ends_soon
from facilities.queries.timeline import timeline
from floorplans import sheets
from floorplans.operations.inventory import apply, preview
from floorplans.queries.inventory import rows_of
from imports.gateways import read_file, write_workbook
from tests import factories

HOUR = timedelta(hours=1)


def seat_of(asset: Asset) -> str:
    return assets().get(pk=asset.pk).seat  # type: ignore[attr-defined,no-any-return]


def place(asset: Asset, seat: Workstation, now: datetime) -> None:
    place_asset(asset=asset, workstation=seat, actor=SYSTEM, now=now)


def test_an_asset_moves_and_remembers_where_it_stood(
    seats: dict[str, Workstation], cebu: Facility, now: datetime
) -> None:
    pc = factories.make_asset(cebu, "SN-1")
    assert list(in_store()) == [pc]
    place(pc, seats["A1"], now)
    place(pc, seats["A1"], now + HOUR)
    place(pc, seats["A2"], now + 2 * HOUR)
    store_asset(asset=pc, actor=SYSTEM, now=now + 3 * HOUR)
    store_asset(asset=pc, actor=SYSTEM, now=now + 4 * HOUR)
    stood = [(each.workstation.code, each.placed_at, each.removed_at) for each in pc.placements.all()]
    assert stood == [("A2", now + 2 * HOUR, now + 3 * HOUR), ("A1", now, now + 2 * HOUR)]
    assert list(in_store()) == [pc]
    assert AuditEntry.objects.filter(verb="facilities.asset_placed").count() == 2
    assert [event.kind for event in timeline(seats["A1"])] == ["removed", "placed"]


def test_two_assets_change_places_be_it_with_the_store(
    seats: dict[str, Workstation], cebu: Facility, now: datetime
) -> None:
    one, other = factories.make_asset(cebu), factories.make_asset(cebu)
    place(one, seats["A1"], now)
    swap_assets(one=one, other=other, actor=SYSTEM, now=now + HOUR)
    assert (seat_of(one), seat_of(other)) == ("", "A1")
    place(one, seats["B1"], now + 2 * HOUR)
    swap_assets(one=one, other=other, actor=SYSTEM, now=now + 3 * HOUR)
    assert (seat_of(one), seat_of(other)) == ("A1", "B1")
    assert [each.asset for each in placed_at(seats["A1"])] == [one]
    with pytest.raises(errors.SwapsWithItself):
        swap_assets(one=one, other=one, actor=SYSTEM, now=now)


def test_an_asset_belongs_to_the_facility_it_stands_in(
    seats: dict[str, Workstation], cebu: Facility, now: datetime
) -> None:
    manila = factories.make_facility("Manila")
    one, other = factories.make_asset(manila), factories.make_asset(manila)
    place(one, seats["A1"], now)
    swap_assets(one=one, other=other, actor=SYSTEM, now=now + HOUR)
    assert (Asset.objects.get(pk=one.pk).facility, Asset.objects.get(pk=other.pk).facility) == (manila, cebu)


def test_what_is_scrapped_goes_nowhere(seats: dict[str, Workstation], cebu: Facility, now: datetime) -> None:
    gone, there = factories.make_asset(cebu, scrapped_on=now.date()), factories.make_asset(cebu)
    with pytest.raises(errors.AssetScrapped):
        place(gone, seats["A1"], now)
    with pytest.raises(errors.AssetScrapped):
        swap_assets(one=there, other=gone, actor=SYSTEM, now=now)
    assert list(in_store()) == [there]


def test_warranties_that_end_soon_are_found(cebu: Facility) -> None:
    today = date(2026, 11, 23)
    for days in (-1, 0, 60, 61):
        factories.make_asset(cebu, f"in {days}", warranty_until=today + timedelta(days=days))
    factories.make_asset(cebu, "gone", warranty_until=today, scrapped_on=today)
    assert {asset.serial for asset in warranty_ends_soon(today)} == {"in 0", "in 60"}


@pytest.mark.django_db
@given(moves=st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["A1", "A2", "store", "swap"])), max_size=8))
def test_whatever_is_moved_stands_in_one_place(
    seats: dict[str, Workstation], cebu: Facility, now: datetime, moves: list[tuple[str, str]]
) -> None:
    AssetPlacement.objects.all().delete()
    Asset.objects.all().delete()
    kept = {"a": factories.make_asset(cebu), "b": factories.make_asset(cebu)}
    expected = dict.fromkeys("ab", "")
    for step, (which, where) in enumerate(moves):
        moment = now + step * HOUR
        if where == "swap":
            swap_assets(one=kept["a"], other=kept["b"], actor=SYSTEM, now=moment)
            expected = {"a": expected["b"], "b": expected["a"]}
        elif where == "store":
            store_asset(asset=kept[which], actor=SYSTEM, now=moment)
            expected[which] = ""
        else:
            place(kept[which], seats[where], moment)
            expected[which] = where
    assert {name: seat_of(asset) for name, asset in kept.items()} == expected


# --- In the workbook -------------------------------------------------------------------------------------------


def row(**fields: Any) -> dict[str, Any]:
    return {"facility": "CEB", "kind": "pc", "maker": "Dell", "serial": "SN-1", **fields}


def bring(now: datetime, *rows: dict[str, Any]) -> None:
    apply(tables={"assets": rows}, actor=SYSTEM, now=now)


def test_assets_come_back_from_the_workbook_unchanged(
    seats: dict[str, Workstation], cebu: Facility, now: datetime
) -> None:
    full = factories.make_asset(
        cebu,
        "007",
        model="Optiplex",
        specification="16 GB",
        bought_on=date(2026, 1, 2),
        warranty_until=date(2029, 1, 1),
    )
    place(full, seats["A1"], now)
    factories.make_asset(cebu, scrapped_on=now.date())
    book = write_workbook([(sheets.ASSETS, rows_of(sheets.ASSETS).values())])
    found = preview(tables=read_file(name="inventory.xlsx", content=book), now=now)
    assert (found.problems, found.changes_anything) == ([], False)
    assert rows_of(sheets.ASSETS, facility_code="CEB")["pc", "Dell", "007"]["workstation"] == "A1"


def test_a_spreadsheet_places_moves_and_stores(seats: dict[str, Workstation], now: datetime) -> None:
    bring(now, row(workstation="A1"), row(serial="SN-2"))
    one, two = Asset.objects.order_by("serial")
    assert (seat_of(one), seat_of(two)) == ("A1", "")
    bring(now + HOUR, row(workstation="A2"), row(serial="SN-2", workstation="A1"))
    assert (seat_of(one), seat_of(two)) == ("A2", "A1")
    bring(now + 2 * HOUR, row(workstation=""), row(serial="SN-2", specification="32 GB"))
    assert (seat_of(one), seat_of(two)) == ("", "A1")
    assert one.placements.count() == 2
    bring(now + 3 * HOUR, row(serial="SN-2", scrapped_on="2026-11-23"))
    assert seat_of(two) == ""


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"workstation": "Z9"}, "workstation"),
        ({"workstation": "A1", "scrapped_on": "2026-11-23"}, "workstation"),
        ({"bought_on": "2026-11-23", "warranty_until": "2026-11-22"}, "warranty_until"),
        ({"kind": "toaster"}, "kind"),
        ({"facility": "NIL"}, "facility"),
    ],
)
def test_what_is_wrong_with_an_asset_is_named(
    seats: dict[str, Workstation], now: datetime, fields: dict[str, str], column: str
) -> None:
    found = preview(tables={"assets": [row(**fields)]}, now=now)
    assert [problem.column for problem in found.problems] == [column]
