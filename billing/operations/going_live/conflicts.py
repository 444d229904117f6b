"""Conflicts of leases on their way in: seats that somebody else has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from bookings.models import Booking
from bookings.operations import RunningLease
from facilities.conflicts import Reason, Stay, StayConflict, conflicts
from facilities.models import Occupancy, Workstation
from kernel.period import Period
from kernel.week import Slot


@dataclass(frozen=True, slots=True)
class IncomingSeat:
    """A seat of a lease on its way in."""

    lease: RunningLease
    seat: Workstation


def conflicts_of(leases: Sequence[RunningLease], *, now: datetime) -> Iterator[tuple[IncomingSeat, str]]:
    """Each seat of a lease that can't be, and what to say about it: who has the seat, here or in the file."""
    stays: list[Stay[IncomingSeat | UUID]] = []
    slots: dict[tuple[UUID, UUID, Period], tuple[Slot, ...]] = {}
    for lease in leases:
        for _seat, days in lease.seats:
            key = (lease.pattern.pk, lease.facility.pk, days)
            if key not in slots:
                slots[key] = lease.pattern.slots(lease.facility, days)
        stays += [
            Stay(
                seat=seat.pk,
                room=seat.room_id if seat.room.is_exclusive else None,
                # Somebody new has no row yet.
                client=lease.client.name,
                slots=slots[lease.pattern.pk, lease.facility.pk, days],
                of=IncomingSeat(lease, seat),
            )
            for seat, days in lease.seats
        ]
    found = list(conflicts(stays, _taken(leases, now)))
    names = _names(each.other.of for each in found)
    for each in found:
        if isinstance(each.stay.of, IncomingSeat):
            yield each.stay.of, _said(each.stay.of, each, names)


def _taken(leases: Sequence[RunningLease], now: datetime) -> list[Stay[IncomingSeat | UUID]]:
    """Return what takes these seats, and the rooms of theirs that are let to one company."""
    seats = {seat.pk: seat for lease in leases for seat, _days in lease.seats}
    suites = {seat.room_id for seat in seats.values() if seat.room.is_exclusive}
    rows = (
        Occupancy.objects.taking(now)
        .filter(Q(workstation__in=list(seats)) | Q(room__in=list(suites), room_is_exclusive=True))
        .values_list(
            "workstation", "room", "room_is_exclusive", "client__name", "days", "minutes", "guarded_minutes", "claim"
        )
    )
    return [
        Stay(seat, room if exclusive else None, client, (Slot(days, minutes, guarded),), claim)
        for seat, room, exclusive, client, days, minutes, guarded, claim in rows
    ]


def _names(others: Iterable[IncomingSeat | UUID]) -> dict[UUID, str]:
    """Return what to call what is here already, by its claim."""
    claims = [other for other in others if isinstance(other, UUID)]
    bookings = Booking.objects.filter(pk__in=claims).select_related("client")
    return {row.pk: f"{row.own_reference or row.reference} ({row.client})" for row in bookings}


def _said(incoming: IncomingSeat, found: StayConflict[IncomingSeat | UUID], names: dict[UUID, str]) -> str:
    other = found.other.of
    words = {
        "lease": _called(incoming.lease),
        "other": _called(other.lease) if isinstance(other, IncomingSeat) else names.get(other, _("planned work")),
        "seat": incoming.seat.code,
        "room": incoming.seat.room.name,
    }
    texts = {
        Reason.SEAT: _("%(lease)s and %(other)s both have %(seat)s for some of these days and hours. Correct one."),
        Reason.BUFFER: _("The shifts of %(lease)s and %(other)s on %(seat)s leave no time for the hand-over."),
        Reason.ROOM: _("%(room)s is let to one company at a time, and %(lease)s and %(other)s both have seats there."),
    }
    return texts[found.reason] % words


def _called(lease: RunningLease) -> str:
    return f"{lease.reference} ({lease.client.name})"
