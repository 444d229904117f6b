"""Floor plans as somebody asking about a shift on some days may see them; never who sits where."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Max, Q, Value
from django.db.models.functions import Coalesce

from facilities.demand import Demand
from facilities.enums import Purpose, SeatAvailability, WorkstationState
from facilities.models import Facility, Floor, Room, Workstation
from facilities.queries.availability import NO_END
from facilities.queries.conflicts import conflicting, rooms_of_others, within
from facilities.seat_attributes import FEATURES
from kernel.period import ONE_DAY
from kernel.week import Slot


class SeatPlan(NamedTuple):
    """One seat as it is drawn; ``until`` is the last day it is taken, inclusive, ``None`` when free or open-ended.

    ``features`` are the names of what it offers, as :data:`facilities.seat_attributes.FEATURES` has them.
    """

    id: UUID
    code: str
    x: int
    y: int
    rotation: int
    row: str
    position: int
    availability: SeatAvailability
    until: date | None = None
    features: tuple[str, ...] = ()

    @property
    def is_free(self) -> bool:
        return self.availability is SeatAvailability.FREE


@dataclass(slots=True)
class RoomPlan:
    room: Room
    seats: list[SeatPlan] = field(default_factory=list)

    @property
    def free(self) -> int:
        return [seat.availability for seat in self.seats].count(SeatAvailability.FREE)


@dataclass(slots=True)
class FloorPlan:
    floor: Floor
    rooms: list[RoomPlan]

    @property
    def free(self) -> int:
        return sum(room.free for room in self.rooms)

    @property
    def counts(self) -> dict[SeatAvailability, int]:
        """The number of seats of each availability; every availability is there."""
        found = [seat.availability for room in self.rooms for seat in room.seats]
        return {availability: found.count(availability) for availability in SeatAvailability}


def floor_plans(
    demand: Demand, *, facility: Facility, now: datetime, only: Collection[UUID] | None = None
) -> list[FloorPlan]:
    """The floors of a facility, lowest first; a handful of queries whatever the number of seats.

    A seat is ``yours`` when the client already has it for some of these hours, ``held`` or ``taken`` or ``closed``
    when something is in conflict for some of them, otherwise free on every day demanded.

    :param only: the floors wanted; all of them unless told.
    """
    slots = demand.slots(facility)
    wanted, placed = Q(), Q()
    if only is not None:
        wanted, placed = Q(pk__in=only), Q(room__floor__in=only)
    floors = {floor.pk: FloorPlan(floor, []) for floor in facility.floors.filter(wanted).order_by("level")}
    places = Room.objects.not_retired().filter(floor__in=floors).order_by("name")
    rooms = {room.pk.int: RoomPlan(room) for room in places}
    for plan in rooms.values():
        floors[plan.room.floor_id].rooms.append(plan)
    availabilities = _availabilities(demand, facility, slots, now)
    drawn = (
        Workstation.objects.filter(placed, facility=facility)
        .exclude(state=WorkstationState.RETIRED)
        .order_by("row", "position", "code")
        .values_list("pk", "code", "x", "y", "rotation", "row", "position", "room", "state", *_FEATURE_FIELDS)
    )
    # A plan published since the rooms were read may bring seats in new ones.
    seats = [seat for seat in drawn if seat[7].int in rooms]
    # Rooms whose seats are all taken need no second look.
    open_rooms = {seat[7].int for seat in seats if seat[0].int not in availabilities}
    exclusive = [rooms[number].room for number in open_rooms if rooms[number].room.is_exclusive]
    locked = _locked(demand, exclusive, slots, now)
    for seat, code, x, y, rotation, row, position, place, state, *offered in seats:
        room = place.int
        found = availabilities.get(seat.int)
        if state == WorkstationState.SPARE:
            availability, until = SeatAvailability.CLOSED, None
        elif found is not None:
            rank, end = found
            availability, until = _RANKS[rank], None if end == date.max else end - ONE_DAY
        else:
            availability, until = SeatAvailability.TAKEN if room in locked else SeatAvailability.FREE, None
        features = tuple(each.name for each, has in zip(FEATURES, offered, strict=True) if has)
        rooms[room].seats.append(SeatPlan(seat, code, x, y, rotation, row, position, availability, until, features))
    return list(floors.values())


_FEATURE_FIELDS = [each.field for each in FEATURES]

# Keyed by the ids' integers: UUIDs hash and compare in Python code, which is slow a thousand times over.
Number = int

# Where several things are in conflict on one seat, the last of them is what a person should hear first.
_RANKS = (SeatAvailability.HELD, SeatAvailability.TAKEN, SeatAvailability.CLOSED, SeatAvailability.YOURS)
_RANK = {Purpose.HOLD.value: 0, Purpose.LEASE.value: 1, Purpose.CLOSURE.value: 2}
_YOURS = 3


def _availabilities(
    demand: Demand, facility: Facility, slots: Sequence[Slot], now: datetime
) -> dict[Number, tuple[int, date]]:
    """Return what each seat that isn't free is in conflict with, by its rank, and the day after its last."""
    client = demand.client
    own = Value(False) if client is None else ExpressionWrapper(Q(client=client), BooleanField())
    rows = (
        conflicting(slots, taker=demand.taker, now=now)
        .filter(within([facility]))
        .order_by()
        .values_list("workstation", "purpose", own)
        .annotate(end=Max(Coalesce("days__endswith", NO_END)))
    )
    found: dict[Number, tuple[int, date]] = {}
    for seat, purpose, is_own, end in rows:
        taking = _YOURS if is_own else _RANK[purpose], end
        known = found.get(seat.int)
        if known is None or taking > known:
            found[seat.int] = taking
    return found


def _locked(demand: Demand, exclusive: Sequence[Room], slots: Sequence[Slot], now: datetime) -> Container[Number]:
    """Those of rooms let to one company at a time that somebody else has."""
    if not exclusive:
        return ()
    others = rooms_of_others(slots, taker=demand.taker, now=now).filter(room__in=exclusive)
    return {room.int for room in others.order_by().values_list("room", flat=True).distinct()}
