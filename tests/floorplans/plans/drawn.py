"""Plans that hypothesis draws."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from facilities.enums import RoomKind
from facilities.seat_attributes import ATTRIBUTES, Attribute, Choice, Flag, Text, Turn, Whole
from floorplans.plans.document import SHAPES, Background, Plan, PlannedRoom, PlannedSeat, Shape

small = st.integers(-500, 5_000)
size = st.integers(1, 5_000)
ids = st.integers(1, 40).map(lambda number: UUID(int=number))
words = st.text(st.sampled_from("ABCde12é <&\"'"), max_size=6).map(str.strip)


def values_of(attribute: Attribute) -> st.SearchStrategy[Any]:
    """Whatever an attribute of a seat on a plan may be; places are near enough to fall together at times."""
    match attribute.kind:
        case Flag():
            return st.booleans()
        case Text(longest=longest):
            return words.filter(lambda text: len(text) <= longest)
        case Whole(low=low):
            return st.integers(0, 99) if low == 0 else small
        case Turn():
            return st.integers(0, 359)
        case Choice(kinds=kinds, unplanned=unplanned):
            return st.sampled_from([kind for kind in kinds if kind != unplanned])


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    kind = draw(st.sampled_from(sorted(SHAPES)))
    fields = {"text": words, "width": size, "height": size}
    return {"kind": kind, **{name: draw(fields.get(name, small)) for name in SHAPES[kind]}}


@st.composite
def rooms(draw: st.DrawFn, pk: UUID) -> PlannedRoom:
    return PlannedRoom(
        pk,
        draw(words),
        draw(st.sampled_from(RoomKind)),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(small),
        draw(small),
        draw(size),
        draw(size),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan a draft can say; few ids, so that two of them have some in common."""
    places = draw(st.lists(ids, unique=True, max_size=4))
    seats = draw(st.lists(ids, unique=True, max_size=8))
    return Plan(
        width=draw(size),
        height=draw(size),
        rooms=tuple(draw(rooms(pk)) for pk in places),
        seats=tuple(
            PlannedSeat(
                id=pk,
                room=draw(st.sampled_from([None, *places])),
                code=draw(words),
                **{each.field: draw(values_of(each)) for each in ATTRIBUTES},
            )
            for pk in seats
        ),
        drawing=tuple(draw(st.lists(shapes(), max_size=5))),
        background=draw(st.none() | st.builds(Background, ids, small, small, size, size, st.integers(0, 100))),
    )
