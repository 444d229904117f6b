"""Which seats somebody has, now or later, and how many a room has in service."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from facilities.enums import Purpose
from facilities.models import Occupancy, Room, Workstation
from kernel.period import ONE_DAY, Period


def in_use(*, now: datetime) -> QuerySet[Occupancy]:
    """Leases and holds that are not over everywhere in the world."""
    # Somewhere it is still yesterday, and what ended before that is over everywhere.
    not_over = Period(now.date() - ONE_DAY)
    return Occupancy.objects.taking(now).during(not_over).exclude(purpose=Purpose.CLOSURE)


def seats_in_service(room: Room) -> int:
    """How many seats of a room are let."""
    return Workstation.objects.rentable().filter(room=room).count()


def rooms_in_use(rooms: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Those of ``rooms`` in which somebody has a seat, now or later."""
    return set(in_use(now=now).filter(room__in=rooms).order_by().values_list("room", flat=True).distinct())
