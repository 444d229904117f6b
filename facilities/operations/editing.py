"""Change what there is, as far as promises allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.operations import record
from facilities import errors
from facilities.enums import WorkstationState
from facilities.models import Workstation
from facilities.queries.usage import in_use
from kernel.refusal import refusing


@transaction.atomic
def change_state(*, workstations: Iterable[UUID], state: WorkstationState, actor: Actor, now: datetime) -> int:
    """Take seats into service, keep them as spares or retire them; returns how many changed.

    :raises SeatsInUse: naming those that are leased or on hold, now or later; nothing changes then.
    :raises RoomFull: when a room would have more seats in service than people may be in it.
    """
    seats = list(
        Workstation.objects.filter(pk__in=list(workstations))
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
        )
        seat.state = state
    with refusing(workstation_fits_its_room=errors.RoomFull):
        Workstation.objects.bulk_update(seats, ["state"])
    return len(seats)


def _require_unused(seats: Sequence[Workstation], state: WorkstationState, now: datetime) -> None:
    used = (
        in_use(now=now)
        .filter(workstation__in=seats)
        .order_by("workstation__code")
        .values_list("workstation__code", flat=True)
        .distinct()
    )
    if codes := list(used):
        raise errors.SeatsInUse(seats=", ".join(codes), state=str(state.label).lower())
