"""Take and release workstations. Callers own the transaction, lock first, and say in their words what a no means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Client
from facilities import errors
from facilities.enums import Purpose
from facilities.models import Facility, Occupancy, Room, Workstation
from kernel.bulk import copy_in
from kernel.period import Period
from kernel.refusal import refusing
from kernel.week import Minutes, Slot

# What the guards of occupancy say, in words.
REFUSALS = {
    "occupancy_workstation_taken_once": errors.SeatTaken,
    "occupancy_strangers_keep_the_buffer": errors.BufferNeeded,
    "occupancy_exclusive_room_has_one_client": errors.RoomExclusive,
    "occupancy_suits_its_room": errors.RoomChanged,
}


@dataclass(frozen=True, slots=True)
class Sold:
    """One workstation to take: ``source`` is the public id of the allocation, ``slots`` what it takes of the
    calendar."""

    workstation: Workstation
    source: UUID
    slots: Sequence[Slot]


def lock_workstations(*, facility: Facility, ids: Iterable[UUID], skip_locked: bool = False) -> list[Workstation]:
    """Lock seats of a facility until the transaction ends, exclusive rooms first, both in primary-key order.

    Everybody who takes seats comes through here in the same order, so rivals queue instead of deadlocking. With
    ``skip_locked`` seats somebody else is busy with are left out of the answer. Whatever their state is, they are
    locked: a leased seat may be out of service. Room is selected along.
    """
    ids = list(ids)
    rooms = Room.objects.filter(workstations__in=ids, is_exclusive=True, floor__facility=facility)
    list(
        Room.objects.filter(pk__in=rooms.values("pk"))
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("pk", flat=True)
    )
    seats = (
        Workstation.objects.filter(facility=facility, pk__in=ids)
        .select_related("room")
        .order_by("pk")
        .select_for_update(no_key=True, skip_locked=skip_locked, of=("self",))
    )
    return list(seats)


def occupy(
    *, claim: UUID, client: Client, purpose: Purpose, seats: Iterable[Sold], expires_at: datetime | None = None
) -> None:
    """Take every slot of every seat, or nothing.

    :raises SeatTaken: when somebody has one of them in some of these minutes.
    :raises BufferNeeded: when a stranger's shift on it is too close.
    :raises RoomExclusive: when its room is let to somebody else.
    :raises RoomChanged: when its room was retired, or given to one company, or to several, in the same moment.
    """
    _write(_rows(claim=claim, client=client, purpose=purpose, seats=seats, expires_at=expires_at))


def occupy_for_many(*, claims: Iterable[tuple[UUID, Client, Sequence[Sold]]]) -> None:
    """Lease many claims their seats at once, for (claim, client, seats) each: all of them, or nothing.

    :raises SeatTaken: and the others of :func:`occupy`.
    """
    with refusing(**REFUSALS):
        copy_in(
            [
                row
                for claim, client, seats in claims
                for row in _rows(claim=claim, client=client, purpose=Purpose.LEASE, seats=seats)
            ]
        )


def _write(rows: Iterable[Occupancy]) -> None:
    with refusing(**REFUSALS):
        Occupancy.objects.bulk_create(rows)


def _rows(
    *, claim: UUID, client: Client, purpose: Purpose, seats: Iterable[Sold], expires_at: datetime | None = None
) -> list[Occupancy]:
    return [
        Occupancy(
            workstation=seat.workstation,
            room=seat.workstation.room,
            room_is_exclusive=seat.workstation.room.is_exclusive,
            client=client,
            purpose=purpose,
            days=slot.days,
            minutes=slot.minutes,
            guarded_minutes=slot.guarded,
            claim=claim,
            source=seat.source,
            expires_at=expires_at,
        )
        for seat in seats
        for slot in seat.slots
    ]


def promote(*, claim: UUID) -> None:
    """Make what was on hold a lease's: it expires no more."""
    Occupancy.objects.unreleased().filter(claim=claim).update(purpose=Purpose.LEASE, expires_at=None)


def release(*, claim: UUID, now: datetime, sources: Iterable[UUID] | None = None) -> int:
    """Give back what ``claim`` took, or only for some ``sources``; returns how many rows."""
    unreleased = Occupancy.objects.unreleased().filter(claim=claim)
    if sources is not None:
        unreleased = unreleased.filter(source__in=list(sources))
    return unreleased.update(released_at=now)


def replace(*, claim: UUID, client: Client, seats: Sequence[Sold], now: datetime) -> None:
    """Give leased seats other days: what stood for their sources is released and taken anew.

    :raises SeatTaken: and the others of :func:`occupy`, when the new days are not free.
    """
    release(claim=claim, now=now, sources=[seat.source for seat in seats])
    occupy(claim=claim, client=client, purpose=Purpose.LEASE, seats=seats)


def rewrite(*, claim: UUID, client: Client, seats: Sequence[Sold], now: datetime) -> None:
    """Write down anew what leased seats take, when that is no more than before: fewer days, or hours known by now.

    That is never refused: they keep the hand-over they were let with, and the rule of their room, whatever these have
    become since. Rows that stay as they are stay; the same again changes nothing.

    :raises SeatTaken: and the others of :func:`occupy`, when it is more after all: a country has changed its rules.
    """
    sources = [seat.source for seat in seats]
    before = list(Occupancy.objects.unreleased().filter(claim=claim, source__in=sources))
    guarded: dict[UUID, Minutes] = {}
    exclusive: dict[UUID, bool] = {}
    for row in before:
        guarded[row.source] = guarded.get(row.source, Minutes()) | row.guarded_minutes
        exclusive[row.source] = row.room_is_exclusive
    rows = _rows(claim=claim, client=client, purpose=Purpose.LEASE, seats=seats)
    for row in rows:
        row.guarded_minutes = row.minutes | (row.guarded_minutes & guarded[row.source])
        row.room_is_exclusive = exclusive[row.source]
    wanted = {_taking(row): row for row in rows if row.guarded_minutes}
    gone = [row.pk for row in before if wanted.pop(_taking(row), None) is None]
    Occupancy.objects.filter(pk__in=gone).update(released_at=now)
    _write(wanted.values())


def _taking(row: Occupancy) -> tuple[UUID, Period, Minutes, Minutes]:
    return row.source, row.days, row.minutes, row.guarded_minutes


def extend_expiry(*, claim: UUID, expires_at: datetime | None) -> None:
    """Give a hold another end, or none while somebody decides about it."""
    Occupancy.objects.unreleased().filter(claim=claim).update(expires_at=expires_at)
