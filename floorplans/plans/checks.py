"""Problems that keep a plan from being published, each with what to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from floorplans.plans.document import Plan, PlannedSeat
from floorplans.plans.problems import Problem


def problems_of(plan: Plan) -> list[Problem]:
    """Everything that must be mended first; none when the plan can be published as far as it alone can tell.

    A path is what people see: the code of a seat, the name of a room.
    """
    return [*_rooms(plan), *_seats(plan), *_doubled(plan)]


def _rooms(plan: Plan) -> Iterator[Problem]:
    names: set[str] = set()
    for room in plan.rooms:
        if not room.name:
            yield Problem(_("A room"), _("It has no name. Give it one."))
        elif room.name in names:
            yield Problem(room.name, _("Two rooms have this name. Rename one of them."))
        names.add(room.name)
        if room.x < 0 or room.y < 0 or room.x + room.width > plan.width or room.y + room.height > plan.height:
            yield Problem(room.name, _("This room reaches beyond the floor. Move it, or make the floor larger."))


def _seats(plan: Plan) -> Iterator[Problem]:
    for seat in plan.seats:
        if not seat.code:
            yield Problem(_("A seat"), _("It has no code. Number it."))
        if seat.room is None:
            yield Problem(_name(seat), _("This seat is in no room. Move it into one, or draw a room around it."))
        if not (0 <= seat.x <= plan.width and 0 <= seat.y <= plan.height):
            yield Problem(_name(seat), _("This seat lies beyond the floor. Move it, or make the floor larger."))


def _doubled(plan: Plan) -> Iterator[Problem]:
    by_code: defaultdict[str, int] = defaultdict(int)
    by_place: defaultdict[tuple[UUID | None, int, int], list[PlannedSeat]] = defaultdict(list)
    for seat in plan.seats:
        by_code[seat.code] += 1
        by_place[seat.room, seat.x, seat.y].append(seat)
    for code, count in by_code.items():
        if code and count > 1:
            yield Problem(code, _("%(count)s seats have this code. Number them anew.") % {"count": count})
    for together in by_place.values():
        if len(together) > 1:
            names = ", ".join(_name(seat) for seat in together)
            yield Problem(names, _("These seats are in the same place. Move or delete all but one."))


def _name(seat: PlannedSeat) -> str:
    return seat.code or _("A seat")
