"""Plans of floors: drafted, published as a whole, kept as versions; whoever has a seat keeps it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from accounts.actors import SYSTEM, Actor, Staff
from accounts.capabilities import Duty
from accounts.errors import NotAllowed
from audit.models import AuditEntry
from facilities.enums import WorkstationState
from facilities.models import Facility, Floor, Occupancy, Workstation
from facilities.operations import close_workstation
from floorplans import errors, operations
from floorplans import operations as floorplans
from floorplans.enums import DraftState
from floorplans.models import PlanBackground, PlanDraft, PlanVersion
from floorplans.operations import preview_publication
from floorplans.plans.document import as_json
from floorplans.plans.from_json import read
from floorplans.queries.floors import fingerprint, history, open_draft, plan_of
from kernel.ids import new_id
from kernel.period import Period
from kernel.states import WrongState
from tests import factories
from tests.conftest import HoldSeats
from tests.floorplans.drafts import Change, Publish, room_of, seat, without

PNG = (
    b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + bytes(9) + struct.pack(">I4sI", 0, b"IEND", 0)
)


def new_seat(document: dict[str, Any], code: str) -> UUID:
    pk = new_id()
    document["seats"].append({**seat(document, "A1"), "id": str(pk), "code": code, "x": 2000, "y": 2000})
    return pk


# --- Drafts ----------------------------------------------------------------------------------------------------


def test_a_draft_begins_with_the_floor_as_it_stands(floor: Floor, staff: Actor, now: datetime) -> None:
    draft = operations.start_draft(floor=floor, actor=staff, now=now)
    assert read(draft.document) == plan_of(floor)
    assert preview_publication(draft=draft).is_empty
    assert draft.started_by == staff.user


def test_a_floor_has_one_open_draft(floor: Floor, staff: Actor, now: datetime) -> None:
    first = operations.start_draft(floor=floor, actor=staff, now=now)
    with pytest.raises(errors.DraftOpen):
        operations.start_draft(floor=floor, actor=staff, now=now)
    operations.discard_draft(draft=first, actor=staff, now=now)
    operations.start_draft(floor=floor, actor=staff, now=now)
    assert AuditEntry.objects.filter(verb="floorplans.plan_draft_discarded").count() == 1


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(
    floor: Floor, draw: Callable[[Change], PlanDraft], now: datetime
) -> None:
    old = draw(lambda document: None)
    lena = Staff(factories.make_staff("Lena", Duty.FACILITY))
    theirs = operations.save_draft(
        draft=old, revision=old.revision, document={**old.document, "drawing": []}, actor=lena, now=now
    )
    with pytest.raises(errors.DraftChanged) as caught:
        operations.save_draft(draft=old, revision=old.revision, document=old.document, actor=lena, now=now)
    assert "Lena" in str(caught.value)
    assert PlanDraft.objects.get(pk=old.pk).revision == theirs.revision


def test_a_document_that_cannot_be_read_is_refused_and_the_draft_stays(
    draw: Callable[[Change], PlanDraft], floor: Floor
) -> None:
    with pytest.raises(errors.PlanHasProblems):
        draw(lambda document: document["seats"][0].update(x="left"))
    draft = open_draft(floor)
    assert draft is not None
    assert draft.revision == 1


def test_a_discarded_draft_takes_no_more_work(draw: Callable[[Change], PlanDraft], staff: Actor, now: datetime) -> None:
    draft = draw(lambda document: None)
    operations.discard_draft(draft=draft, actor=staff, now=now)
    with pytest.raises(WrongState):
        operations.save_draft(draft=draft, revision=draft.revision, document=draft.document, actor=staff, now=now)
    with pytest.raises(WrongState):
        operations.publish_plan(draft=draft, seen="", actor=staff, now=now)


def test_a_file_brought_replaces_nothing_until_it_is_made_the_draft(floor: Floor, staff: Actor, now: datetime) -> None:
    mine = operations.start_draft(floor=floor, actor=staff, now=now)
    brought = floorplans.import_plan(
        floor=floor, plan=plan_of(floor), source="hall.json", remarks=["No."], actor=staff, now=now
    )
    assert open_draft(floor) == mine
    with pytest.raises(errors.DraftOpen):
        operations.adopt_plan(draft=brought, actor=staff, now=now)
    operations.discard_draft(draft=mine, actor=staff, now=now)
    operations.adopt_plan(draft=brought, actor=staff, now=now)
    assert open_draft(floor) == brought


def test_a_picture_to_trace_is_told_by_its_bytes(floor: Floor, staff: Actor, now: datetime) -> None:
    picture = operations.attach_background(floor=floor, content=PNG, actor=staff, now=now)
    kept = PlanBackground.objects.get(pk=picture.pk)
    assert (kept.media_type, kept.width, kept.height) == ("image/png", 640, 480)
    picture.file.delete()
    for wrong in (b"<svg onload=alert(1)>", b"", PNG[:-12] + bytes(8 * 1024 * 1024) + PNG[-12:]):
        with pytest.raises(errors.ImageUnreadable):
            operations.attach_background(floor=floor, content=wrong, actor=staff, now=now)
    with pytest.raises(NotAllowed):
        operations.attach_background(floor=floor, content=PNG, actor=SYSTEM, now=now)


# --- Publishing ------------------------------------------------------------------------------------------------


def test_publishing_makes_the_floor_what_the_draft_says(publish: Publish, floor: Floor) -> None:
    added: list[UUID] = []

    def change(document: dict[str, Any]) -> None:
        added.append(new_seat(document, "C1"))
        seat(document, "A1").update(x=333, rotation=90)
        room_of(document, "Main floor").update(name="Hall", width=1200)
        document["floor"]["width"] = 4200
        document["drawing"] = [{"kind": "plant", "x": 10, "y": 10}]

    version = publish(change, note="More seats")
    floor.refresh_from_db()
    assert Workstation.objects.get(code="C1").pk == added[0]
    moved = Workstation.objects.get(code="A1")
    assert (moved.x, moved.rotation, moved.room.name, moved.room.width) == (333, 90, "Hall", 1200)
    assert (floor.width, floor.drawing) == (4200, [{"kind": "plant", "x": 10, "y": 10}])
    assert read(version.document) == plan_of(floor)
    assert (version.number, version.note) == (1, "More seats")
    assert open_draft(floor) is None
    entry = AuditEntry.objects.get(verb="floorplans.plan_published")
    assert (entry.details["version"], entry.details["added"]) == (1, 1)


def test_versions_are_numbered_and_kept(publish: Publish, floor: Floor, staff: Actor, now: datetime) -> None:
    first = publish()
    second = publish(lambda document: document["drawing"].append({"kind": "plant", "x": 1, "y": 1}))
    assert [version.number for version in history(floor)] == [2, 1]
    draft = operations.restore_version(version=first, actor=staff, now=now)
    assert draft.document == first.document != second.document
    third = publish()
    floor.refresh_from_db()
    assert third.number == 3
    assert as_json(plan_of(floor)) == first.document
    with pytest.raises(errors.NothingToPublish):
        publish()


def test_a_renamed_seat_keeps_its_bookings_and_two_may_swap_codes(publish: Publish, hold_seats: HoldSeats) -> None:
    booking = hold_seats("A1")
    a1, a2 = Workstation.objects.get(code="A1").pk, Workstation.objects.get(code="A2").pk

    def swap(document: dict[str, Any]) -> None:
        one, other = seat(document, "A1"), seat(document, "A2")
        one["code"], other["code"] = "A2", "A1"
        main, suite = room_of(document, "Main floor"), room_of(document, "Suite")
        main["name"], suite["name"] = "Suite", "Main floor"

    publish(swap)
    assert (Workstation.objects.get(pk=a1).code, Workstation.objects.get(pk=a2).code) == ("A2", "A1")
    assert Occupancy.objects.get(claim=booking.pk).workstation_id == a1


def test_a_seat_nobody_ever_had_is_deleted_and_one_with_a_past_is_retired(
    publish: Publish, hold_seats: HoldSeats, now: datetime, floor: Floor
) -> None:
    a2 = Workstation.objects.get(code="A2")
    close_workstation(workstation=a2, days=Period(now.date()), reason="New carpet", actor=SYSTEM, now=now)
    publish(without("A1", "A2"))
    assert not Workstation.objects.filter(code="A1").exists()
    a2.refresh_from_db()
    assert a2.state == WorkstationState.RETIRED
    assert {each.code for each in plan_of(floor).seats}.isdisjoint({"A1", "A2"})


def test_a_retired_seat_comes_back_as_itself_with_the_version_it_was_on(
    publish: Publish, floor: Floor, staff: Actor, now: datetime
) -> None:
    first = publish()
    a2 = Workstation.objects.get(code="A2")
    close_workstation(workstation=a2, days=Period(now.date()), reason="New carpet", actor=SYSTEM, now=now)
    publish(without("A2"))
    operations.restore_version(version=first, actor=staff, now=now)
    publish()
    a2.refresh_from_db()
    assert a2.state == WorkstationState.IN_SERVICE
    told = [(change.before, change.after, change.reason) for change in a2.state_changes.order_by("pk")]
    assert told == [
        ("in_service", "retired", "Floor plan published"),
        ("retired", "in_service", "Floor plan published"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        without("A1"),
        lambda document: seat(document, "A1").update(state="spare"),
        lambda document: seat(document, "A1").update(room=room_of(document, "Suite")["id"], x=900),
    ],
    ids=["removed", "out of service", "in another room"],
)
def test_a_promised_seat_stays_and_the_refusal_says_who_has_it(
    change: Change, publish: Publish, hold_seats: HoldSeats, floor: Floor
) -> None:
    booking = hold_seats("A1")
    with pytest.raises(errors.SeatsBooked) as caught:
        publish(change)
    [conflict] = caught.value.details["conflicts"]
    assert (conflict.code, conflict.claim, str(conflict.client)) == ("A1", booking.pk, "Acme")
    assert Workstation.objects.get(code="A1").state == WorkstationState.IN_SERVICE
    assert open_draft(floor) is not None
    assert not PlanVersion.objects.exists()


def test_a_promised_seat_may_move_within_its_room(publish: Publish, hold_seats: HoldSeats) -> None:
    hold_seats("A1")
    publish(lambda document: seat(document, "A1").update(x=444, code="Z9"))
    assert Workstation.objects.get(code="Z9").x == 444


def test_a_room_that_is_let_keeps_its_exclusivity(publish: Publish, hold_seats: HoldSeats) -> None:
    hold_seats("S1")
    with pytest.raises(errors.RoomLet):
        publish(lambda document: room_of(document, "Suite").update(exclusive=False))


def test_a_plan_with_problems_is_refused_with_all_of_them(
    publish: Publish, cebu: Facility, hold_seats: HoldSeats, now: datetime
) -> None:
    factories.make_room(cebu, "Upstairs", {"U": 1}, level=2)
    upstairs = Workstation.objects.get(code="U1")
    a4 = Workstation.objects.get(code="A4")
    close_workstation(workstation=a4, days=Period(now.date()), reason="Paint", actor=SYSTEM, now=now)

    def change(document: dict[str, Any]) -> None:
        seat(document, "A1")["code"] = "U1"
        seat(document, "A2")["code"] = "A3"
        without("A4")(document)
        document["seats"].append({**seat(document, "B1"), "id": str(new_id()), "code": "A4", "x": 99, "y": 99})
        document["seats"].append({**seat(document, "B1"), "id": str(upstairs.pk), "code": "U2", "x": 9, "y": 9})

    with pytest.raises(errors.PlanHasProblems) as caught:
        publish(change)
    told = sorted((problem.path, problem.message.split(".")[0]) for problem in caught.value.details["problems"])
    assert told == [
        ("A3", "2 seats have this code"),
        ("A4", "A seat that was let before had this code and keeps it in the records"),
        ("U1", "A seat on Level 2 has this code"),
        ("U1", "This belongs to another floor"),
    ]


def test_what_was_not_looked_at_is_not_published(
    draw: Callable[[Change], PlanDraft], staff: Actor, now: datetime
) -> None:
    draft = draw(without("A1"))
    seen = fingerprint(preview_publication(draft=draft))
    Workstation.objects.filter(code="A2").update(x=1)
    with pytest.raises(errors.PlanMovedOn):
        operations.publish_plan(draft=draft, seen=seen, actor=staff, now=now)
    assert PlanDraft.objects.get(pk=draft.pk).state == DraftState.OPEN


def test_publishing_costs_the_same_for_a_few_and_for_many_new_seats(
    publish: Publish, django_assert_max_num_queries: Any
) -> None:
    def add(count: int) -> Change:
        def change(document: dict[str, Any]) -> None:
            for number in range(count):
                pk = new_seat(document, f"N{count}-{number}")
                document["seats"][-1].update(id=str(pk), x=10 * number, y=2500 + count)

        return change

    with django_assert_max_num_queries(50):
        publish(add(3))
    with django_assert_max_num_queries(50):
        publish(add(30))
    assert Workstation.objects.filter(code__startswith="N").count() == 33
