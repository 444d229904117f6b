"""The document of a plan: what is written is read back, and everything wrong is told by its path."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.errors import PlanHasProblems
from floorplans.plans.checks import problems_of
from floorplans.plans.document import Plan, as_json
from floorplans.plans.from_json import parse, read
from tests.floorplans.plans.drawn import plans

ROOM = "00000000-0000-0000-0000-000000000001"
SEAT = "00000000-0000-0000-0000-000000000002"


def document(**parts: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "format": "seatlease.floor-plan",
        "version": 1,
        "floor": {"width": 1000, "height": 800},
        "rooms": [room()],
        "seats": [seat()],
        "drawing": [],
        "background": None,
    }
    return {**whole, **parts}


def room(**parts: Any) -> dict[str, Any]:
    whole = {"id": ROOM, "name": "Main", "kind": "production", "exclusive": False, "clean_room": False}
    return {**whole, "x": 0, "y": 0, "width": 900, "height": 700, **parts}


def seat(**parts: Any) -> dict[str, Any]:
    whole = {"id": SEAT, "room": ROOM, "code": "A01", "state": "in_service", "row": "A", "position": 1}
    return {**whole, "x": 100, "y": 100, "rotation": 0, **parts}


def problems(value: Any) -> dict[str, str]:
    with pytest.raises(PlanHasProblems) as caught:
        read(value)
    return {problem.path: problem.message for problem in caught.value.details["problems"]}


@given(plans())
def test_what_is_written_is_read_back_exactly(plan: Plan) -> None:
    assert read(parse(json.dumps(as_json(plan)))) == plan


@given(plans())
def test_reading_and_writing_changes_nothing(plan: Plan) -> None:
    assert as_json(read(as_json(plan))) == as_json(plan)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(["floor", "rooms", "seats", "drawing", "background"]), json_values)
def test_whatever_stands_in_a_part_is_a_plan_or_a_list_of_problems(part: str, value: Any) -> None:
    whole = document(**{part: value})
    try:
        plan = read(whole)
    except PlanHasProblems:
        assert all(problems(whole).values())
    else:
        assert read(as_json(plan)) == plan


def test_a_good_document_has_no_problem() -> None:
    plan = read(document())
    assert plan.seats
    assert problems_of(plan) == []


def test_every_problem_is_told_at_once_with_its_path() -> None:
    found = problems(
        document(
            floor={"width": 0, "height": 800},
            rooms=[room(kind="attic", name=3)],
            seats=[seat(x="left", rotation=360, room="nowhere"), seat(colour="red")],
            drawing=[{"kind": "slide"}, {"kind": "wall", "x1": 0, "y1": 0, "x2": 5.5, "y2": 0}],
            background={"file": SEAT},
        )
    )
    assert found.keys() >= {
        "floor.width",
        "rooms[0].kind",
        "rooms[0].name",
        "seats[0].x",
        "seats[0].rotation",
        "seats[0].room",
        "seats[1].colour",
        "drawing[0].kind",
        "drawing[1].x2",
        "background.opacity",
    }


@pytest.mark.parametrize("value", [None, [], 3, "plan", {"format": "pretix"}, {**document(), "version": 2}])
def test_what_is_no_plan_of_ours_is_refused(value: Any) -> None:
    assert problems(value)


def test_an_id_is_used_once_and_a_room_must_be_there() -> None:
    stranger = "00000000-0000-0000-0000-000000000009"
    assert problems(document(seats=[seat(), seat(code="A02")])).keys() == {"seats[1].id"}
    assert problems(document(seats=[seat(room=stranger)])).keys() == {"seats[0].room"}
    assert problems(document(seats=[seat(state="retired")])).keys() == {"seats[0].state"}


@pytest.mark.parametrize("content", [b"\xff\xfe", b"{not json", b'{"a": NaN}', b"[" * 100_000])
def test_what_is_no_json_is_refused_with_its_place(content: bytes) -> None:
    with pytest.raises(PlanHasProblems):
        parse(content)


def test_a_draft_may_say_what_cannot_be_published_and_hears_why() -> None:
    found = problems_of(
        read(
            document(
                rooms=[room(), room(id=SEAT, x=500, width=600)],
                seats=[
                    seat(),
                    seat(id=ROOM, x=100, y=100),
                    seat(id="00000000-0000-0000-0000-000000000004", code="", room=None, x=1001),
                ],
            )
        )
    )
    told = [(problem.path, problem.message) for problem in found]
    assert ("Main", "Two rooms have this name. Rename one of them.") in told
    assert ("Main", "This room reaches beyond the floor. Move it, or make the floor larger.") in told
    assert ("A01", "2 seats have this code. Number them anew.") in told
    assert ("A01, A01", "These seats are in the same place. Move or delete all but one.") in told
    assert ("A seat", "It has no code. Number it.") in told
    assert ("A seat", "This seat is in no room. Move it into one, or draw a room around it.") in told
    assert ("A seat", "This seat lies beyond the floor. Move it, or make the floor larger.") in told
