"""Floors drawn in SVG: ours come back exactly, those of drawing programs by what their shapes are called."""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.errors import PlanHasProblems
from floorplans.plans.document import Plan
from floorplans.plans.files import bring
from floorplans.plans.svg import as_svg
from floorplans.plans.svg_geometry import Matrix, Unreadable, matrix_of, path_lines
from tests.floorplans.plans.drawn import plans

INKSCAPE = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'


def drawing(inside: str, head: str = 'viewBox="0 0 2000 1000"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {INKSCAPE} {head}>{inside}</svg>'.encode()


def brought(content: bytes, centimetres: float | None = 1) -> tuple[Plan, tuple[str, ...]]:
    numbers = count(1)
    found = bring(content, centimetres=centimetres, new_id=lambda: UUID(int=next(numbers)))
    return found.plan, found.remarks


def problems(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(PlanHasProblems) as caught:
        brought(content)
    return [(problem.path, problem.message) for problem in caught.value.details["problems"]]


@given(plans())
def test_our_own_picture_comes_back_as_the_very_plan(plan: Plan) -> None:
    assert brought(as_svg(plan, title="Level 5").encode()) == (plan, ())


def test_layers_say_what_is_in_them_and_transforms_are_resolved() -> None:
    plan, remarks = brought(
        drawing(
            '<g inkscape:groupmode="layer" inkscape:label="Rooms" transform="translate(100,50)">'
            '<rect inkscape:label="room Mactan bay" width="800" height="600"/>'
            '<path id="room-Vault" d="m 900,0 h 400 v 300 h -400 z"/></g>'
            '<g id="Seats" transform="matrix(1 0 0 1 100 50)">'
            '<rect id="seat-A01" x="140" y="170" width="120" height="60"/>'
            '<g data-name="seat A02" transform="translate(340 200) rotate(180)">'
            '<rect x="-60" y="-30" width="120" height="60"/><circle cy="-60" r="30"/></g>'
            '<ellipse id="seat_x3A__x20_B07" cx="1100" cy="100" rx="60" ry="30" transform="rotate(90, 1100, 100)"/></g>'
            '<g id="walls"><polyline points="0,0 2000,0 2000,1000"/></g>'
            '<text x="40" y="900">Lift</text><rect id="rect99" width="9" height="9"/>'
        )
    )
    assert [(room.name, room.x, room.y, room.width, room.height) for room in plan.rooms] == [
        ("Mactan bay", 100, 50, 800, 600), ("Vault", 1000, 50, 400, 300),
    ]  # fmt: skip
    names = {room.id: room.name for room in plan.rooms}
    seats = [
        (seat.code, names[seat.room or UUID(int=0)], seat.x, seat.y, seat.rotation, seat.row, seat.position)
        for seat in plan.seats
    ]
    assert seats == [
        ("A01", "Mactan bay", 300, 250, 0, "A", 1),
        ("A02", "Mactan bay", 440, 280, 180, "A", 2),
        ("B07", "Vault", 1200, 150, 90, "B", 7),
    ]
    assert (plan.width, plan.height) == (2000, 1000)
    assert [shape["kind"] for shape in plan.drawing] == ["wall", "wall", "label"]
    assert remarks == ("1 shape is called neither room nor seat nor wall, and is left out.",)


def test_a_group_that_is_a_room_holds_its_seats_and_clones_are_seats() -> None:
    plan, remarks = brought(
        drawing(
            '<defs><g id="chair"><rect x="-60" y="-30" width="120" height="60"/></g></defs>'
            '<g class="room" inkscape:label="Room 7"><rect width="900" height="500"/>'
            '<use class="seat" href="#chair" x="200" y="200"/><use class="seat" href="#chair" x="340" y="200"/></g>'
        )
    )
    assert [(room.name, room.width) for room in plan.rooms] == [("7", 900)]
    assert [(seat.code, seat.x, seat.y) for seat in plan.seats] == [("N001", 200, 200), ("N002", 340, 200)]
    assert remarks == ("2 seats have no name and were numbered.",)


def test_without_a_scale_neighbours_come_to_stand_a_desk_apart() -> None:
    seats = "".join(f'<rect id="seat-{n}" x="{n * 5}mm" y="2cm" width="3" height="2"/>' for n in range(1, 4))
    plan, remarks = brought(drawing(seats, 'width="210mm" height="297mm"'), None)
    assert [seat.x - plan.seats[0].x for seat in plan.seats] == [0, 140, 280]
    assert plan.rooms[0].contains(plan.seats[2].x, plan.seats[2].y)
    assert "7.41 cm" in remarks[0]
    assert "all seats are in one around them" in remarks[1]


def test_one_of_ours_that_was_moved_and_copied_elsewhere_is_read_by_where_it_is() -> None:
    ids = [UUID(int=number) for number in (1, 2, 3)]
    ours = (
        '<rect class="room" data-id="{0}" data-name="One" width="500" height="500"/>'
        '<rect class="room" data-id="{1}" data-name="Two" x="600" width="500" height="500"/>'
        '<g class="seat" data-id="{2}" data-room="{0}" data-at="100 100" data-code="A1" data-position="1"'
        ' transform="translate(700 100)"><rect x="-60" y="-28" width="120" height="58"/></g>'
        '<g class="seat" data-id="{2}" data-room="{0}" data-at="100 100" data-code="A1" data-position="1"'
        ' transform="translate(100 100)"/>'
    ).format(*ids)
    head = 'data-format="seatlease.floor-plan" data-width="1200" data-height="500"'
    plan, _remarks = brought(drawing(ours, head))
    first, second = plan.seats
    assert (first.id, first.room, first.x) == (ids[2], ids[1], 700)
    assert (second.room, second.x) == (ids[0], 100)
    assert second.id != first.id


@pytest.mark.parametrize(
    ("inside", "path", "said"),
    [
        ('<rect id="seat-1" x="5%" width="1" height="1"/>', 'line 1, <rect id="seat-1">', "“5%” is no length"),
        ('<path class="room" d="M 0 0 L 1"/>', "line 1, <path>", "“d” can't be read"),
        ('<path class="room" d="M 0 0 X 1"/>', "line 1, <path>", "“X”"),
        ('<g id="seat-1"/>', 'line 1, <g id="seat-1">', "Nothing is drawn here"),
        ('<rect id="seat-A01" x="1"/>', 'line 1, <rect id="seat-A01">', "Nothing is drawn here"),
        ('<circle id="seat-A01" cx="1"/>', 'line 1, <circle id="seat-A01">', "Nothing is drawn here"),
        ('<rect class="room" transform="spin(3)" width="9" height="9"/>', "line 1, <rect>", "“spin”"),
        ('<rect class="room" transform="rotate(a)" width="9" height="9"/>', "line 1, <rect>", "“transform”"),
        (f'<rect id="seat-{"9" * 21}" width="1" height="1"/>', f'line 1, <rect id="seat-{"9" * 21}">: code', "20"),
        ("<rect width='9' height='9'/>", "$", "Nothing in this drawing is called a room or a seat"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_element(inside: str, path: str, said: str) -> None:
    [(where, message)] = problems(drawing(inside))
    assert where == path
    assert said in message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg", "no XML"),
        (b"<html><body/></html>", "no SVG drawing"),
        (b"<svg xmlns='http://example.com/other'/>", "no SVG drawing"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>', "entities"),
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>', "entities"),
        (b"<svg>" + b"<g>" * 150, "too large"),
        (b'<?xml version="1.0" encoding="klingon"?><svg/>', "UTF-8"),
        (b'<?xml version="1.0" encoding="shift_jis"?><svg/>', "UTF-8"),
        (drawing('<rect class="seat" width="5" height="5"/>' * 6000), "too large"),
    ],
)
def test_what_is_no_drawing_or_not_safe_is_refused(content: bytes, said: str) -> None:
    [(_where, message)] = problems(content)
    assert said in message


def test_shapes_that_use_each_other_over_and_over_are_no_drawing() -> None:
    corners = f'<polygon points="{"0,0 9,9 " * 500}"/>'
    again = '<use href="#lol"/>' * 9
    laughing = f'<g id="lol">{corners}{again}</g>'
    [(_where, message)] = problems(drawing(f'<defs>{laughing}</defs><use class="seat" href="#lol"/>'))
    assert "too large" in message


@pytest.mark.parametrize(
    "seat",
    [
        f'<rect id="seat-1" transform="translate({"1" * 60}" width="9" height="9"/>',
        f'<rect id="seat-1" x="{"1" * 99_999}%" width="9" height="9"/>',
        f'<rect class="seat" data-code="{"-" * 99_999}" width="9" height="9"/>',
        f'<rect id="seat-1{" " * 99_999}&#10;" width="9" height="9"/><rect class="seat" data-code="{"1" * 21}"/>',
    ],
)
def test_what_is_long_is_refused_in_no_time(seat: str) -> None:
    # Each of these once took years.
    assert problems(drawing(seat))


@pytest.mark.parametrize(
    "shape",
    [
        '<polygon id="seat-1" points="1e999,0 9,9"/>',
        '<path id="seat-1" d="M1e999 0L9 9"/>',
        '<rect id="seat-1" transform="scale(1e999)" width="9" height="9"/>',
        '<rect id="seat-1" transform="scale(1e6) scale(1e6)" width="9" height="9"/>',
        '<rect id="seat-1" transform="skewX(90)" width="9" height="9"/>',
        '<rect id="seat-1" width="1e999" height="9"/>',
    ],
)
def test_what_lies_beyond_all_measure_is_told_by_its_element(shape: str) -> None:
    [(where, _message)] = problems(drawing(shape))
    assert 'id="seat-1"' in where


def test_neighbours_in_almost_the_same_place_say_nothing_about_the_scale() -> None:
    plan, _remarks = brought(
        drawing('<rect id="seat-1" width="1" height="1"/><rect id="seat-2" x="1e-320" width="1" height="1"/>'), None
    )
    assert [(seat.x, seat.y) for seat in plan.seats] == [(0, 0), (0, 0)]


def test_nothing_of_a_script_or_a_file_elsewhere_comes_in() -> None:
    plan, _remarks = brought(
        drawing(
            '<script>alert(1)</script><rect class="room" width="900" height="500" onclick="alert(2)"/>'
            '<image href="http://example.com/x.png" width="9" height="9"/>'
            '<rect class="seat" width="1" height="1"/>'
        )
    )
    assert (len(plan.rooms), len(plan.seats)) == (1, 1)
    assert "alert" not in repr(plan)
    assert "example" not in repr(plan)


def test_a_part_of_another_file_is_refused_and_named() -> None:
    shape = '<use class="seat" href="other.svg#a"/>'
    [(where, message)] = problems(drawing(f'<rect class="seat" width="1" height="1"/>{shape}'))
    assert "use" in where
    assert message == "Nothing is drawn here. Draw a shape, or take its name away."


@given(st.text(st.sampled_from("MmLlHhVvCcSsQqTtAaZz0123456789 .,-e"), max_size=30))
def test_any_path_is_read_or_refused(d: str) -> None:
    with suppress(Unreadable):
        assert all(len(line) > 1 for line in path_lines(d))


def test_paths_are_written_as_short_as_drawing_programs_write_them() -> None:
    assert list(path_lines("M0 0h10v5H0z")) == [[(0, 0), (10, 0), (10, 5), (0, 5), (0, 0)]]
    assert list(path_lines("m1-1.5.5.5a1 1 0 0110 0M9 9")) == [[(1, -1.5), (1.5, -1.0), (11.5, -1.0)]]
    assert list(path_lines("M0 0 1 1 2 0M5 5L6 6")) == [[(0, 0), (1, 1), (2, 0)], [(5, 5), (6, 6)]]


def test_transforms_apply_from_the_right() -> None:
    assert matrix_of("translate(10) scale(2)").apply((1, 1)) == (12, 2)
    assert matrix_of("scale(2),translate(10 5)").apply((1, 1)) == (22, 12)
    assert matrix_of("") == Matrix()
    assert matrix_of("rotate(90 10 10)").turn == 90
    x, y = matrix_of("skewX(45) skewY(0)").apply((0, 1))
    assert (round(x, 9), y) == (1, 1)
