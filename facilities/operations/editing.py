"""Change what there is, as far as promises allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from facilities import errors
from facilities.enums import WorkstationState
from facilities.models import Facility, StateChange, Workstation
from facilities.queries.usage import in_use
from kernel.refusal import refusing


@transaction.atomic
def change_state(
    *, workstations: Iterable[UUID], state: WorkstationState, reason: str, actor: Actor, now: datetime
) -> int:
    """Take seats into service, keep them as spares or retire them; returns how many changed.

    :raises NotAllowed: at the facility of any of them.
    :raises SeatsInUse: naming those that are leased or on hold, now or later; nothing changes then.
    :raises RoomFull: when a room would have more seats in service than people may be in it.
    :raises RoomRetired: when a seat is to be used again whose room is no more.
    """
    workstations = list(workstations)
    for place in Facility.objects.filter(workstations__in=workstations).distinct():
        require(actor, Capability.CLOSE_SEATS, facility=place)
    seats = list(
        Workstation.objects.filter(pk__in=workstations)
        .exclude(state=state)
        .order_by("pk")
        .select_for_update(no_key=True)
    )
    if state != WorkstationState.IN_SERVICE:
        _require_unused(seats, state, now)
    for seat in seats:
        record(
            actor=actor,
            verb="facilities.workstation_state_changed",
            subject=seat,
            now=now,
            before=seat.state,
            after=state,
            reason=reason,
        )
    note_states(seats, dict.fromkeys((seat.pk for seat in seats), state), reason=reason, actor=actor, now=now)
    for seat in seats:
        seat.state = state
    with refusing(workstation_fits_its_room=errors.RoomFull, workstation_room_is_not_retired=errors.RoomRetired):
        Workstation.objects.bulk_update(seats, ["state"])
    return len(seats)


def note_states(
    seats: Iterable[Workstation], states: Mapping[UUID, str], *, reason: str, actor: Actor, now: datetime
) -> None:
    """Write into the history of ``seats``, which still are what they were, what each becomes."""
    StateChange.objects.bulk_create(
        StateChange(workstation=seat, at=now, before=seat.state, after=states[seat.pk], by=actor.user, reason=reason)
        for seat in seats
    )


def _require_unused(seats: Sequence[Workstation], state: WorkstationState, now: datetime) -> None:
    used = in_use(now=now).filter(workstation__in=seats).values_list("workstation__code", "claim")
    if found := set(used):
        raise errors.SeatsInUse(
            seats=", ".join(sorted({code for code, _claim in found})),
            state=str(state.label).lower(),
            claims=sorted({claim for _code, claim in found}),
        )
