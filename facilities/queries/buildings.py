"""Facilities with their floors, rooms and seats, for those who work on them: whatever there is, offered or not."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from facilities.enums import WorkstationState
from facilities.models import Asset, Facility, Fault, Floor, Room, Workstation


def facilities() -> QuerySet[Facility]:
    """Return every facility, listed or not, by name."""
    return Facility.objects.order_by("name")


def floors() -> QuerySet[Floor]:
    """Return every floor with its facility."""
    return Floor.objects.select_related("facility")


def floors_with_rooms(pks: Collection[UUID]) -> tuple[list[Floor], list[Room]]:
    """Return these floors, lowest first, and the rooms that are on them today; two queries."""
    rooms = Room.objects.not_retired().filter(floor__in=pks)
    return list(Floor.objects.filter(pk__in=pks).order_by("level")), list(rooms)


def seats() -> QuerySet[Workstation]:
    """Return every seat with where it is."""
    return Workstation.objects.select_related("facility", "room__floor")


def seats_on(floors: Collection[UUID], *, also: Collection[UUID] = ()) -> list[Workstation]:
    """Return the seats of ``floors``, by code: all that stand there, and of those that are retired ``also``."""
    shown = Workstation.objects.filter(room__floor__in=floors).filter(
        ~Q(state=WorkstationState.RETIRED) | Q(pk__in=also)
    )
    return list(shown.select_related("room").order_by("code"))


def seats_called(facility: Facility, codes: Collection[str]) -> QuerySet[Workstation]:
    """Return those seats of a facility that people call ``codes``, by code."""
    return Workstation.objects.filter(facility=facility, code__in=codes).order_by("code")


def seat_typed(facility: Facility, code: str) -> Workstation | None:
    """Return the seat somebody means by ``code``, in upper or lower case."""
    return Workstation.objects.filter(facility=facility, code__iexact=code).first()


def faults() -> QuerySet[Fault]:
    """Return every fault with its seat."""
    return Fault.objects.select_related("workstation__facility")


def assets_typed(kind: str, serial: str) -> list[Asset]:
    """Return the assets somebody may mean by a serial number; two are enough to know that it isn't one."""
    return list(Asset.objects.filter(kind=kind, serial__iexact=serial)[:2])


def longest_handover() -> int:
    """Return the most minutes that any facility keeps free between two clients."""
    return int(Facility.objects.aggregate(longest=Max("handover_minutes"))["longest"] or 0)
