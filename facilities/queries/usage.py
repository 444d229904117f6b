"""Seats by their codes; which of them somebody has, now or later; how many a room has in service."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from facilities.enums import Purpose
from facilities.errors import SeatsUnknown
from facilities.models import Facility, Occupancy, Room, Workstation
from kernel.period import ONE_DAY, Period, day_in


def seat_ids(facility: Facility, codes: Iterable[str]) -> list[UUID]:
    """Return the seats that people call ``codes``, sorted by these.

    :raises SeatsUnknown: when one of them is no seat of this facility.
    """
    wanted = set(codes)
    found = dict(Workstation.objects.filter(facility=facility, code__in=wanted).values_list("code", "pk"))
    if len(found) != len(wanted):
        raise SeatsUnknown
    return [found[code] for code in sorted(found)]


def in_use(*, now: datetime) -> QuerySet[Occupancy]:
    """Leases and holds that are not over everywhere in the world."""
    # In some time zone it is still yesterday; what ended before that is over everywhere.
    not_over = Period(day_in("UTC", now) - ONE_DAY)
    return Occupancy.objects.taking(now).during(not_over).exclude(purpose=Purpose.CLOSURE)


def seats_in_service(room: Room) -> int:
    """Count the seats of a room that are let."""
    return Workstation.objects.rentable().filter(room=room).count()


def rooms_in_use(rooms: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Those of ``rooms`` in which somebody has a seat, now or later."""
    return set(in_use(now=now).filter(room__in=rooms).order_by().values_list("room", flat=True).distinct())
