"""A plan as a picture: well-formed whatever people write, complete, and without anything from elsewhere."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from floorplans.plans.document import Plan
from floorplans.plans.svg import as_svg
from tests.floorplans.plans.drawn import plans

SVG = "{http://www.w3.org/2000/svg}"


@given(plans(), st.sampled_from(["Level 5", "<script>alert(1)</script>", 'A & "B"']))
def test_the_picture_shows_every_seat_and_room_and_says_only_text(plan: Plan, title: str) -> None:
    root = ET.fromstring(as_svg(plan, title=title))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "style", "rect", "path", "circle", "text", "g"}
    groups = [element for element in root.iter(f"{SVG}g") if element.get("class", "").startswith("seat")]
    assert len(groups) == len(plan.seats)
    told = [element.text or "" for element in root.iter(f"{SVG}text")]
    for word in [*(seat.code for seat in plan.seats), *(room.name for room in plan.rooms)]:
        assert word in told
    title_element = root.find(f"{SVG}title")
    assert title_element is not None
    assert title_element.text == title


@given(plans())
def test_the_picture_needs_nothing_from_elsewhere(plan: Plan) -> None:
    picture = as_svg(plan, title="Level 5")
    assert picture.count("<svg") == 1
    assert "Level 5" in picture
    text = picture.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http" not in text
    assert "href" not in text
    assert "url(" not in text
