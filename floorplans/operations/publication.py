"""Publish the draft of a floor: make rooms and workstations what it says, and keep it as a version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from facilities import errors as facilities
from facilities.enums import WorkstationState
from facilities.models import Floor, Occupancy, Room, Workstation
from facilities.operations.editing import note_states
from facilities.operations.occupancy import lock_workstations
from facilities.queries.usage import rooms_in_use
from facilities.seat_attributes import ATTRIBUTES
from floorplans import errors
from floorplans.enums import DRAFT_MOVES, DraftState
from floorplans.models import PlanDraft, PlanVersion
from floorplans.plans.differences import Difference, compare, in_words
from floorplans.plans.document import PlannedRoom, PlannedSeat, as_json
from floorplans.plans.from_json import read
from floorplans.queries.floors import conflicts_of, fingerprint, plan_of, problems_on
from kernel.refusal import refusing
from kernel.states import move, require_move


def preview_publication(*, draft: PlanDraft) -> Difference:
    """Return what publishing would change, as things stand."""
    return compare(plan_of(draft.floor), read(draft.document))


@transaction.atomic
def publish_plan(*, draft: PlanDraft, seen: str, note: str = "", actor: Actor, now: datetime) -> PlanVersion:
    """Apply a draft to its floor, all of it or nothing.

    A seat is known by its id, so a renamed one keeps its bookings. What leaves the plan, a seat or a room, is deleted
    when nobody ever had it and nothing else points at it, and otherwise retired; what comes back is itself again.

    :param seen: the :func:`~floorplans.queries.floors.fingerprint` of the difference that was looked at.
    :raises NotAllowed:
    :raises PlanMovedOn: when the draft or the floor is not what was looked at any more.
    :raises PlanHasProblems: listing what must be mended first.
    :raises SeatsBooked: when somebody has a seat that would go, be out of service or be in another room.
    :raises RoomLet: when a room can't change who it is let to.
    :raises RoomFull: when a room would have more seats in service than people may be in it.
    :raises NothingToPublish: when it would change nothing; the first version of a floor may say what there is.
    :raises WrongState: when the draft is not open.
    """
    floor = Floor.objects.select_for_update(no_key=True).select_related("facility").get(pk=draft.floor_id)
    require(actor, Capability.DRAW_PLANS, facility=floor.facility)
    draft = PlanDraft.objects.select_for_update().get(pk=draft.pk)
    require_move(DRAFT_MOVES, draft, DraftState.PUBLISHED)
    plan = read(draft.document)
    _lock(floor, compare(plan_of(floor), plan))
    # Only now nobody takes, moves or edits these seats any more.
    found = compare(plan_of(floor), plan)
    if fingerprint(found) != seen:
        raise errors.PlanMovedOn
    last = PlanVersion.objects.filter(floor=floor).aggregate(last=Max("number"))["last"] or 0
    if found.is_empty and last:
        raise errors.NothingToPublish
    if problems := problems_on(floor, found):
        raise errors.PlanHasProblems.of(problems)
    _require_unpromised(found, now)
    _apply(floor, found, actor, now)
    floor.refresh_from_db(fields=["width", "height", "drawing"])
    version = PlanVersion.objects.create(
        floor=floor,
        number=last + 1,
        document=as_json(replace(plan_of(floor), background=plan.background)),
        changes=[{"kind": line.kind, "text": line.text} for line in in_words(found)],
        note=note,
        published_at=now,
        published_by=actor.user,
    )
    move(draft, DraftState.PUBLISHED, DRAFT_MOVES)
    record(
        actor=actor,
        verb="floorplans.plan_published",
        subject=floor,
        now=now,
        name=str(floor),
        version=version.number,
        added=len(found.added),
        removed=len(found.removed),
        changed=len(found.changed),
    )
    return version


def _lock(floor: Floor, found: Difference) -> None:
    """Rooms before workstations, both in primary-key order, as everybody who takes seats does.

    Whoever takes a seat keeps its room from being retired or let by another rule, so all seats of a changed room are
    locked.
    """
    rooms = {change.before.id for change in found.rooms_changed} | {room.id for room in found.rooms_removed}
    # Rooms and seats that were retired once may come back.
    rooms |= {room.id for room in found.rooms_added}
    seats = {seat.id for seat in found.removed} | {change.before.id for change in found.changed}
    seats |= {seat.id for seat in found.added}
    seats |= set(Workstation.objects.filter(room__in=rooms).values_list("pk", flat=True))
    exclusive = Room.objects.filter(workstations__in=seats, is_exclusive=True, floor__facility=floor.facility_id)
    rooms |= set(exclusive.values_list("pk", flat=True))
    list(Room.objects.filter(pk__in=rooms).order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    lock_workstations(facility=floor.facility, ids=seats)


def _require_unpromised(found: Difference, now: datetime) -> None:
    if conflicts := conflicts_of(found.withdrawn, now=now):
        raise errors.SeatsBooked(seats=_listed(each.code for each in conflicts), conflicts=conflicts)
    in_use = {
        room.id: room.name for room in (change.before for change in found.rooms_changed if change.changes_exclusivity)
    }
    if taken := rooms_in_use(in_use, now=now):
        raise errors.RoomLet(rooms=_listed(in_use[room] for room in taken))


def _apply(floor: Floor, found: Difference, actor: Actor, now: datetime) -> None:
    plan = found.after
    Floor.objects.filter(pk=floor.pk).update(width=plan.width, height=plan.height, drawing=list(plan.drawing))
    # Two may swap names or codes: everybody who gets another one first has none that anybody else could want.
    renamed_rooms = [change.before.id for change in found.rooms_changed if change.is_renamed]
    renamed_rooms += [room.id for room in found.rooms_removed]
    _set_aside(renamed_rooms, lambda pk, name: Room.objects.filter(pk=pk).update(name=name))
    _change_rooms(floor, found, now)
    _take_away(found.removed, actor, now)
    renamed = [change.before.id for change in found.changed if change.is_renamed]
    _set_aside(renamed, lambda pk, code: Workstation.objects.filter(pk=pk).update(code=code))
    changed = sorted((change.after for change in found.changed), key=lambda seat: seat.id)
    back = set(Workstation.objects.filter(pk__in=[seat.id for seat in found.added]).values_list("pk", flat=True))
    changed += [seat for seat in found.added if seat.id in back]
    _note_states({seat.id: seat.state for seat in changed}, actor, now)
    with refusing(workstation_code_once=errors.PlanMovedOn, workstation_fits_its_room=facilities.RoomFull):
        Workstation.objects.bulk_update([_seat(floor, seat) for seat in changed], _SEAT_FIELDS)
        Workstation.objects.bulk_create(_seat(floor, seat) for seat in found.added if seat.id not in back)
    _remove_rooms(found.rooms_removed, now)


def _change_rooms(floor: Floor, found: Difference, now: datetime) -> None:
    """Those that stay, those that are new and those that come back, under the rule the plan gives them."""
    ruled = [change.after.id for change in found.rooms_changed if change.changes_exclusivity]
    retired = dict(
        Room.objects.filter(pk__in=[room.id for room in found.rooms_added]).values_list("pk", "is_exclusive")
    )
    back = [room for room in found.rooms_added if room.id in retired]
    ruled += [room.id for room in back if room.is_exclusive != retired[room.id]]
    Room.objects.filter(pk__in=ruled).update(rule_changed_at=now)
    changed = [change.after for change in found.rooms_changed] + back
    with refusing(room_name_once=errors.PlanMovedOn, room_keeps_its_rule_while_let=errors.PlanMovedOn):
        Room.objects.bulk_update([_room(floor, room) for room in changed], _ROOM_FIELDS)
        Room.objects.bulk_create(_room(floor, room) for room in found.rooms_added if room.id not in retired)


def _set_aside(ids: Iterable[UUID], rename: Callable[[UUID, str], object]) -> None:
    for place, pk in enumerate(sorted(ids)):
        rename(pk, f"\N{ZERO WIDTH SPACE}{place}")


def _take_away(seats: Sequence[PlannedSeat], actor: Actor, now: datetime) -> None:
    for seat in sorted(seats, key=lambda seat: seat.id):
        row = Workstation.objects.get(pk=seat.id)
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            _note_states({seat.id: WorkstationState.RETIRED}, actor, now)
            Workstation.objects.filter(pk=seat.id).update(state=WorkstationState.RETIRED)


def _note_states(states: Mapping[UUID, str], actor: Actor, now: datetime) -> None:
    """Write into the history of seats what the plan makes of them."""
    changed = [seat for seat in Workstation.objects.filter(pk__in=states) if seat.state != states[seat.pk]]
    note_states(changed, states, reason=_("Floor plan published"), actor=actor, now=now)


def _remove_rooms(rooms: Sequence[PlannedRoom], now: datetime) -> None:
    """Delete rooms that no record points at, and retire the others under the names they had."""
    ids = {room.id: room.name for room in rooms}
    kept = set(Workstation.objects.filter(room__in=ids).values_list("room", flat=True))
    kept |= set(Occupancy.objects.filter(room__in=ids).values_list("room", flat=True))
    Room.objects.filter(pk__in=ids.keys() - kept).delete()
    with refusing(room_retired_is_empty=errors.PlanMovedOn):
        for pk in sorted(kept):
            Room.objects.filter(pk=pk).update(name=ids[pk], retired_at=now)


_ROOM_FIELDS = ["name", "kind", "is_exclusive", "is_clean_room", "x", "y", "width", "height", "retired_at"]
_SEAT_FIELDS = ["room", "code", *(each.field for each in ATTRIBUTES)]


def _room(floor: Floor, room: PlannedRoom) -> Room:
    """A room of the plan: it is there, whether it was retired before or not."""
    return Room(
        id=room.id,
        floor=floor,
        name=room.name,
        kind=room.kind,
        is_exclusive=room.is_exclusive,
        is_clean_room=room.is_clean_room,
        x=room.x,
        y=room.y,
        width=room.width,
        height=room.height,
    )


def _seat(floor: Floor, seat: PlannedSeat) -> Workstation:
    assert seat.room is not None
    return Workstation(
        id=seat.id,
        facility_id=floor.facility_id,
        room_id=seat.room,
        code=seat.code,
        **{each.field: getattr(seat, each.field) for each in ATTRIBUTES},
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))
