"""Plans of floors: what stands there now, the open draft, what was published, and who has the seats of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Client
from facilities.enums import Purpose, RoomKind, WorkstationState
from facilities.models import Floor, Occupancy, Room, StateChange, Workstation
from facilities.queries.usage import in_use
from facilities.seat_attributes import ATTRIBUTES
from floorplans.enums import DraftState
from floorplans.models import PlanDraft, PlanVersion
from floorplans.plans.checks import problems_of
from floorplans.plans.differences import Difference
from floorplans.plans.document import Plan, PlannedRoom, PlannedSeat, as_json
from floorplans.plans.problems import Problem
from kernel.period import Period


@dataclass(frozen=True, slots=True)
class SeatConflict:
    """A seat somebody has: ``claim`` is the public id of the booking."""

    code: str
    claim: UUID
    client: Client | None
    purpose: Purpose
    days: Period


@dataclass(frozen=True, slots=True)
class BookedSeats:
    """Seats of one booking that can move from ``move_on``."""

    claim: UUID
    client: Client | None
    purpose: Purpose
    codes: tuple[str, ...]
    days: Period
    move_on: date


def plan_of(floor: Floor) -> Plan:
    """The floor as it stands, without what is retired; two queries."""
    rooms = Room.objects.not_retired().filter(floor=floor).order_by("name", "pk")
    seats = Workstation.objects.filter(room__floor=floor).exclude(state=WorkstationState.RETIRED)
    return Plan(
        width=floor.width,
        height=floor.height,
        rooms=tuple(_room(room) for room in rooms),
        seats=tuple(_seat(seat) for seat in seats.order_by("code", "pk")),
        drawing=tuple(floor.drawing),
    )


def _room(room: Room) -> PlannedRoom:
    return PlannedRoom(
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


def _seat(seat: Workstation) -> PlannedSeat:
    return PlannedSeat(
        id=seat.pk,
        room=seat.room_id,
        code=seat.code,
        **{each.field: each.planned(getattr(seat, each.field)) for each in ATTRIBUTES},
    )


def retired_rooms(floor: Floor) -> QuerySet[Room]:
    """Rooms of a floor that are no more, the latest first; ``seats`` is how many seats went with each."""
    with_it = Q(workstations__state_changes__at=F("retired_at"), workstations__state=WorkstationState.RETIRED)
    rooms = Room.objects.filter(floor=floor, retired_at__isnull=False)
    return rooms.annotate(seats=Count("workstations", filter=with_it, distinct=True)).order_by("-retired_at", "name")


def as_retired(room: Room) -> tuple[PlannedRoom, list[PlannedSeat]]:
    """A retired room as it was on its last plan, with the seats that were retired with it; one query."""
    if room.retired_at is None:
        return _room(room), []
    changes = StateChange.objects.filter(
        workstation__room=room, workstation__state=WorkstationState.RETIRED, at=room.retired_at
    ).select_related("workstation")
    return _room(room), [
        replace(_seat(change.workstation), state=WorkstationState(change.before))
        for change in changes.order_by("workstation__code")
    ]


def open_draft(floor: Floor) -> PlanDraft | None:
    """The draft somebody works on, with who changed it last."""
    return (
        PlanDraft.objects.filter(floor=floor, state=DraftState.OPEN).select_related("changed_by", "started_by").first()
    )


def history(floor: Floor) -> list[PlanVersion]:
    """Return what was published, newest first, without the documents."""
    return list(floor.plan_versions.defer("document").select_related("published_by").order_by("-number"))


def conflicts_of(seats: Collection[UUID], *, now: datetime) -> list[SeatConflict]:
    """Leases and holds of these seats that are not over, a line for each seat and booking; one query."""
    if not seats:
        return []
    rows = (
        in_use(now=now)
        .filter(workstation__in=seats)
        .select_related("client", "workstation")
        .order_by("workstation__code", "days", "pk")
    )
    found: dict[tuple[UUID, UUID], SeatConflict] = {}
    for row in rows:
        key = (row.workstation_id, row.claim)
        known = found.get(key)
        days = row.days
        if known is not None:
            days = _spanned([known.days, days])
        found[key] = SeatConflict(row.workstation.code, row.claim, row.client, Purpose(row.purpose), days)
    return list(found.values())


def gathered(conflicts: Iterable[SeatConflict], *, tomorrow: date) -> list[BookedSeats]:
    """The same by booking: a line for each day on which seats of a booking can move, in the order they first come.

    Leases move from the day they begin on, or from ``tomorrow``.
    """
    found: dict[tuple[UUID, date], list[SeatConflict]] = {}
    for each in conflicts:
        found.setdefault((each.claim, max(each.days.start, tomorrow)), []).append(each)
    return [
        BookedSeats(
            claim=claim,
            client=together[0].client,
            purpose=together[0].purpose,
            codes=tuple(each.code for each in together),
            days=_spanned([each.days for each in together]),
            move_on=move_on,
        )
        for (claim, move_on), together in found.items()
    ]


def _spanned(days: Sequence[Period]) -> Period:
    ends = [each.end for each in days]
    return Period(min(each.start for each in days), None if None in ends else max(end for end in ends if end))


def fingerprint(found: Difference) -> str:
    """Short, and another one as soon as either side of a difference is another."""
    sides = json.dumps([as_json(found.before), as_json(found.after)], sort_keys=True)
    return hashlib.sha256(sides.encode()).hexdigest()[:32]


def problems_on(floor: Floor, found: Difference) -> list[Problem]:
    """All that keeps a plan from being published on this floor: its own problems, then codes and rooms of others."""
    plan = found.after
    problems = problems_of(plan)
    ours = {seat.id for seat in plan.seats}
    known = {seat.id for seat in found.before.seats}
    codes = {seat.code for seat in plan.seats}
    others = Workstation.objects.filter(facility=floor.facility_id, code__in=codes).exclude(pk__in=ours & known)
    gone = {seat.id for seat in found.removed}
    back = set(others.filter(pk__in=ours, room__floor=floor).values_list("pk", flat=True))
    for pk, code, state, place in others.values_list("pk", "code", "state", "room__floor__name"):
        if pk in back or (pk in gone and not _was_let(pk)):
            continue
        if state == WorkstationState.RETIRED or pk in gone:
            told = _("A seat that was let before had this code and keeps it in the records. Choose another code.")
        else:
            told = _("A seat on %(floor)s has this code. Choose another one.") % {"floor": place}
        problems.append(Problem(code, told))
    strangers = Workstation.objects.filter(pk__in=ours - known).exclude(room__floor=floor)
    strange_rooms = Room.objects.filter(pk__in={room.id for room in plan.rooms}).exclude(floor=floor)
    elsewhere = _("This belongs to another floor. Import the file again to give it an identity of its own.")
    problems += [Problem(code, elsewhere) for code in strangers.values_list("code", flat=True)]
    problems += [Problem(name, elsewhere) for name in strange_rooms.values_list("name", flat=True)]
    return problems


def _was_let(seat: UUID) -> bool:
    return Occupancy.objects.filter(workstation=seat).exists()


def drafts() -> QuerySet[PlanDraft]:
    """Return every draft with its floor and who began it."""
    return PlanDraft.objects.select_related("floor", "started_by")


def versions() -> QuerySet[PlanVersion]:
    """Return every version with its floor and who published it."""
    return PlanVersion.objects.select_related("floor", "published_by")
