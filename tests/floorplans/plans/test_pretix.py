"""Plans in pretix' format: brought in with what can't be kept told in words, and given out again."""

from __future__ import annotations

import json
from itertools import count
from typing import Any
from uuid import UUID

import jsonschema
import pytest
from hypothesis import given

from floorplans.errors import PlanHasProblems
from floorplans.plans.checks import problems_of
from floorplans.plans.document import Plan, as_json
from floorplans.plans.files import Known, bring, settle
from floorplans.plans.for_pretix import as_pretix, not_kept
from floorplans.plans.from_json import read
from floorplans.plans.pretix import plan_from
from tests.floorplans.plans.drawn import plans
from tests.floorplans.plans.halls import hall


def brought(value: Any, centimetres: float | None = None) -> tuple[Plan, list[str]]:
    numbers = count(1)
    return plan_from(value, centimetres=centimetres, new_id=lambda: UUID(int=next(numbers)))


def problems(value: Any) -> set[str]:
    with pytest.raises(PlanHasProblems) as caught:
        brought(value)
    return {problem.path for problem in caught.value.details["problems"]}


def test_zones_are_rooms_and_rows_are_rows() -> None:
    plan, remarks = brought(hall(rows=4, seats=6))
    assert [room.name for room in plan.rooms] == ["Stalls", "Balcony"]
    assert len(plan.seats) == 48
    assert {seat.code for seat in plan.seats} >= {"Stalls-A01", "Balcony-D06"}
    first, second = plan.seats[:2]
    assert (second.x - first.x, second.y - first.y) == (140, 0)
    assert (first.row, first.position, second.position) == ("A", 1, 2)
    assert all(room.contains(seat.x, seat.y) for seat in plan.seats for room in plan.rooms if room.id == seat.room)
    assert problems_of(plan) == []
    assert read(as_json(plan)) == plan
    kinds = [shape["kind"] for shape in plan.drawing]
    assert kinds == ["area", "label", "area", "wall", "wall", "wall"]
    assert any("round area" in remark for remark in remarks)
    assert any("Categories" in remark for remark in remarks)


def test_a_hall_of_many_seats_comes_in_whole() -> None:
    plan, _remarks = brought(hall(rows=12, seats=14))
    assert len(plan.seats) == 336
    assert len({seat.code for seat in plan.seats}) == 336
    assert problems_of(plan) == []


def test_a_scale_that_is_said_is_taken() -> None:
    plan, _remarks = brought(hall(rows=2, seats=2), centimetres=2)
    assert plan.seats[1].x - plan.seats[0].x == 50


def test_seats_are_called_as_short_as_tells_them_apart() -> None:
    def codes(*seats: tuple[str, str, str]) -> list[str]:
        rows = [
            {"row_number": row, "seats": [{"seat_guid": guid, "seat_number": number, "position": {"x": 9 * n, "y": 0}}]}
            for n, (row, number, guid) in enumerate(seats)
        ]
        value = {"name": "", "categories": [], "zones": [{"position": {"x": 0, "y": 0}, "rows": rows}]}
        return [seat.code for seat in brought(value)[0].seats]

    assert codes(("A", "1", "a"), ("A", "2", "b")) == ["1", "2"]
    assert codes(("A", "1", "a"), ("B", "1", "b")) == ["A01", "B01"]
    assert codes(("1", "1", "a"), ("2", "1", "b")) == ["1-01", "2-01"]
    assert codes(("A", "1", "a"), ("A", "1", "b"), ("A", "1", "c")) == ["A01", "AB01", "AC01"]
    assert codes(("A" * 30, "1", "a"), ("B" * 30, "1", "b")) == ["a", "b"]
    assert codes(("A" * 30, "1", "x" * 40), ("B" * 30, "1", "y" * 40)) == ["1-0001", "1-0002"]


def test_rows_of_one_name_in_a_zone_are_no_row_together() -> None:
    value = hall(rows=2, seats=3)
    value["zones"][0]["rows"][1]["row_number"] = "A"
    plan, remarks = brought(value)
    assert {seat.row for seat in plan.seats if seat.room == plan.rooms[0].id} == {"A", "AB"}
    assert any("a letter tells them apart" in remark for remark in remarks)


