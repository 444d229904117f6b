"""The editor's own geometry and numbering, asked in the browser that runs it: rules for whatever is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from floorplans.plans.from_json import read
from tests.examples import examples
from tests.floorplans.plans.test_document import document

pytestmark = pytest.mark.django_db(transaction=True)

Call = Callable[..., Any]
place = st.integers(-3000, 3000)
ids = st.integers(1, 10**6).map(str)


@pytest.fixture
def call(chromium: Browser, live_server: LiveServer) -> Iterator[Call]:
    """``call("geometry", "aligned", items, "left")``: what a function of a module answers."""
    context = chromium.new_context()
    page: Page = context.new_page()
    page.goto(f"{live_server.url}/health/live/")
    modules = f"{live_server.url}/static/backoffice/editor"

    def ask(module: str, call: str, *arguments: Any) -> Any:
        return page.evaluate(
            """async ([url, call, given]) => {
                const answer = (await import(url))[call](...given);
                return answer instanceof Map ? Object.fromEntries(answer) : answer;
            }""",
            [f"{modules}/{module}.js", call, list(arguments)],
        )

    yield ask
    context.close()


@st.composite
def seats(draw: st.DrawFn, least: int = 1) -> list[dict[str, Any]]:
    found = draw(st.lists(st.tuples(ids, place, place), min_size=least, max_size=12, unique_by=lambda each: each[0]))
    turns = st.sampled_from([0, 90, 180, 270])
    return [{"id": pk, "code": f"S{pk}", "x": x, "y": y, "rotation": draw(turns)} for pk, x, y in found]


few = examples(40)


@few
@given(found=seats(2))
def test_four_quarter_turns_lead_back(call: Call, found: list[dict[str, Any]]) -> None:
    turned = found
    for _ in range(4):
        turned = call("geometry", "rotated", turned, 90)
    assert turned == found


@few
@given(found=seats(), dx=place, dy=place)
def test_what_is_moved_can_be_moved_back(call: Call, found: list[dict[str, Any]], dx: int, dy: int) -> None:
    for seat in found:
        assert call("geometry", "moved", call("geometry", "moved", seat, dx, dy), -dx, -dy) == seat


@few
@given(found=seats(2), edge=st.sampled_from(["left", "right", "top", "bottom", "centre", "middle"]))
def test_what_is_lined_up_is_in_line_and_stays(call: Call, found: list[dict[str, Any]], edge: str) -> None:
    lined = call("geometry", "aligned", found, edge)
    if edge in {"centre", "middle"}:
        assert len({seat["x" if edge == "centre" else "y"] for seat in lined}) == 1
    else:
        assert len({call("geometry", "boxOf", seat)[edge] for seat in lined}) == 1
    across = "y" if edge in {"left", "right", "centre"} else "x"
    assert [seat[across] for seat in lined] == [seat[across] for seat in found]
    assert call("geometry", "aligned", lined, edge) == lined


@few
@given(found=seats(3), axis=st.sampled_from(["x", "y"]))
def test_what_is_spread_evenly_keeps_its_order_and_its_ends(call: Call, found: list[dict[str, Any]], axis: str) -> None:
    spread = call("geometry", "distributed", found, axis)
    before, after = sorted(seat[axis] for seat in found), sorted(seat[axis] for seat in spread)
    assert (before[0], before[-1]) == (after[0], after[-1])
    steps = [b - a for a, b in pairwise(after)]
    assert max(steps) - min(steps) <= 2


@few
@given(value=place, grid=st.sampled_from([1, 5, 10, 20, 50, 100]))
def test_the_grid_is_near(call: Call, value: int, grid: int) -> None:
    snapped = call("geometry", "snap", value, grid)
    assert snapped % grid == 0
    assert abs(snapped - value) <= grid / 2
    assert call("geometry", "snap", snapped, grid) == snapped


naming = st.fixed_dictionaries(
    {
        "prefix": st.sampled_from(["A", "5A", "Z", "AZ", "", "Desk-"]),
        "start": st.integers(0, 200),
        "width": st.integers(1, 4),
        "direction": st.sampled_from(["right", "left", "down", "up"]),
        "lettered": st.booleans(),
    }
)


@few
@given(found=seats(), options=naming)
def test_every_seat_gets_a_code_of_its_own_that_a_plan_can_hold(
    call: Call, found: list[dict[str, Any]], options: dict[str, Any]
) -> None:
    codes = call("numbering", "numbered", found, options)
    assert codes.keys() == {seat["id"] for seat in found}
    assert len({each["code"] for each in codes.values()}) == len(found)
    whole = document(seats=[])
    whole["seats"] = [
        {**document()["seats"][0], "id": f"00000000-0000-0000-0000-{int(pk):012}", "x": place, **naming}
        for place, (pk, naming) in enumerate(codes.items())
    ]
    assert len(read(whole).seats) == len(found)


@few
@given(count=st.integers(1, 30), options=naming)
def test_a_row_is_numbered_along_its_direction(call: Call, count: int, options: dict[str, Any]) -> None:
    row = [{"id": str(number), "x": 140 * number, "y": 0} for number in range(count)]
    level = {**options, "direction": "right", "lettered": False}
    codes = [call("numbering", "numbered", row, level)[str(number)] for number in range(count)]
    assert [each["position"] for each in codes] == list(range(options["start"], options["start"] + count))
    assert codes[0]["code"] == options["prefix"] + str(options["start"]).zfill(options["width"])
    back = call("numbering", "numbered", row, {**level, "direction": "left"})
    assert [back[str(number)]["position"] for number in reversed(range(count))] == [each["position"] for each in codes]


def test_lines_are_lettered_without_letters_that_look_like_digits(call: Call) -> None:
    letters = [call("numbering", "letterAfter", "A", steps) for steps in range(26)]
    assert letters[:9] == ["A", "B", "C", "D", "E", "F", "G", "H", "J"]
    assert letters[-3:] == ["Z", "AA", "AB"]
    rows = [{"code": "5A12"}, {"code": "5C01"}, {"code": "Reception"}]
    assert call("numbering", "nextPrefix", rows) == "5D"
    assert call("numbering", "nextPrefix", []) == "A"
