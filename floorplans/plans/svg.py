"""A plan as a picture of its own: SVG with its styles inside, readable on screen and on paper, and read back exactly.

What a picture doesn't show stands in ``data-`` attributes; where things are is said by the shapes alone, so that a
drawing program may move them.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from facilities.enums import WorkstationState
from facilities.seat_attributes import ATTRIBUTES
from floorplans.plans.document import FORMAT, VERSION, Plan, PlannedSeat, Shape
from floorplans.plans.geometry import AROUND_FLOOR, CHAIR, SCALE, box_around, font_of, is_tall, middle

STYLE = """
svg { background: #fff; font-family: Inter, system-ui, sans-serif; fill: #4a5c65; }
.floor { fill: #eef2f3; } .room { fill: #fff; stroke: #7b8b93; stroke-width: 4; } .exclusive { fill: #f0f7f8; }
.wall { stroke: #8596a0; } .window { stroke: #9fd3de; } .door { stroke: #fff; } .line { stroke-width: 14; fill: none; }
.area { fill: #e9eef0; stroke: #dae2e5; stroke-width: 3; } .plant { fill: #bfe0cb; }
.desk { fill: #e8edf0; stroke: #cdd7dc; stroke-width: 3; } .screen { fill: #a3b1b8; }
.chair { fill: #e4f4ea; stroke: #166a3c; stroke-width: 4; } .spare .chair { stroke: #855000; stroke-dasharray: 9 7; }
text { text-anchor: middle; dominant-baseline: central; font-size: 30px; }
.name { text-anchor: start; font-size: 34px; font-weight: 600; } .code { font-weight: 600; fill: #0f2129; }
"""


def as_svg(plan: Plan, *, title: str) -> str:
    """The whole plan as a document that needs nothing else."""
    width, height = (side + 2 * AROUND_FLOOR for side in (plan.width, plan.height))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box_around(plan.width, plan.height)}"'
        f' width="{round(width * SCALE)}" height="{round(height * SCALE)}" role="img" data-format="{FORMAT}"'
        f' data-version="{VERSION}" data-width="{plan.width}" data-height="{plan.height}">',
        f"<title>{_text(title)}</title><style>{STYLE}</style>",
        f'<rect class="floor" width="{plan.width}" height="{plan.height}"/>',
        *_background(plan),
        *_rooms(plan),
        *(_shape(shape) for shape in plan.drawing),
        *_names(plan),
        *(_seat(seat) for seat in plan.seats),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _background(plan: Plan) -> Iterator[str]:
    """Write where the picture to trace lies; it is not shown."""
    if (lies := plan.background) is not None:
        box = f'x="{lies.x}" y="{lies.y}" width="{lies.width}" height="{lies.height}"'
        said = _said(file=str(lies.file), opacity=str(lies.opacity))
        yield f'<rect class="background" visibility="hidden" {box}{said}/>'


def _rooms(plan: Plan) -> Iterator[str]:
    for room in plan.rooms:
        kind = "room exclusive" if room.is_exclusive else "room"
        said = _said(
            id=str(room.id),
            name=room.name,
            kind=room.kind.value,
            exclusive=_written(room.is_exclusive),
            clean_room=_written(room.is_clean_room),
        )
        yield f'<rect class="{kind}" x="{room.x}" y="{room.y}" width="{room.width}" height="{room.height}"{said}/>'


def _names(plan: Plan) -> Iterator[str]:
    for room in plan.rooms:
        yield f'<text class="name" x="{room.x + 50}" y="{room.y + 78}">{_text(room.name)}</text>'


def _shape(shape: Shape) -> str:
    match shape["kind"]:
        case "area":
            x, y, width, height = shape["x"], shape["y"], shape["width"], shape["height"]
            across, down = middle(x, y, width, height)
            turn = f' transform="rotate(90 {across} {down})"' if is_tall(width, height) else ""
            box = f'<rect class="area" x="{x}" y="{y}" width="{width}" height="{height}" rx="14"'
            said = _said(text=shape["text"])
            return f'{box}{said}/><text class="caption" x="{across}" y="{down}"{turn}>{_text(shape["text"])}</text>'
        case "plant":
            return f'<circle class="plant" cx="{shape["x"]}" cy="{shape["y"]}" r="34"/>'
        case "label":
            said = _said(text=shape["text"])
            return f'<text class="label" x="{shape["x"]}" y="{shape["y"]}"{said}>{_text(shape["text"])}</text>'
    line = f"M{shape['x1']} {shape['y1']}L{shape['x2']} {shape['y2']}"
    return f'<path class={quoteattr("line " + shape["kind"])} d="{line}"/>'


def _seat(seat: PlannedSeat) -> str:
    kind = "seat spare" if seat.state == WorkstationState.SPARE else "seat"
    said = _said(
        id=str(seat.id),
        room=str(seat.room or ""),
        at=f"{seat.x} {seat.y}",
        code=seat.code,
        **{each.name: _written(getattr(seat, each.field)) for each in ATTRIBUTES if not each.is_shape},
    )
    return (
        f'<g class="{kind}" transform="translate({seat.x} {seat.y}) rotate({seat.rotation})"{said}>'
        '<rect class="desk" x="-60" y="-28" width="120" height="58" rx="6"/>'
        '<rect class="screen" x="-24" y="10" width="48" height="7" rx="3.5"/>'
        '<rect class="chair" x="-37" y="-94" width="74" height="63" rx="20"/>'
        f'<text class="code" x="0" y="{-CHAIR}" transform="rotate({-seat.rotation} 0 {-CHAIR})"'
        f' style="font-size: {font_of(seat.code)}px">{_text(seat.code)}</text></g>'
    )


def _said(**attributes: str) -> str:
    return "".join(f" data-{name.replace('_', '-')}={quoteattr(value)}" for name, value in attributes.items())


def _written(value: str | int | bool) -> str:
    """An attribute as text: ``true``, ``12``, ``in_service``."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(value: str) -> str:
    return escape(value)
