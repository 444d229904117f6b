"""Floor plans as somebody asking about a shift on some days may see them; never who sits where."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Max, Q, Value
from django.db.models.functions import Coalesce

from accounts.models import Client
from facilities.clocks import FollowedZone
from facilities.enums import Purpose, SeatAvailability, WorkstationState
from facilities.models import Facility, Floor, Room, ShiftPattern, Workstation
from facilities.queries.availability import NO_END, in_the_way, rooms_of_others, within
from kernel.period import ONE_DAY, Period
from kernel.week import Slot


class SeatPlan(NamedTuple):
    """One seat as it is drawn; ``until`` is the last day it is taken, inclusive, ``None`` when free or open-ended."""

    id: UUID
    code: str
    x: int
    y: int
    rotation: int
    row: str
    position: int
    availability: SeatAvailability
    until: date | None = None

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
        """How many seats stand how; every availability is there."""
        found = [seat.availability for room in self.rooms for seat in room.seats]
        return {availability: found.count(availability) for availability in SeatAvailability}


def floor_plans(
    *,
    facility: Facility,
    days: Period,
    pattern: ShiftPattern,
    now: datetime,
    client: Client | None = None,
    followed: FollowedZone | None = None,
) -> list[FloorPlan]:
    """Every floor of a facility, lowest first; a handful of queries whatever the number of seats.

    A seat is ``yours`` when ``client`` already has it for some of these hours, ``held`` or ``taken`` or ``closed``
    when something is in the way for some of them, otherwise free on every one of ``days``.
    """
    slots = pattern.slots(facility, days, followed)
    floors = {floor.pk: FloorPlan(floor, []) for floor in facility.floors.order_by("level")}
    places = Room.objects.not_retired().filter(floor__facility=facility).order_by("name")
    rooms = {room.pk.int: RoomPlan(room) for room in places}
    for plan in rooms.values():
        floors[plan.room.floor_id].rooms.append(plan)
    availabilities = _availabilities(facility, slots, now, client)
    drawn = (
        Workstation.objects.filter(facility=facility)
        .exclude(state=WorkstationState.RETIRED)
        .order_by("row", "position", "code")
        .values_list("pk", "code", "x", "y", "rotation", "row", "position", "room", "state")
    )
    # A plan published since the rooms were read may bring seats in new ones.
    seats = [seat for seat in drawn if seat[7].int in rooms]
    # Whose every seat is taken needs no second look.
    open_rooms = {place.int for seat, *_drawn, place, _state in seats if seat.int not in availabilities}
    exclusive = [rooms[number].room for number in open_rooms if rooms[number].room.is_exclusive]
    locked = _locked(exclusive, slots, now, client)
    for seat, code, x, y, rotation, row, position, place, state in seats:
        room = place.int
        found = availabilities.get(seat.int)
        if state == WorkstationState.SPARE:
            availability, until = SeatAvailability.CLOSED, None
        elif found is not None:
            rank, end = found
            availability, until = _RANKS[rank], None if end == date.max else end - ONE_DAY
        else:
            availability, until = SeatAvailability.TAKEN if room in locked else SeatAvailability.FREE, None
        rooms[room].seats.append(SeatPlan(seat, code, x, y, rotation, row, position, availability, until))
    return list(floors.values())


# Ids hash and compare in Python, a thousand times over; their numbers don't.
Number = int

# Where several things are in the way of one seat, the last of them is what a person should hear first.
_RANKS = (SeatAvailability.HELD, SeatAvailability.TAKEN, SeatAvailability.CLOSED, SeatAvailability.YOURS)
_RANK = {Purpose.HOLD.value: 0, Purpose.LEASE.value: 1, Purpose.CLOSURE.value: 2}
_YOURS = 3


def _availabilities(
    facility: Facility, slots: Sequence[Slot], now: datetime, client: Client | None
) -> dict[Number, tuple[int, date]]:
    """What is in the way of each seat that isn't free, by its rank, and the day after its last."""
    own = Value(False) if client is None else ExpressionWrapper(Q(client=client), BooleanField())
    rows = (
        in_the_way(slots=slots, now=now, client=client)
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


def _locked(
    exclusive: Sequence[Room], slots: Sequence[Slot], now: datetime, client: Client | None
) -> Container[Number]:
    """Those of rooms let to one company at a time that somebody else has."""
    if not exclusive:
        return ()
    others = rooms_of_others(slots=slots, now=now, client=client).filter(room__in=exclusive)
    return {room.int for room in others.order_by().values_list("room", flat=True).distinct()}
