"""Floor plans as somebody asking about a shift on some days may see them; never who sits where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from accounts.models import Client
from facilities.clocks import Clock
from facilities.enums import Purpose, SeatStanding, WorkstationState
from facilities.models import Facility, Floor, Room, ShiftPattern, Workstation
from facilities.queries.availability import in_the_way, rooms_of_others
from kernel.period import Period
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
        .filter(workstation__facility=facility, room__is_exclusive=True)
        .values_list("room", flat=True)
    )
    floors = {floor.pk: FloorPlan(floor, []) for floor in facility.floors.order_by("level")}
    rooms: dict[UUID, RoomPlan] = {}
    for room in Room.objects.filter(floor__in=floors).order_by("name"):
        rooms[room.pk] = RoomPlan(room)
        floors[room.floor_id].rooms.append(rooms[room.pk])
    seats = Workstation.objects.filter(facility=facility).exclude(state=WorkstationState.RETIRED)
    for seat in seats.order_by("row", "position", "code"):
        standing, until = standings.get(seat.pk, (SeatStanding.FREE, None))
        if seat.pk not in standings and seat.room_id in locked_rooms:
            standing = SeatStanding.TAKEN
        if seat.state == WorkstationState.BUFFER:
            standing, until = SeatStanding.CLOSED, None
        rooms[seat.room_id].seats.append(
            SeatPlan(seat.pk, seat.code, seat.x, seat.y, seat.rotation, seat.row, seat.position, standing, until)
        )
    return list(floors.values())


# What a person should hear first where several things are in the way of one seat.
_PRECEDENCE = {SeatStanding.HELD: 0, SeatStanding.TAKEN: 1, SeatStanding.CLOSED: 2, SeatStanding.YOURS: 3}


def _standings(
    facility: Facility, slots: Sequence[Slot], now: datetime, client: Client | None
) -> dict[UUID, tuple[SeatStanding, date | None]]:
    rows = (
        in_the_way(slots=slots, now=now, client=client)
        .filter(workstation__facility=facility)
        .values_list("workstation", "client", "purpose", "days")
    )
    found: dict[UUID, tuple[SeatStanding, date | None]] = {}
    for seat, owner, purpose, taken in rows:
        if client is not None and owner == client.pk:
            standing = SeatStanding.YOURS
        elif purpose == Purpose.CLOSURE:
            standing = SeatStanding.CLOSED
        else:
            standing = SeatStanding.HELD if purpose == Purpose.HOLD else SeatStanding.TAKEN
        known = found.get(seat)
        if known is None or _PRECEDENCE[standing] > _PRECEDENCE[known[0]]:
            found[seat] = (standing, taken.last)
        elif standing == known[0] and known[1] is not None:
            found[seat] = (standing, None if taken.last is None else max(known[1], taken.last))
    return found
