"""What the database keeps of rooms: nobody sits in one that is retired, by another rule, or in another facility."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from facilities.enums import Purpose
from facilities.models import Floor, Occupancy, Room, Workstation
from kernel.period import Period
from tests.facilities.test_constraints import NOON, acme, desk, floor, place, retire, room, take
from tests.raw_rows import refused_by

pytestmark = pytest.mark.django_db


def test_a_retired_room_leaves_its_name_to_another() -> None:
    first = room()
    retire(first)
    retire(room(floor=first.floor))
    room(floor=first.floor)
    assert refused_by(lambda: Room.objects.filter(pk=first.pk).update(retired_at=None)) == "room_name_once"


@pytest.mark.parametrize("fields", [{}, {"expires_at": NOON + timedelta(hours=1), "purpose": Purpose.HOLD}])
def test_a_room_somebody_is_promised_is_not_retired(fields: dict[str, Any]) -> None:
    seat = desk()
    take(seat, acme(), **fields)
    assert refused_by(lambda: retire(seat.room)) == "room_retired_is_empty"


@pytest.mark.parametrize(
    "fields",
    [
        {"days": Period(date(2026, 11, 1), date(2026, 12, 1))},
        {"released_at": NOON},
        {"expires_at": NOON, "purpose": Purpose.HOLD},
    ],
    ids=["over", "given back", "run out"],
)
def test_who_had_a_seat_keeps_neither_the_room_nor_its_rule(fields: dict[str, Any]) -> None:
    seat = desk()
    take(seat, acme(), **fields)
    Room.objects.filter(pk=seat.room_id).update(is_exclusive=True, rule_changed_at=NOON)
    retire(seat.room)
    kept = Room.objects.get(pk=seat.room_id)
    assert kept.is_exclusive
    assert kept.retired_at is not None


def test_what_was_over_before_a_room_was_retired_may_be_written_down_still() -> None:
    seat = desk()
    retire(seat.room)
    take(seat, acme(), days=Period(date(2026, 11, 1), date(2026, 12, 1)))
    assert Occupancy.objects.get().workstation == seat


def test_closed_seats_keep_no_room_but_none_is_closed_in_a_retired_one() -> None:
    seat = desk()
    take(seat)
    retire(seat.room)
    assert refused_by(lambda: take(seat, days=Period(date(2027, 1, 1)))) == "occupancy_suits_its_room"


def test_a_retired_room_gets_no_seat_not_even_a_spare() -> None:
    seat = desk()
    retire(seat.room)
    fields = {"facility": seat.facility, "room": seat.room, "x": 0, "y": 0}
    Workstation.objects.create(code="A8", state="retired", **fields)
    refusal = refused_by(lambda: Workstation.objects.create(code="A9", state="spare", **fields))
    assert refusal == "workstation_room_is_not_retired"


def test_who_sits_down_keeps_the_rule_of_the_room() -> None:
    seat, client = desk(), acme()
    assert refused_by(lambda: take(seat, client, room_is_exclusive=True)) == "occupancy_suits_its_room"
    take(seat, room_is_exclusive=True)


def test_a_room_whose_rule_nobody_dated_keeps_it_while_anybody_stands_in_the_records() -> None:
    seat = desk()
    take(seat, acme(), days=Period(date(2020, 1, 1), date(2020, 2, 1)))
    change = {"is_exclusive": True}
    refusal = refused_by(lambda: Room.objects.filter(pk=seat.room_id).update(**change))
    assert refusal == "room_keeps_its_rule_while_let"


def test_a_seat_is_neither_put_into_a_room_elsewhere_nor_moved_there() -> None:
    seat, elsewhere = desk(), room()
    fields = {"facility": seat.facility, "room": elsewhere, "code": "A9", "x": 0, "y": 0}
    refusals = [
        refused_by(lambda: Workstation.objects.create(**fields)),
        refused_by(lambda: Workstation.objects.filter(pk=seat.pk).update(room=elsewhere)),
    ]
    assert refusals == ["workstation_facility_is_its_rooms"] * 2
    Workstation.objects.filter(pk=seat.pk).update(room=elsewhere, facility=elsewhere.floor.facility)


def test_rooms_move_within_their_facility_and_anywhere_without_seats() -> None:
    seat, empty = desk(), room()
    upstairs = floor(facility=seat.facility, level=2)
    Room.objects.filter(pk=seat.room_id).update(floor=upstairs, name="Annex")
    Room.objects.filter(pk=empty.pk).update(floor=upstairs)
    Floor.objects.filter(pk=empty.floor_id).update(facility=place())
    assert (
        refused_by(lambda: Floor.objects.filter(pk=upstairs.pk).update(facility=place()))
        == "floor_stays_in_its_seats_facility"
    )
