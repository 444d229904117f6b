"""Keep workstations from being let for some days, and open them again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from facilities import errors
from facilities.enums import Purpose
from facilities.models import Facility, Occupancy, Workstation
from facilities.operations.occupancy import lock_workstations
from kernel.ids import new_id
from kernel.period import Period
from kernel.refusal import refusing
from kernel.week import ALL_WEEK, Minutes, on_weekdays


@transaction.atomic
def close_workstations(
    *, workstations: Collection[UUID], days: Period, reason: str, actor: Actor, now: datetime
) -> list[Occupancy]:
    """Planned work on seats: nobody can take them on ``days``; open-ended until they are opened again. All or none.

    :raises NotAllowed: at the facility of any of them.
    :raises SeatsNotClosable: naming those that are leased, on hold or closed on some of these days, and the bookings.
    :raises RoomRetired: when one of them is in a room that is no more.
    """
    places = list(Facility.objects.filter(workstations__in=workstations).order_by("pk").distinct())
    for place in places:
        require(actor, Capability.CLOSE_SEATS, facility=place)
    seats = [seat for place in places for seat in lock_workstations(facility=place, ids=workstations)]
    minutes = on_weekdays(ALL_WEEK, days)
    claims = [new_id() for _seat in seats]
    closures = [
        Occupancy(
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
        for seat, claim in zip(seats, claims, strict=True)
    ]
    try:
        with refusing(occupancy_workstation_taken_once=errors.SeatTaken, occupancy_suits_its_room=errors.RoomRetired):
            Occupancy.objects.bulk_create(closures)
    except errors.SeatTaken as taken:
        raise _conflicts(seats, days, minutes) from taken
    for seat in seats:
        record(
            actor=actor,
            verb="facilities.workstation_closed",
            subject=seat,
            now=now,
            first_day=days.start,
            last_day=days.last,
            reason=reason,
        )
    return closures


def close_workstation(*, workstation: Workstation, days: Period, reason: str, actor: Actor, now: datetime) -> Occupancy:
    """Planned work on one seat.

    :raises NotAllowed, SeatsNotClosable:
    """
    [closure] = close_workstations(workstations=[workstation.pk], days=days, reason=reason, actor=actor, now=now)
    return closure


def _conflicts(seats: Iterable[Workstation], days: Period, minutes: Minutes) -> errors.SeatsNotClosable:
    rows = (
        Occupancy.objects.unreleased()
        .filter(workstation__in=seats, minutes__overlap=minutes)
        .during(days)
        .values_list("workstation__code", "claim")
    )
    found = set(rows)
    return errors.SeatsNotClosable(
        seats=", ".join(sorted({code for code, _claim in found})), claims=sorted({claim for _code, claim in found})
    )


@transaction.atomic
def reopen_workstation(*, workstation: Workstation, actor: Actor, now: datetime) -> int:
    """End every closure that stands on the seat; returns how many there were. :raises NotAllowed:"""
    require(actor, Capability.CLOSE_SEATS, facility=workstation.facility)
    closures = Occupancy.objects.unreleased().filter(workstation=workstation, purpose=Purpose.CLOSURE)
    reopened = closures.update(released_at=now)
    if reopened:
        record(actor=actor, verb="facilities.workstation_reopened", subject=workstation, now=now)
    return reopened
