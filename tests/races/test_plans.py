"""A floor is published while its seats are being taken: one of the two wins, and nothing deadlocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from accounts.actors import SYSTEM, Staff
from accounts.models import Client, User
from bookings.models import Booking
from facilities import errors
from facilities.enums import WorkstationState
from facilities.models import Facility, Floor, Occupancy, Room, Workstation
from floorplans import errors as floorplans
from floorplans import operations
from floorplans.models import PlanDraft, PlanVersion
from floorplans.queries.floors import fingerprint
from kernel.ids import new_id
from kernel.period import Period
from kernel.refusal import refusing
from kernel.week import ALL_WEEK
from tests import factories
from tests.conftest import HoldSeats
from tests.races.books import assert_one_story
from tests.races.conftest import Race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def floor(cebu: Facility) -> Floor:
    return cebu.floors.get()


def publishing(floor: Floor, change: Callable[[dict[str, Any]], object], now: datetime) -> Callable[[], PlanVersion]:
    draft = operations.start_draft(floor=floor, actor=SYSTEM, now=now)
    change(draft.document)
    operations.save_draft(draft=draft, revision=1, document=draft.document, actor=SYSTEM, now=now)
    seen = fingerprint(operations.preview_publication(draft=draft))
    return partial(operations.publish_plan, draft=draft, seen=seen, actor=SYSTEM, now=now)


@pytest.mark.parametrize("_again", range(5))
def test_a_seat_is_either_held_or_taken_off_the_plan(
    race: Race, hold_seats: HoldSeats, floor: Floor, globex: Client, now: datetime, _again: int
) -> None:
    def remove(document: dict[str, Any]) -> None:
        document["seats"] = [each for each in document["seats"] if each["code"] not in {"A1", "A2", "S1"}]
        for room in document["rooms"]:
            room["name"] += " anew"

    outcome = race(
        publishing(floor, remove, now), partial(hold_seats, "A2", "S1"), partial(hold_seats, "A1", client=globex)
    )
    version = [each for each in outcome.won if isinstance(each, PlanVersion)]
    held = [each for each in outcome.won if isinstance(each, Booking)]
    if version:
        assert not held
        assert {type(refusal) for refusal in outcome.refused} <= {errors.SeatsUnknown}
        assert not Occupancy.objects.exists()
    else:
        assert held
        assert {type(refusal) for refusal in outcome.refused} <= {floorplans.SeatsBooked}
        assert Workstation.objects.filter(code__in=["A1", "A2", "S1"]).count() == 3
    assert_one_story()


def test_two_who_publish_make_one_version(race: Race, floor: Floor, now: datetime) -> None:
    publish = publishing(floor, lambda document: document["seats"].pop(), now)
    outcome = race(publish, publish, publish)
    assert [version.number for version in outcome.won] == [1]


def test_two_who_save_keep_one_anothers_work(race: Race, floor: Floor, opal: User, now: datetime) -> None:
    draft = operations.start_draft(floor=floor, actor=Staff(opal), now=now)
    save = partial(operations.save_draft, draft=draft, revision=1, document=draft.document, actor=SYSTEM, now=now)
    outcome = race(save, save, save)
    assert len(outcome.won) == 1
    assert {type(refusal) for refusal in outcome.refused} == {floorplans.DraftChanged}
    assert PlanDraft.objects.get(pk=draft.pk).revision == 2


def test_two_who_begin_have_one_draft(race: Race, floor: Floor, now: datetime) -> None:
    begin = partial(operations.start_draft, floor=floor, actor=SYSTEM, now=now)
    outcome = race(begin, begin, begin)
    assert len(outcome.won) == 1
    assert {type(refusal) for refusal in outcome.refused} == {floorplans.DraftOpen}


@pytest.mark.parametrize("_again", range(3))
def test_a_room_is_either_let_or_retired(
    race: Race, hold_seats: HoldSeats, floor: Floor, globex: Client, now: datetime, _again: int
) -> None:
    hold_seats("S1", now=now - timedelta(days=30), start=date(2026, 11, 2), months=1, auto_renews=False)

    def remove(document: dict[str, Any]) -> None:
        suite = next(room["id"] for room in document["rooms"] if room["name"] == "Suite")
        document["rooms"] = [room for room in document["rooms"] if room["id"] != suite]
        document["seats"] = [each for each in document["seats"] if each["room"] != suite]

    outcome = race(publishing(floor, remove, now), partial(hold_seats, "S1"), partial(hold_seats, "S2", client=globex))
    suite = Room.objects.get(name="Suite")
    if suite.retired_at is None:
        assert {type(refusal) for refusal in outcome.refused} <= {floorplans.SeatsBooked, errors.RoomExclusive}
        assert len(outcome.won) == 1
    else:
        assert [type(won) for won in outcome.won] == [PlanVersion]
    assert_one_story()


@pytest.mark.parametrize("_again", range(8))
def test_without_locks_the_database_lets_a_room_be_let_or_retired(
    race: Race, seats: dict[str, Workstation], acme: Client, now: datetime, _again: int
) -> None:
    suite = seats["S1"].room
    Workstation.objects.filter(room=suite).update(state=WorkstationState.RETIRED)

    def sit() -> None:
        with refusing(occupancy_suits_its_room=errors.RoomChanged):
            Occupancy.objects.create(
                workstation=seats["S1"], room=suite, room_is_exclusive=True, client=acme, purpose="lease",
                days=Period(date(2026, 12, 1)), minutes=ALL_WEEK, guarded_minutes=ALL_WEEK, claim=new_id(),
                source=new_id(),
            )  # fmt: skip

    def retire() -> None:
        with refusing(room_retired_is_empty=floorplans.PlanMovedOn):
            Room.objects.filter(pk=suite.pk).update(retired_at=now)

    def open_to_all() -> None:
        with refusing(room_keeps_its_rule_while_let=errors.RoomChanged):
            Room.objects.filter(pk=suite.pk).update(is_exclusive=False, rule_changed_at=now)

    outcome = race(sit, retire, open_to_all)
    suite.refresh_from_db()
    taken = Occupancy.objects.filter(room=suite)
    assert outcome.won, "somebody has the room or the rule of it"
    assert not taken or (suite.retired_at is None and suite.is_exclusive)


@pytest.mark.parametrize("_again", range(4))
def test_a_seat_comes_or_its_floor_goes_to_another_facility(race: Race, floor: Floor, _again: int) -> None:
    elsewhere = factories.make_facility("Manila")
    attic = Floor.objects.create(facility=floor.facility, name="Attic", level=9, width=500, height=500)
    room = Room.objects.create(floor=attic, name="Annex", width=500, height=500)

    def bring() -> None:
        with refusing(workstation_facility_is_its_rooms=floorplans.PlanMovedOn):
            Workstation.objects.create(facility=floor.facility, room=room, code="X1", x=100, y=100)

    def move() -> None:
        with refusing(floor_stays_in_its_seats_facility=floorplans.PlanMovedOn):
            Floor.objects.filter(pk=attic.pk).update(facility=elsewhere)

    outcome = race(bring, move)
    assert len(outcome.won) == 1
    attic.refresh_from_db()
    assert {seat.facility_id for seat in room.workstations.all()} <= {attic.facility_id}
