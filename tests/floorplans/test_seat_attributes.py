"""An attribute of a seat is declared once: whatever carries seats carries it, from the drawing to the client's plan."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.actors import SYSTEM
from facilities.enums import RoomKind, WorkstationState
from facilities.models import Floor, Workstation
from facilities.seat_attributes import ATTRIBUTES, FEATURES, Attribute
from floorplans import operations, sheets
from floorplans.models import PlanVersion
from floorplans.operations import preview_publication
from floorplans.plans import files
from floorplans.plans.differences import compare, in_words
from floorplans.plans.document import Plan, PlannedRoom, PlannedSeat, as_json
from floorplans.plans.for_pretix import as_pretix, not_kept
from floorplans.plans.from_json import read
from floorplans.plans.svg import as_svg
from floorplans.queries.floors import fingerprint, plan_of
from tests import factories
from tests.floorplans.plans.drawn import plans
from tests.floorplans.test_sheet_columns import some

IDENTITY = {"id", "room", "code"}
NAMES = [each.name for each in ATTRIBUTES]
HALL = PlannedRoom(UUID(int=1), "Hall", RoomKind.PRODUCTION, False, False, 0, 0, 2000, 2000)
SEAT, BESIDE = (
    PlannedSeat(UUID(int=pk), HALL.id, code, WorkstationState.IN_SERVICE, "", position, position, 0, 0)
    for pk, code, position in ((2, "A01", 0), (3, "A02", 9))
)
PLAIN = Plan(2000, 2000, (HALL,), (SEAT, BESIDE))


def with_one(attribute: Attribute, value: Any) -> Plan:
    """The plain plan, but for one attribute of its first seat."""
    return replace(PLAIN, seats=(replace(SEAT, **{attribute.field: attribute.planned(value)}), BESIDE))


each_attribute = pytest.mark.parametrize("attribute", ATTRIBUTES, ids=NAMES)


def test_plan_column_and_workbook_have_the_attributes_that_are_declared() -> None:
    declared = {each.field for each in ATTRIBUTES}
    assert {field.name for field in fields(PlannedSeat)} == IDENTITY | declared
    assert {field.name for field in Workstation._meta.concrete_fields} == IDENTITY | {"facility"} | declared
    columns = {column.name for column in sheets.WORKSTATIONS.columns}
    assert columns == {"facility", "level", "room", "code"} | set(NAMES)
    assert as_json(PLAIN)["seats"][0].keys() == IDENTITY | set(NAMES)


@each_attribute
def test_a_seat_with_one_thing_changed_is_another_seat_and_told_of_in_words(attribute: Attribute) -> None:
    other = with_one(attribute, some(attribute))
    for found in (compare(PLAIN, other), compare(other, PLAIN)):
        assert len(found.changed) == 1
        assert any("A01" in line.text for line in in_words(found))


@each_attribute
def test_each_comes_back_from_each_format_or_its_loss_is_told(attribute: Attribute) -> None:
    plan = with_one(attribute, some(attribute))
    assert read(as_json(plan)) == plan
    drawn = files.bring(as_svg(plan, title="Level 5").encode(), new_id=uuid4)
    assert (drawn.plan, drawn.remarks) == (plan, ())
    told = {str(attribute.unsaid)} if attribute.unsaid else set()
    assert set(not_kept(plan)) - set(not_kept(PLAIN)) == told
    if not told:
        assert as_pretix(plan, name="Level 5") != as_pretix(PLAIN, name="Level 5")


@pytest.mark.parametrize("feature", FEATURES, ids=lambda each: each.name)
def test_a_document_of_before_there_was_a_feature_says_no(feature: Attribute) -> None:
    document = as_json(PLAIN)
    del document["seats"][0][feature.name]
    assert read(document) == PLAIN


@st.composite
def publishable(draw: st.DrawFn) -> Plan:
    """Any plan without a problem: its rooms are told apart, and seats stand in them, each in its own place."""
    drawn = draw(plans())
    rooms = tuple(
        replace(room, name=f"{room.name} {number}".strip(), x=0, y=0, width=min(room.width, drawn.width),
                height=min(room.height, drawn.height))
        for number, room in enumerate(drawn.rooms)
    )  # fmt: skip
    seats = tuple(
        replace(seat, code=f"{seat.code}{number}", room=draw(st.sampled_from([room.id for room in rooms])),
                x=min(number, drawn.width), y=draw(st.integers(0, drawn.height)))
        for number, seat in enumerate(drawn.seats if rooms else ())
    )  # fmt: skip
    distinct = {(seat.room, seat.x, seat.y): seat for seat in seats}
    return replace(drawn, rooms=rooms, seats=tuple(distinct.values()), background=None)


def published(floor: Floor, plan: Plan, now: datetime) -> PlanVersion:
    draft = operations.start_draft(floor=floor, actor=SYSTEM, now=now)
    draft = operations.save_draft(draft=draft, revision=1, document=as_json(plan), actor=SYSTEM, now=now)
    seen = fingerprint(preview_publication(draft=draft))
    return operations.publish_plan(draft=draft, seen=seen, actor=SYSTEM, now=now)


@pytest.mark.django_db
@settings(max_examples=40)
@given(first=publishable(), then=publishable())
def test_what_is_published_is_what_was_drawn(first: Plan, then: Plan) -> None:
    """Of an empty floor, and of one where seats and rooms of the same ids are something else already."""
    now = datetime.fromisoformat("2026-11-23T02:00:00+00:00")
    with transaction.atomic():
        floor = factories.make_facility("Tower").floors.create(name="Level 9", level=9, width=10, height=10)
        version = published(floor, first, now)
        floor.refresh_from_db()
        assert as_sets(plan_of(floor)) == as_sets(first)
        assert as_sets(read(version.document)) == as_sets(first)
        if compare(plan_of(floor), then).is_empty:
            transaction.set_rollback(True)
            return
        published(floor, then, now)
        floor.refresh_from_db()
        assert as_sets(plan_of(floor)) == as_sets(then)
        transaction.set_rollback(True)


def as_sets(plan: Plan) -> tuple[Any, ...]:
    return plan.width, plan.height, set(plan.rooms), set(plan.seats), list(plan.drawing)
