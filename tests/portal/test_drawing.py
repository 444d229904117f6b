"""Floor plans made ready to be drawn."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from facilities.enums import SeatAvailability
from facilities.models import Floor, Room
from facilities.queries.plans import FloorPlan, RoomPlan, SeatPlan
from facilities.seat_attributes import FEATURES, Attribute
from portal.drawing import Area, Drawing, draw, says


def seat(
    code: str, *, rotation: int = 0, availability: SeatAvailability = SeatAvailability.FREE, until: date | None = None
) -> SeatPlan:
    return SeatPlan(uuid4(), code, 300, 400, rotation, "A", 1, availability, until)


def plan(*seats: SeatPlan, drawing: list[dict[str, object]] | None = None) -> FloorPlan:
    floor = Floor(name="Level 3", level=3, width=2000, height=1000, drawing=drawing or [])
    room = Room(floor=floor, name="Harbour", x=100, y=20, width=900, height=950)
    return FloorPlan(floor, [RoomPlan(room, list(seats))])


def glyphs(drawing: Drawing) -> list[str]:
    return [glyph.short for glyph in drawing.zones[0].seats]


@pytest.mark.parametrize(
    ("codes", "short"),
    [
        (["CEB-3-A01", "CEB-3-A02"], ["A01", "A02"]),
        (["CEB-A01", "CEB-B01"], ["A01", "B01"]),
        (["3A01", "3A02"], ["3A01", "3A02"]),
        (["CEB-3-A01"], ["A01"]),
    ],
)
def test_a_chair_shows_what_tells_a_seat_from_its_neighbours(codes: list[str], short: list[str]) -> None:
    assert glyphs(draw(plan(*map(seat, codes)))) == short


@pytest.mark.parametrize("feature", FEATURES, ids=lambda each: each.name)
def test_what_a_seat_offers_is_said_after_how_it_stands(feature: Attribute) -> None:
    plain = seat("A1")
    offering = plain._replace(features=(feature.name,))
    assert [glyph.says for glyph in draw(plan(plain, offering)).zones[0].seats] == ["free", f"free, {feature.label}"]


@pytest.mark.parametrize(("rotation", "offset"), [(0, (0, -62)), (90, (62, 0)), (180, (0, 62)), (270, (-62, 0))])
def test_the_code_follows_the_chair_and_stays_upright(rotation: int, offset: tuple[int, int]) -> None:
    glyph = draw(plan(seat("A1", rotation=rotation))).zones[0].seats[0]
    assert (glyph.text_x, glyph.text_y) == offset


def test_only_a_free_seat_can_be_picked() -> None:
    drawing = draw(plan(seat("A1"), seat("A2", availability=SeatAvailability.HELD)), {"A1", "A2"})
    assert [glyph.is_picked for glyph in drawing.zones[0].seats] == [True, False]


@pytest.mark.parametrize(
    ("availability", "until", "words"),
    [
        (SeatAvailability.FREE, None, "free"),
        (SeatAvailability.TAKEN, date(2027, 11, 30), "taken until 30 Nov 2027"),
        (SeatAvailability.TAKEN, None, "taken, no end agreed"),
        (SeatAvailability.HELD, None, "on hold"),
        (SeatAvailability.CLOSED, date(2027, 1, 20), "in maintenance until 20 Jan 2027"),
        (SeatAvailability.YOURS, None, "yours already"),
    ],
)
def test_what_is_said_of_a_seat(availability: SeatAvailability, until: date | None, words: str) -> None:
    assert says(seat("A1", availability=availability, until=until)) == words


def test_a_zoomed_room_stays_on_the_floor() -> None:
    assert draw(plan(seat("A1"))).zones[0].box == "40 0 1020 1000"


def test_the_building_is_sorted_by_what_it_is() -> None:
    drawing = draw(
        plan(
            drawing=[
                {"kind": "wall", "x1": 0, "y1": 0, "x2": 100, "y2": 0},
                {"kind": "window", "x1": 10, "y1": 0, "x2": 90, "y2": 0},
                {"kind": "area", "x": 0, "y": 0, "width": 100, "height": 400, "text": "Phone booths"},
                {"kind": "plant", "x": 5, "y": 6},
            ]
        )
    )
    assert drawing.walls == [(0, 0, 100, 0)]
    assert drawing.windows == [(10, 0, 90, 0)]
    assert drawing.plants == [(5, 6)]
    assert drawing.areas == [Area(0, 0, 100, 400, "Phone booths")]
    assert drawing.areas[0].is_tall
