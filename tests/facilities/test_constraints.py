"""What can never be true of buildings, shifts, prices and taken seats, whoever writes the row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from psycopg.types.range import DateRange

from accounts.models import Client
from facilities.enums import InclusionKind, Purpose, TierKind
from facilities.models import (
    DiscountTier,
    Facility,
    FacilityInclusion,
    Floor,
    Inclusion,
    Occupancy,
    Package,
    Rate,
    Room,
    ShiftPattern,
    ShiftSpan,
    StateChange,
    Workstation,
)
from kernel.ids import new_id
from kernel.period import Period
from kernel.week import ALL_WEEK, WEEK, Minutes
from tests import factories
from tests.facilities.catalogue_cases import CATALOGUE_CASES, fault, state_change
from tests.raw_rows import constraints_of, refused_by, triggers_of

pytestmark = pytest.mark.django_db

EMPTY = DateRange(empty=True)
DECEMBER = Period(date(2026, 12, 1), date(2027, 1, 1))
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
MONDAY_MORNING = Minutes.of([(0, 600)])


def place() -> Facility:
    return factories.make_facility()


def floor(**fields: Any) -> Floor:
    values = {"facility": place(), "name": "One", "level": 1, "width": 10, "height": 10}
    return Floor.objects.create(**{**values, **fields})


def room(**fields: Any) -> Room:
    values = {"floor": floor(), "name": "Main", "width": 10, "height": 10}
    return Room.objects.create(**{**values, **fields})


def desk(*, is_exclusive: bool = False) -> Workstation:
    (seat,) = factories.make_room(place(), "Main", {"A": 1}, is_exclusive=is_exclusive)
    return seat


def pattern() -> ShiftPattern:
    return ShiftPattern.objects.create(name="Day", slug="day", kind="day")


def rate(**fields: Any) -> Rate:
    where = place()
    return factories.make_rate(where, factories.make_package(), factories.make_pattern("day", time(9), 9), **fields)


def take(seat: Workstation, client: Client | None = None, **fields: Any) -> Occupancy:
    """A raw lease, or a closure where nobody is named, of Monday morning all December."""
    values: dict[str, Any] = {
        "workstation": seat,
        "room": seat.room,
        "room_is_exclusive": seat.room.is_exclusive,
        "client": client,
        "purpose": Purpose.LEASE if client else Purpose.CLOSURE,
        "days": DECEMBER,
        "minutes": MONDAY_MORNING,
        "guarded_minutes": fields.get("minutes", MONDAY_MORNING),
        "claim": new_id(),
        "source": new_id(),
    }
    (row,) = Occupancy.objects.bulk_create([Occupancy(**{**values, **fields})])
    return row


def acme() -> Client:
    return factories.make_client("Acme")


def globex() -> Client:
    return factories.make_client("Globex")


def same_slug() -> None:
    factories.make_facility("Cebu")
    factories.make_facility("Manila", slug="cebu")


def same_code() -> None:
    factories.make_facility("Cebu", code="CEB")
    factories.make_facility("Manila", code="CEB")


def same_level() -> None:
    floor(facility=floor().facility)


def same_room() -> None:
    room(floor=room().floor)


def same_desk() -> None:
    seat = desk()
    Workstation.objects.create(facility=seat.facility, room=seat.room, code=seat.code, x=0, y=0)


def same_inclusion_here() -> None:
    where, headset = place(), Inclusion.objects.create(kind=InclusionKind.PC, name="Headset")
    FacilityInclusion.objects.create(facility=where, inclusion=headset)
    FacilityInclusion.objects.create(facility=where, inclusion=headset)


def same_hours() -> None:
    shift = pattern()
    ShiftSpan.objects.create(pattern=shift, weekday=0, start=0, length=60)
    ShiftSpan.objects.create(pattern=shift, weekday=0, start=0, length=90)


def same_rate() -> None:
    first = rate()
    factories.make_rate(first.facility, first.package, first.pattern, days=DECEMBER)


def same_tier() -> None:
    where = place()
    factories.make_tier(where, TierKind.SEATS, 10, "5")
    factories.make_tier(where, TierKind.SEATS, 10, "6")


def sit_twice() -> None:
    seat, client = desk(), acme()
    take(seat, client)
    take(seat, client)


def sit_too_close() -> None:
    seat = desk()
    take(seat, acme(), guarded_minutes=Minutes.of([(0, 615)]))
    take(seat, globex(), minutes=Minutes.of([(600, 660)]))


def share_a_suite() -> None:
    first = desk(is_exclusive=True)
    second = Workstation.objects.create(facility=first.facility, room=first.room, code="A2", x=0, y=0)
    take(first, acme())
    take(second, globex(), minutes=Minutes.of([(3000, 3600)]))


def retire(place: Room, **fields: Any) -> None:
    """A room without seats in use is no more since the first of December; one may say otherwise."""
    Workstation.objects.filter(room=place).update(state="retired")
    Room.objects.filter(pk=place.pk).update(**{"retired_at": NOON, **fields})


def sit_in_a_retired_room() -> None:
    seat = desk()
    retire(seat.room)
    take(seat, acme())


def work_in_a_retired_room() -> None:
    seat = desk()
    retire(seat.room)
    Workstation.objects.filter(pk=seat.pk).update(state="in_service")


def retire_a_room_with_a_seat() -> None:
    Room.objects.filter(pk=desk().room_id).update(retired_at=NOON)


def open_a_suite_that_is_let() -> None:
    seat = desk(is_exclusive=True)
    take(seat, acme())
    Room.objects.filter(pk=seat.room_id).update(is_exclusive=False, rule_changed_at=NOON)


CASES: dict[str, Callable[[], object]] = {
    "facility_slug_once": same_slug,
    "facility_code_once": same_code,
    "facility_currency_is_a_code": lambda: factories.make_facility(currency="₱"),
    "facility_handover_is_short": lambda: factories.make_facility(handover_minutes=121),
    "floor_level_once": same_level,
    "floor_has_a_size": lambda: floor(width=0),
    "room_name_once": same_room,
    "room_retired_is_empty": retire_a_room_with_a_seat,
    "room_keeps_its_rule_while_let": open_a_suite_that_is_let,
    "workstation_room_is_not_retired": work_in_a_retired_room,
    "occupancy_suits_its_room": sit_in_a_retired_room,
    "room_has_a_size": lambda: room(height=0),
    "room_kind_is_known": lambda: room(kind="attic"),
    "workstation_code_once": same_desk,
    "workstation_state_is_known": lambda: Workstation.objects.filter(pk=desk().pk).update(state="lost"),
    "inclusion_name_once": lambda: Inclusion.objects.bulk_create(
        [Inclusion(kind=InclusionKind.PC, name="PC"), Inclusion(kind=InclusionKind.PC, name="PC")]
    ),
    "inclusion_kind_is_known": lambda: Inclusion.objects.create(kind="magic", name="Wand"),
    "facility_inclusion_once": same_inclusion_here,
    "package_slug_once": lambda: Package.objects.bulk_create([Package(slug="basic"), Package(slug="basic")]),
    "shift_pattern_slug_once": lambda: [pattern(), pattern()],
    "shift_pattern_kind_is_known": lambda: ShiftPattern.objects.create(name="Dusk", slug="dusk", kind="dusk"),
    "shift_span_once": same_hours,
    "shift_span_fits_its_day": lambda: ShiftSpan.objects.create(pattern=pattern(), weekday=7, start=0, length=60),
    "rate_listed_once": same_rate,
    "rate_is_not_negative": lambda: rate(setup_net=Decimal(-1)),
    "rate_has_days": lambda: rate(days=EMPTY),
    "discount_tier_once": same_tier,
    "discount_tier_is_a_discount": lambda: factories.make_tier(place(), TierKind.SEATS, 10, "101"),
    "discount_tier_kind_is_known": lambda: factories.make_tier(place(), "smiles", 10, "5"),
    "occupancy_workstation_taken_once": sit_twice,
    "occupancy_strangers_keep_the_buffer": sit_too_close,
    "occupancy_exclusive_room_has_one_client": share_a_suite,
    "occupancy_has_days": lambda: take(desk(), acme(), days=EMPTY),
    "occupancy_minutes_lie_in_the_week": lambda: take(desk(), acme(), minutes=Minutes(((WEEK - 60, WEEK + 60),))),
    "occupancy_purpose_is_known": lambda: take(desk(), acme(), purpose="nap"),
    "occupancy_of_a_client_unless_closed": lambda: take(desk(), purpose=Purpose.LEASE),
    "occupancy_only_holds_expire": lambda: take(desk(), acme(), expires_at=datetime(2026, 12, 1, tzinfo=UTC)),
    **CATALOGUE_CASES,
}


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(name: str) -> None:
    assert refused_by(CASES[name]) == name


def test_every_constraint_has_a_case() -> None:
    assert CASES.keys() == constraints_of("facilities") | triggers_of("facilities")


# --- The same constraints from their other sides ---------------------------------------------------------------


@pytest.mark.parametrize(
    "span", [{"weekday": 0, "start": 1440, "length": 60}, {"weekday": 0, "start": 0, "length": 1441}]
)
def test_a_stretch_of_work_fits_its_day(span: dict[str, int]) -> None:
    shift = pattern()
    assert refused_by(lambda: ShiftSpan.objects.create(pattern=shift, **span)) == "shift_span_fits_its_day"


@pytest.mark.parametrize(("threshold", "percent"), [(0, "5"), (10, "0"), (10, "-5")])
def test_a_discount_takes_something_off(threshold: int, percent: str) -> None:
    where = place()
    refusal = refused_by(lambda: DiscountTier.objects.create(
        facility=where, kind=TierKind.SEATS, threshold=threshold, percent=Decimal(percent)
    ))  # fmt: skip
    assert refusal == "discount_tier_is_a_discount"


def test_guarded_minutes_include_those_worked() -> None:
    seat, client = desk(), acme()
    refusal = refused_by(lambda: take(seat, client, guarded_minutes=Minutes.of([(0, 599)])))
    assert refusal == "occupancy_minutes_lie_in_the_week"


def test_an_occupancy_guards_some_minutes() -> None:
    seat, client = desk(), acme()
    assert refused_by(lambda: take(seat, client, minutes=Minutes())) == "occupancy_minutes_lie_in_the_week"


def test_a_released_seat_can_be_taken_again() -> None:
    seat, client = desk(), acme()
    take(seat, client, released_at=datetime(2026, 11, 30, tzinfo=UTC))
    take(seat, client)
    take(seat, client, days=Period(date(2027, 1, 1)))
    assert Occupancy.objects.unreleased().count() == 2


def test_a_closure_keeps_everybody_out_and_asks_for_no_buffer() -> None:
    seat, client = desk(), acme()
    take(seat, minutes=ALL_WEEK)
    assert refused_by(lambda: take(seat, client)) == "occupancy_workstation_taken_once"
    take(seat, client, days=Period(date(2027, 1, 1)))


def test_prices_in_two_currencies_stand_side_by_side() -> None:
    first = rate()
    factories.make_rate(first.facility, first.package, first.pattern, currency="USD")
    assert Rate.objects.count() == 2


def test_a_history_is_not_shortened() -> None:
    change = state_change()
    assert refused_by(lambda: StateChange.objects.filter(pk=change.pk).delete()) == "facilities_statechange_append_only"


def test_what_was_done_is_said_once_it_is_done() -> None:
    assert refused_by(lambda: fault(fix="Magic")) == "fault_fix_is_told"
