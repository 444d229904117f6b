"""Floor plans as somebody asking about a shift on some days may see them; never who sits where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import DateField, Max, Value
from django.db.models.functions import Coalesce

from accounts.models import Client
from facilities.clocks import Clock
from facilities.enums import Purpose, SeatStanding, WorkstationState
from facilities.models import Facility, Floor, Room, ShiftPattern, Workstation
from facilities.queries.availability import in_the_way, rooms_of_others, within
from kernel.period import ONE_DAY, Period
from kernel.week import Slot


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """One seat as it is drawn; ``until`` is the last day it is taken, inclusive, ``None`` when free or open-ended."""

    id: UUID
    code: str
    x: int
    y: int
    rotation: int
    row: str
    position: int
    standing: SeatStanding
    until: date | None = None

    @property
    def is_free(self) -> bool:
        return self.standing == SeatStanding.FREE


@dataclass(slots=True)
class RoomPlan:
    room: Room
    seats: list[SeatPlan] = field(default_factory=list)

    @property
    def free(self) -> int:
        return sum(seat.is_free for seat in self.seats)


@dataclass(slots=True)
class FloorPlan:
    floor: Floor
    rooms: list[RoomPlan]

    @property
    def free(self) -> int:
        return sum(room.free for room in self.rooms)

    @property
    def counts(self) -> dict[SeatStanding, int]:
        """How many seats stand how; every standing is there."""
        found = Counter(seat.standing for room in self.rooms for seat in room.seats)
        return {standing: found[standing] for standing in SeatStanding}


def floor_plans(
    *,
    facility: Facility,
    days: Period,
    pattern: ShiftPattern,
    now: datetime,
    client: Client | None = None,
    clock: Clock | None = None,
) -> list[FloorPlan]:
    """Every floor of a facility, lowest first; a handful of queries whatever the number of seats.

    A seat is ``yours`` when ``client`` already has it for some of these hours, ``held`` or ``taken`` or ``closed``
    when something is in the way for some of them, otherwise free on every one of ``days``.
    """
    slots = pattern.slots(facility, days, clock)
    standings = _standings(facility, slots, now, client)
    locked_rooms = set(
        rooms_of_others(slots=slots, now=now, client=client)
        .filter(within([facility]))
        .filter(room__is_exclusive=True)
        .values_list("room", flat=True)
    )
    floors = {floor.pk: FloorPlan(floor, []) for floor in facility.floors.order_by("level")}
    rooms = {place.pk: RoomPlan(place) for place in Room.objects.standing().filter(floor__in=floors).order_by("name")}
    for plan in rooms.values():
        floors[plan.room.floor_id].rooms.append(plan)
    seats = Workstation.objects.filter(facility=facility).exclude(state=WorkstationState.RETIRED)
    for seat, code, x, y, rotation, row, position, room, state in seats.order_by("row", "position", "code").values_list(
        "pk", "code", "x", "y", "rotation", "row", "position", "room", "state"
    ):
        standing, until = standings.get(seat, (SeatStanding.FREE, None))
        if seat not in standings and room in locked_rooms:
            standing = SeatStanding.TAKEN
        if state == WorkstationState.BUFFER:
            standing, until = SeatStanding.CLOSED, None
        rooms[room].seats.append(SeatPlan(seat, code, x, y, rotation, row, position, standing, until))
    return list(floors.values())


_STANDING = {
    Purpose.HOLD: SeatStanding.HELD, Purpose.LEASE: SeatStanding.TAKEN, Purpose.CLOSURE: SeatStanding.CLOSED,
}  # fmt: skip
NO_END = Value(date.max, DateField())
# What a person should hear first where several things are in the way of one seat.
_PRECEDENCE = {SeatStanding.HELD: 0, SeatStanding.TAKEN: 1, SeatStanding.CLOSED: 2, SeatStanding.YOURS: 3}


def _standings(
    facility: Facility, slots: Sequence[Slot], now: datetime, client: Client | None
) -> dict[UUID, tuple[SeatStanding, date | None]]:
    rows = (
        in_the_way(slots=slots, now=now, client=client)
        .filter(within([facility]))
        .order_by()
        .values_list("workstation", "purpose", "client")
        .annotate(end=Max(Coalesce("days__endswith", NO_END)))
    )
    found: dict[UUID, tuple[SeatStanding, date]] = {}
    for seat, purpose, owner, end in rows:
        is_own = client is not None and owner == client.pk
        standing = SeatStanding.YOURS if is_own else _STANDING[purpose]
        known = found.get(seat)
        if known is None or _PRECEDENCE[standing] > _PRECEDENCE[known[0]]:
            found[seat] = (standing, end)
        elif standing == known[0]:
            found[seat] = (standing, max(known[1], end))
    return {seat: (standing, None if end == date.max else end - ONE_DAY) for seat, (standing, end) in found.items()}
