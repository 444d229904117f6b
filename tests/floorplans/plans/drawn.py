"""Plans that hypothesis draws."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st

from facilities.enums import RoomKind, WorkstationState
from floorplans.plans.document import SHAPES, Background, Plan, PlannedRoom, PlannedSeat, Shape

small = st.integers(-500, 5_000)
size = st.integers(1, 5_000)
ids = st.integers(1, 40).map(lambda number: UUID(int=number))
words = st.text(st.sampled_from("ABCde12é <&\"'"), max_size=6).map(str.strip)


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
                state=draw(st.sampled_from([WorkstationState.IN_SERVICE, WorkstationState.SPARE])),
                row=draw(words),
                position=draw(st.integers(0, 99)),
                x=draw(small),
                y=draw(small),
                rotation=draw(st.integers(0, 359)),
            )
            for pk in seats
        ),
        drawing=tuple(draw(st.lists(shapes(), max_size=5))),
        background=draw(st.none() | st.builds(Background, ids, small, small, size, size, st.integers(0, 100))),
    )
