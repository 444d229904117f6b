"""A room whose seats somebody had leaves the plan and stays in the records; it can come back as itself."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.actors import SYSTEM, Actor
from bookings.queries.seat_features import features_of
from bookings.seat_requests import Requirements, Space
from facilities import errors, operations
from facilities.demand import Demand
from facilities.enums import WorkstationState
from facilities.models import Facility, Floor, Room, ShiftPattern, Workstation
from facilities.operations import close_workstation
from facilities.queries.plans import floor_plans
from facilities.queries.presentation import presentation
from floorplans import operations as floorplans
from floorplans import sheets
from floorplans.errors import SeatsBooked
from floorplans.operations import preview_publication
from floorplans.plans.files import Brought, settle
from floorplans.plans.from_json import read
from floorplans.queries.floors import fingerprint, open_draft, plan_of, retired_rooms
from floorplans.queries.identities import known_of
from floorplans.queries.inventory import rows_of
from kernel.ids import new_id
from kernel.period import Period
from tests.conftest import HoldSeats
from tests.floorplans.drafts import Publish, room_of, seat, without, without_room


@pytest.fixture
def past(hold_seats: HoldSeats, now: datetime) -> None:
    """Somebody had S1 on hold once, and let it run out."""
    hold_seats("S1", now=now - timedelta(days=30), start=date(2026, 11, 2), months=1, auto_renews=False)


def test_a_room_nobody_ever_had_goes_with_its_seats(publish: Publish) -> None:
    publish(without_room("Suite"))
    assert Room.objects.get().name == "Main floor"
    assert not Room.objects.filter(name="Suite").exists()
    assert not Workstation.objects.filter(code__startswith="S").exists()


@pytest.mark.usefixtures("past")
def test_a_room_with_a_past_is_retired_with_its_seats_and_shown_no_more(
    publish: Publish, floor: Floor, cebu: Facility, day_shift: ShiftPattern, now: datetime
) -> None:
    publish(without_room("Suite"))
    suite = Room.objects.get(name="Suite")
    assert suite.retired_at == now
    assert {(seat.code, seat.state) for seat in suite.workstations.all()} == {("S1", "retired")}
    assert [room.name for room in plan_of(floor).rooms] == ["Main floor"]
    assert [room.name for room in presentation(cebu, day=now.date()).rooms] == ["Main floor"]
    december = Period(date(2026, 12, 1), date(2027, 1, 1))
    drawn = floor_plans(Demand(day_shift, december), facility=cebu, now=now)
    assert [room.room.name for room in drawn[0].rooms] == ["Main floor"]
    features = features_of([cebu], Requirements(space=Space.PRIVATE))
    assert features.rooms == set()
    assert [row["room"] for row in rows_of(sheets.ROOMS).values()] == ["Main floor"]
    assert {row["room"] for row in rows_of(sheets.WORKSTATIONS).values()} == {"Main floor"}


def test_a_room_somebody_is_promised_stays_and_the_refusal_says_who(
    publish: Publish, hold_seats: HoldSeats, floor: Floor
) -> None:
    booking = hold_seats("S1", "S2")
    with pytest.raises(SeatsBooked) as caught:
        publish(without_room("Suite"))
    assert {(each.code, each.claim) for each in caught.value.details["conflicts"]} == {
        ("S1", booking.pk), ("S2", booking.pk),
    }  # fmt: skip
    assert Room.objects.get(name="Suite").retired_at is None


@pytest.mark.usefixtures("past")
def test_seats_of_a_room_that_goes_may_move_to_another(publish: Publish) -> None:
    def change(document: dict[str, Any]) -> None:
        main = room_of(document, "Main floor")["id"]
        for place, code in enumerate(["S1", "S2"]):
            seat(document, code).update(room=main, x=900 + place, y=900)
        without_room("Suite")(document)

    publish(change)
    assert Room.objects.get(name="Suite").retired_at is not None
    assert {str(seat.room) for seat in Workstation.objects.filter(code__in=["S1", "S2"])} == {"Main floor"}


@pytest.mark.usefixtures("past")
def test_another_room_takes_the_name_of_one_that_goes(publish: Publish, floor: Floor) -> None:
    def anew(document: dict[str, Any]) -> None:
        suite = room_of(document, "Suite")
        without_room("Suite")(document)
        document["rooms"].append({**suite, "id": str(new_id())})

    publish(anew)
    old, new = Room.objects.filter(name="Suite").order_by("retired_at")
    assert old.retired_at is not None
    assert new.retired_at is None


@pytest.mark.usefixtures("past")
def test_a_retired_room_comes_back_with_the_seats_that_went_with_it(
    publish: Publish, floor: Floor, staff: Actor, now: datetime
) -> None:
    operations.change_state(
        workstations=[Workstation.objects.get(code="S4").pk], state=WorkstationState.SPARE, reason="Spare",
        actor=staff, now=now,
    )  # fmt: skip
    for code in ("S2", "S3", "S4"):
        desk = Workstation.objects.get(code=code)
        close_workstation(workstation=desk, days=Period(now.date()), reason="Paint", actor=SYSTEM, now=now)
    publish(without("S3"))
    Workstation.objects.filter(code="S3").update(state="retired")
    suite = Room.objects.get(name="Suite")
    later = now + timedelta(hours=1)
    draft = open_draft(floor) or floorplans.start_draft(floor=floor, actor=staff, now=now)
    without_room("Suite")(draft.document)
    draft = floorplans.save_draft(draft=draft, revision=1, document=draft.document, actor=staff, now=later)
    seen = fingerprint(preview_publication(draft=draft))
    floorplans.publish_plan(draft=draft, seen=seen, actor=staff, now=later)
    [listed] = retired_rooms(floor)
    assert (listed.name, vars(listed)["seats"]) == ("Suite", 3)
    draft = floorplans.bring_room_back(room=suite, actor=staff, now=later)
    assert draft.revision == 2
    publish()
    suite.refresh_from_db()
    assert suite.retired_at is None
    states = dict(suite.workstations.values_list("code", "state"))
    assert states == {"S1": "in_service", "S2": "in_service", "S3": "retired", "S4": "spare"}


@pytest.mark.usefixtures("past")
def test_a_retired_room_comes_back_as_itself_by_an_old_version_or_by_its_name(
    publish: Publish, floor: Floor, staff: Actor, now: datetime
) -> None:
    first = publish()
    suite, s1 = Room.objects.get(name="Suite"), Workstation.objects.get(code="S1")
    publish(without_room("Suite"))
    stranger = read({**first.document, **json.loads(json.dumps(first.document).replace(str(suite.pk), str(new_id())))})
    settled = settle(Brought(stranger), known_of(floor), new_id=new_id).plan
    assert suite.pk in {room.id for room in settled.rooms}
    assert s1.pk in {seat.id for seat in settled.seats}
    floorplans.restore_version(version=first, actor=staff, now=now)
    publish(lambda document: room_of(document, "Suite").update(exclusive=False))
    suite.refresh_from_db()
    assert (suite.retired_at, suite.is_exclusive, suite.rule_changed_at) == (None, False, now)


@pytest.mark.usefixtures("past")
def test_seats_of_a_retired_room_are_neither_used_nor_closed(publish: Publish, staff: Actor, now: datetime) -> None:
    publish(without_room("Suite"))
    seats = [Workstation.objects.get(code="S1").pk]
    with pytest.raises(errors.RoomRetired):
        operations.change_state(
            workstations=seats, state=WorkstationState.IN_SERVICE, reason="x", actor=staff, now=now
        )  # fmt: skip
    with pytest.raises(errors.RoomRetired):
        operations.close_workstations(
            workstations=seats, days=Period(date(2027, 1, 1)), reason="x", actor=staff, now=now
        )  # fmt: skip


@pytest.mark.usefixtures("past")
def test_a_room_that_was_let_once_may_be_opened_to_all(publish: Publish) -> None:
    publish(lambda document: room_of(document, "Suite").update(exclusive=False))
    assert Room.objects.get(name="Suite").is_exclusive is False
