"""Plans of floors: what stands there now, the open draft, what was published, and who has the seats of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Client
from facilities.enums import DraftState, Purpose, RoomKind, WorkstationState
from facilities.models import Floor, PlanDraft, PlanVersion, Workstation
from facilities.plans.comparing import Difference
from facilities.plans.document import Plan, PlannedRoom, PlannedSeat, as_json
from facilities.queries.usage import in_use
from kernel.period import Period


@dataclass(frozen=True, slots=True)
class SeatTaking:
    """A seat somebody has: ``claim`` is the public id of the booking."""

    code: str
    claim: UUID
    client: Client | None
    purpose: Purpose
    days: Period


def plan_of(floor: Floor) -> Plan:
    """The floor as it stands, without what is retired; two queries."""
    rooms = floor.rooms.order_by("name", "pk")
    seats = Workstation.objects.filter(room__floor=floor).exclude(state=WorkstationState.RETIRED)
    return Plan(
        width=floor.width,
        height=floor.height,
        rooms=tuple(
            PlannedRoom(
                id=room.pk,
                name=room.name,
                kind=RoomKind(room.kind),
                is_exclusive=room.is_exclusive,
                is_clean_room=room.is_clean_room,
                x=room.x,
                y=room.y,
                width=room.width,
                height=room.height,
            )
            for room in rooms
        ),
        seats=tuple(
            PlannedSeat(
                id=seat.pk,
                room=seat.room_id,
                code=seat.code,
                state=WorkstationState(seat.state),
                row=seat.row,
                position=seat.position,
                x=seat.x,
                y=seat.y,
                rotation=seat.rotation % 360,
            )
            for seat in seats.order_by("code", "pk")
        ),
        drawing=tuple(floor.drawing),
    )


def open_draft(floor: Floor) -> PlanDraft | None:
    """The draft somebody works on, with who changed it last."""
    return (
        PlanDraft.objects.filter(floor=floor, state=DraftState.OPEN).select_related("changed_by", "started_by").first()
    )


def history(floor: Floor) -> list[PlanVersion]:
    """What was published, newest first, without the documents."""
    return list(floor.plan_versions.defer("document").select_related("published_by").order_by("-number"))


def takings_of(seats: Collection[UUID], *, now: datetime) -> list[SeatTaking]:
    """Leases and holds of these seats that are not over, a line for each seat and booking; one query."""
    if not seats:
        return []
    rows = (
        in_use(now=now)
        .filter(workstation__in=seats)
        .select_related("client", "workstation")
        .order_by("workstation__code", "days", "pk")
    )
    found: dict[tuple[UUID, UUID], SeatTaking] = {}
    for row in rows:
        key = (row.workstation_id, row.claim)
        known = found.get(key)
        days = row.days
        if known is not None:
            end = None if None in {known.days.end, days.end} else max(known.days.end, days.end)
            days = Period(min(known.days.start, days.start), end)
        found[key] = SeatTaking(row.workstation.code, row.claim, row.client, Purpose(row.purpose), days)
    return list(found.values())


def fingerprint(found: Difference) -> str:
    """Short, and another one as soon as either side of a difference is another."""
    sides = json.dumps([as_json(found.before), as_json(found.after)], sort_keys=True)
    return hashlib.sha256(sides.encode()).hexdigest()[:32]