def test_everything_wrong_is_told_with_its_path() -> None:
    value = hall(rows=1, seats=2)
    value["zones"][0]["rows"][0]["seats"][1]["position"] = {"x": "far"}
    value["zones"][1]["rows"] = None
    value["zones"][0]["areas"] = [{"shape": "star"}, {"shape": "circle"}]
    value["size"] = [1, 2]
    assert problems(value) == {
        "zones[0].rows[0].seats[1].position.x",
        "zones[0].rows[0].seats[1].position.y",
        "zones[1].rows",
        "zones[0].areas[0].shape",
        "zones[0].areas[1].circle",
        "zones[0].areas[1].circle.radius",
        "size",
        "size.width",
        "size.height",
    }


def test_the_first_version_of_the_format_is_read_as_well() -> None:
    value = hall(rows=1, seats=2)
    del value["size"]
    value["zones"][0]["areas"] = [{"width": 100, "height": 20, "position": {"x": 0, "y": 0}, "text": "Stage"}]
    plan, _remarks = brought(value)
    assert plan.drawing[0]["text"] == "Stage"


SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["zones", "name", "categories", "size"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "size": {"type": "object", "required": ["width", "height"], "additionalProperties": {"type": "integer"}},
        "categories": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "zones": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["position", "rows"],
                "properties": {
                    "rows": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["seats", "row_number"],
                            "properties": {
                                "seats": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["seat_guid", "seat_number", "position", "category"],
                                    },
                                }
                            },
                        },
                    }
                },
            },
        },
    },
}


@given(plans())
def test_whatever_plan_is_given_out_follows_the_format(plan: Plan) -> None:
    given_out = as_pretix(plan, name="Level 5")
    jsonschema.validate(given_out, SCHEMA)
    assert given_out["name"] == "Level 5"


@given(plans())
def test_seats_that_went_out_come_back_as_themselves(plan: Plan) -> None:
    try:
        back, _remarks = brought(as_pretix(plan, name="Level 5"), centimetres=1)
    except PlanHasProblems:
        return
    placed = {seat.id: seat for seat in plan.seats if seat.room is not None}
    assert {seat.id for seat in back.seats} == placed.keys()
    dx = {seat.x - placed[seat.id].x for seat in back.seats}
    dy = {seat.y - placed[seat.id].y for seat in back.seats}
    assert max(len(dx), len(dy)) <= 1


def test_what_the_format_cannot_say_is_told_before() -> None:
    plan, _remarks = brought(hall(rows=1, seats=2))
    assert len(plan.seats) == 4
    assert not_kept(plan) == []


# --- Whose is it? ----------------------------------------------------------------------------------------------


@given(plans(), plans())
def test_what_comes_from_a_file_gets_the_identity_it_has_on_the_floor(here: Plan, there: Plan) -> None:
    numbers = count(1000)
    known = Known(here, {}, {}, set())
    found = settle(bring_own(there), known, new_id=lambda: UUID(int=next(numbers)))
    assert len({seat.id for seat in found.plan.seats}) == len(there.seats)
    codes = {seat.code: seat.id for seat in here.seats}
    for before, after in zip(there.seats, found.plan.seats, strict=True):
        assert after.code == before.code
        assert after.id == before.id or after.id == codes.get(before.code) or after.id.int >= 1000
    assert read(as_json(found.plan)) == found.plan
    assert found.plan.background is None


@given(plans())
def test_what_comes_back_to_its_own_floor_is_the_same(plan: Plan) -> None:
    pictures = {plan.background.file} if plan.background else set()
    known = Known(plan, {}, {}, pictures)
    assert settle(bring_own(plan), known, new_id=lambda: UUID(int=0)).plan == plan


def bring_own(plan: Plan) -> Any:
    return bring(json.dumps(as_json(plan)).encode(), new_id=lambda: UUID(int=0))
