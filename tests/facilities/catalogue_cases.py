"""Rows of the catalogue that can never be, by the constraint or trigger that says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from psycopg.types.range import DateRange

from facilities.enums import InclusionKind
from facilities.models import (
    AddOnPrice,
    Asset,
    AssetPlacement,
    Certificate,
    Facility,
    FacilityInclusion,
    Fault,
    Floor,
    Holiday,
    Inclusion,
    InclusionTest,
    Photo,
    Room,
    StateChange,
    Workstation,
)
from kernel.period import Period
from tests import factories

EMPTY = DateRange(empty=True)
DECEMBER = Period(date(2026, 12, 1), date(2027, 1, 1))
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def place() -> Facility:
    return factories.make_facility()


def desk() -> Workstation:
    (seat,) = factories.make_room(place(), "Main", {"A": 1})
    return seat


def room(**fields: Any) -> Room:
    floor = Floor.objects.create(facility=place(), name="One", level=1, width=10, height=10)
    return Room.objects.create(floor=floor, name="Main", width=10, height=10, **fields)


def same_opening_hours() -> None:
    where = place()
    factories.make_opening_hours(where, 0, 8, 12)
    factories.make_opening_hours(where, 0, 8, 18)


def same_holiday() -> None:
    where = place()
    Holiday.objects.create(facility=where, day=date(2026, 12, 25), name="Christmas")
    Holiday.objects.create(facility=where, day=date(2026, 12, 25), name="Christmas again")


def certificate(**fields: Any) -> Certificate:
    return factories.make_certificate(place(), fields.pop("kind", "soc_2"), fields.pop("days", DECEMBER), **fields)


def one_seat_too_many() -> None:
    seat = desk()
    Room.objects.update(capacity=1)
    Workstation.objects.create(facility=seat.facility, room=seat.room, code="A2", x=0, y=0)


def a_capacity_too_small() -> None:
    factories.make_room(place(), "Main", {"A": 3})
    Room.objects.update(capacity=2)


def a_seat_elsewhere() -> None:
    seat = desk()
    Workstation.objects.filter(pk=seat.pk).update(facility=place())


def a_room_moved_elsewhere() -> None:
    seat = desk()
    Room.objects.filter(pk=seat.room_id).update(floor=room().floor, name="Annex")


def a_floor_moved_elsewhere() -> None:
    seat = desk()
    Floor.objects.filter(pk=seat.room.floor_id).update(facility=place())


def state_change(**fields: Any) -> StateChange:
    values = {"workstation": desk(), "at": NOON, "before": "in_service", "after": "spare"}
    return StateChange.objects.create(**{**values, **fields})


def fault(**fields: Any) -> Fault:
    return factories.make_fault(desk(), NOON, **fields)


def fact(**fields: Any) -> InclusionTest:
    here = FacilityInclusion.objects.create(
        facility=place(), inclusion=Inclusion.objects.create(kind=InclusionKind.POWER, name="UPS")
    )
    return InclusionTest.objects.create(
        **{"inclusion": here, "tested_on": date(2026, 11, 1), "fact": "14 min", **fields}
    )


def add_on_price(**fields: Any) -> AddOnPrice:
    values = {"add_on": factories.make_add_on("monitor"), "facility": place(), "net": "500"}
    return factories.make_add_on_price(**{**values, **fields})


def same_add_on_price() -> None:
    first = add_on_price()
    factories.make_add_on_price(first.add_on, first.facility, "600", currency="USD")
    factories.make_add_on_price(first.add_on, first.facility, "600", days=DECEMBER)


def asset(**fields: Any) -> Asset:
    return factories.make_asset(place(), "SN-1", **fields)


def placement(seat: Workstation | None = None, **fields: Any) -> AssetPlacement:
    fields["asset"] = fields.get("asset") or asset()
    return AssetPlacement.objects.create(workstation=seat or desk(), **{"placed_at": NOON, **fields})


def stand_in_two_places() -> None:
    pc = placement().asset
    placement(asset=pc, placed_at=NOON + timedelta(hours=1), removed_at=NOON + timedelta(hours=2))


CATALOGUE_CASES: dict[str, Callable[[], object]] = {
    "room_capacity_is_somebody": lambda: room(capacity=0),
    "room_holds_its_seats": a_capacity_too_small,
    "opening_hours_once": same_opening_hours,
    "opening_hours_close_after_they_open": lambda: factories.make_opening_hours(place(), 0, 18, 8),
    "opening_hours_weekday_is_known": lambda: factories.make_opening_hours(place(), 7, 8, 18),
    "holiday_once_a_day": same_holiday,
    "holiday_service_is_known": lambda: Holiday.objects.create(
        facility=place(), day=date(2026, 12, 25), name="Christmas", service="party"
    ),
    "photo_is_a_picture": lambda: Photo.objects.filter(pk=factories.make_photo(place()).pk).update(
        content_type="text/html"
    ),
    "photo_has_a_size": lambda: factories.make_photo(place(), width=0),
    "photo_is_described": lambda: factories.make_photo(place(), alt_text=""),
    "certificate_kind_is_known": lambda: certificate(kind="gold_star"),
    "certificate_has_days": lambda: certificate(days=EMPTY),
    "certificate_file_is_a_paper": lambda: certificate(content_type="application/pdf"),
    "workstation_fits_its_room": one_seat_too_many,
    "workstation_facility_is_its_rooms": a_seat_elsewhere,
    "room_stays_in_its_seats_facility": a_room_moved_elsewhere,
    "floor_stays_in_its_seats_facility": a_floor_moved_elsewhere,
    "state_change_changes_something": lambda: state_change(after="in_service"),
    "state_change_states_are_known": lambda: state_change(after="lost"),
    "facilities_statechange_append_only": lambda: StateChange.objects.filter(pk=state_change().pk).update(reason="x"),
    "fault_severity_is_known": lambda: fault(severity="funny"),
    "fault_is_fixed_after_it_began": lambda: fault(fixed_at=NOON - timedelta(minutes=1), fix="Magic"),
    "fault_fix_is_told": lambda: fault(fixed_at=NOON),
    "inclusion_level_is_known": lambda: Inclusion.objects.create(kind="pc", name="PC", level="roof"),
    "inclusion_test_once_a_day": lambda: InclusionTest.objects.create(
        inclusion=fact().inclusion, tested_on=date(2026, 11, 1), fact="15 min"
    ),
    "inclusion_test_says_something": lambda: fact(fact=""),
    "add_on_slug_once": lambda: [factories.make_add_on("monitor"), factories.make_add_on("monitor")],
    "add_on_charging_is_known": lambda: factories.make_add_on("monitor", "sometimes"),
    "add_on_unit_is_known": lambda: factories.make_add_on("monitor", unit="smile"),
    "add_on_hours_are_used": lambda: factories.make_add_on("room", "one_off", "hour"),
    "add_on_price_listed_once": same_add_on_price,
    "add_on_price_is_not_negative": lambda: add_on_price(net="-1"),
    "add_on_price_has_days": lambda: add_on_price(days=EMPTY),
    "asset_serial_once": lambda: [asset(), asset(maker="HP"), asset()],
    "asset_kind_is_known": lambda: asset(kind="toaster"),
    "asset_warranty_ends_after_it_was_bought": lambda: asset(
        bought_on=date(2026, 12, 2), warranty_until=date(2026, 12, 1)
    ),
    "asset_placement_one_place_at_a_time": stand_in_two_places,
    "asset_placement_ends_after_it_began": lambda: placement(removed_at=NOON - timedelta(hours=1)),
}
