"""A plan from a file, whatever its format: the plan, and in words what could not be kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from floorplans.plans import from_svg, pretix
from floorplans.plans.document import Plan
from floorplans.plans.from_json import parse, read
from floorplans.plans.svg_tree import looks_like_svg


@dataclass(frozen=True, slots=True)
class Brought:
    """The content of a file. Ids in it are those of the file until :func:`settle` has seen to them."""

    plan: Plan
    remarks: tuple[str, ...] = ()


def bring(content: bytes, *, centimetres: float | None = None, new_id: Callable[[], UUID]) -> Brought:
    """Read a file of our own format, of pretix or in SVG.

    :param centimetres: how long a unit of a pretix plan or of somebody else's drawing is; worked out when ``None``.
    :raises PlanHasProblems: every problem with its path; nothing is taken in halves.
    """
    if looks_like_svg(content):
        drawn, told = from_svg.plan_from(content, centimetres=centimetres, new_id=new_id)
        return Brought(drawn, tuple(told))
    value = parse(content)
    if isinstance(value, dict) and "zones" in value:
        return _from_pretix(value, centimetres, new_id)
    return Brought(read(value))


def _from_pretix(value: Any, centimetres: float | None, new_id: Callable[[], UUID]) -> Brought:
    plan, remarks = pretix.plan_from(value, centimetres=centimetres, new_id=new_id)
    return Brought(plan, tuple(remarks))


@dataclass(frozen=True, slots=True)
class Known:
    """The plan of a floor, what was retired on it by id and name, and the pictures brought for it."""

    plan: Plan
    retired_rooms: Mapping[UUID, str]
    retired_seats: Mapping[UUID, str]
    pictures: Collection[UUID]


def settle(brought: Brought, known: Known, *, new_id: Callable[[], UUID]) -> Brought:
    """Give rooms and seats the identity they have on this floor, so that bookings stay with their seats.

    What has an id of this floor keeps it; otherwise a room is known by its name and a seat by its code, those that
    were retired last; the rest is new. A picture of another floor is left out.
    """
    plan, remarks = brought.plan, list(brought.remarks)
    rooms = _identities(
        [(room.id, room.name) for room in plan.rooms],
        own={room.id: room.name for room in known.plan.rooms},
        retired=known.retired_rooms,
        new_id=new_id,
    )
    seats = _identities(
        [(seat.id, seat.code) for seat in plan.seats],
        own={seat.id: seat.code for seat in known.plan.seats},
        retired=known.retired_seats,
        new_id=new_id,
    )
    background = plan.background
    if background is not None and background.file not in known.pictures:
        background = None
        remarks.append(_("The picture to trace stays behind: upload it again on this floor."))
    settled = replace(
        plan,
        rooms=tuple(replace(room, id=rooms[room.id]) for room in plan.rooms),
        seats=tuple(
            replace(seat, id=seats[seat.id], room=None if seat.room is None else rooms[seat.room])
            for seat in plan.seats
        ),
        background=background,
    )
    return Brought(settled, tuple(remarks))


def _identities(
    brought: list[tuple[UUID, str]],
    *,
    own: Mapping[UUID, str],
    retired: Mapping[UUID, str],
    new_id: Callable[[], UUID],
) -> dict[UUID, UUID]:
    named = {name: pk for each in (retired, own) for pk, name in each.items()}
    found = {pk: pk for pk, _name in brought if pk in own or pk in retired}
    used = set(found)
    for pk, name in brought:
        if pk in found:
            continue
        match = named.get(name)
        found[pk] = new_id() if match is None or match in used else match
        used.add(found[pk])
    return found
