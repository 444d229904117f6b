"""The difference of two plans: every seat is accounted for, by who it is and not by what it is called."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from facilities.enums import WorkstationState
from floorplans.plans.differences import compare, in_words
from floorplans.plans.document import Plan
from floorplans.plans.from_json import read
from tests.floorplans.plans.drawn import plans
from tests.floorplans.plans.test_document import ROOM, SEAT, document, room, seat


@given(plans())
def test_a_plan_differs_from_itself_in_nothing(plan: Plan) -> None:
    assert compare(plan, plan).is_empty
    assert in_words(compare(plan, plan)) == []


@given(plans(), plans())
def test_the_difference_leads_from_one_plan_to_the_other(before: Plan, after: Plan) -> None:
    found = compare(before, after)
    seats = {seat.id: seat for seat in before.seats}
    for removed in found.removed:
        del seats[removed.id]
    seats |= {change.before.id: change.after for change in found.changed}
    seats |= {added.id: added for added in found.added}
    assert seats == {seat.id: seat for seat in after.seats}
    rooms = {room.id: room for room in before.rooms}
    for gone in found.rooms_removed:
        del rooms[gone.id]
    rooms |= {change.before.id: change.after for change in found.rooms_changed}
    rooms |= {new.id: new for new in found.rooms_added}
    assert rooms == {room.id: room for room in after.rooms}


@given(plans(), plans())
def test_looked_at_from_the_other_side_what_was_added_is_removed(before: Plan, after: Plan) -> None:
    there, back = compare(before, after), compare(after, before)
    assert (there.added, there.removed) == (back.removed, back.added)
    assert {change.before for change in there.changed} == {change.after for change in back.changed}
    assert there.is_empty == back.is_empty


@given(plans(), plans())
def test_whatever_differs_is_said_in_words(before: Plan, after: Plan) -> None:
    found = compare(before, after)
    assert bool(in_words(found)) == (not found.is_empty)


@given(plans(), plans())
def test_what_somebody_may_not_have_is_removed_closed_or_moved_to_another_room(before: Plan, after: Plan) -> None:
    stays = {seat.id: seat for seat in after.seats}
    for each in before.seats:
        then = stays.get(each.id)
        harmless = (
            then is not None and then.room == each.room and then.state in {each.state, WorkstationState.IN_SERVICE}
        )
        assert (each.id in compare(before, after).withdrawn) == (not harmless)


def test_a_renamed_seat_is_the_same_seat() -> None:
    before = read(document())
    after = replace(before, seats=(replace(before.seats[0], code="B01", x=240),))
    found = compare(before, after)
    assert (found.added, found.removed, found.withdrawn) == ((), (), set())
    assert [line.text for line in in_words(found)] == [
        "1 seat renamed: A01 → B01.",
        "1 seat moved or turned: B01.",
    ]


def test_changes_are_said_in_words_lost_seats_first() -> None:
    other = "00000000-0000-0000-0000-000000000007"
    before = read(document())
    after = read(
        document(
            floor={"width": 1100, "height": 800},
            rooms=[room(name="Hall", exclusive=True), room(id=SEAT, name="Annex", x=950)],
            seats=[seat(id=other, code="B01")],
            drawing=[{"kind": "plant", "x": 5, "y": 5}],
        )
    )
    assert [line.text for line in in_words(compare(before, after))] == [
        "1 seat removed: A01.",
        "1 seat added: B01.",
        "Room added: Annex.",
        "Main: now called Hall, let to one company.",
        "The floor is now 1100 × 800 cm.",
        "Walls, areas or labels are drawn differently.",
    ]
    assert ROOM in {str(each.before.id) for each in compare(before, after).rooms_changed}


def test_a_long_list_is_cut_and_counted() -> None:
    before = read(document(seats=[]))
    ids = [f"00000000-0000-0000-0000-{n:012}" for n in range(20)]
    after = read(document(seats=[seat(id=pk, code=f"A{n:02}", x=n) for n, pk in enumerate(ids)]))
    [line] = in_words(compare(before, after))
    assert line.text.startswith("20 seats added: A00, A01,")
    assert line.text.endswith("A11 and 8 more.")
