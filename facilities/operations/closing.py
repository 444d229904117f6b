"""Keep a workstation from being let for some days, and open it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.operations import record
from facilities import errors
from facilities.enums import Purpose
from facilities.models import Occupancy, Workstation
from facilities.operations.occupying import lock_workstations
from kernel.ids import new_id
from kernel.period import Period
from kernel.refusal import refusing
from kernel.week import ALL_WEEK, on_weekdays


@transaction.atomic
def close_workstation(*, workstation: Workstation, days: Period, reason: str, actor: Actor, now: datetime) -> Occupancy:
    """Planned work on a seat: nobody can take it on ``days``; open-ended until it is opened again.

    :raises SeatTaken: when it is leased or on hold on some of these days.
    """
    [seat] = lock_workstations(facility=workstation.facility, ids=[workstation.pk])
    claim = new_id()
    minutes = on_weekdays(ALL_WEEK, days)
    with refusing(occupancy_workstation_taken_once=errors.SeatTaken):
        closure = Occupancy.objects.create(
            workstation=seat,
            room=seat.room,
            purpose=Purpose.CLOSURE,
            days=days,
            minutes=minutes,
            guarded_minutes=minutes,
            claim=claim,
            source=claim,
            reason=reason,
        )
    record(
        actor=actor,
        verb="facilities.workstation_closed",
        subject=seat,
        now=now,
        first_day=days.start,
        last_day=days.last,
        reason=reason,
    )
    return closure


@transaction.atomic
def reopen_workstation(*, workstation: Workstation, actor: Actor, now: datetime) -> int:
    """End every closure that stands on the seat; returns how many there were."""
    closures = Occupancy.objects.standing().filter(workstation=workstation, purpose=Purpose.CLOSURE)
    reopened = closures.update(released_at=now)
    if reopened:
        record(actor=actor, verb="facilities.workstation_reopened", subject=workstation, now=now)
    return reopened
