"""Changes of a lease by the verb, for tests that are about something else than how a change is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from accounts.actors import Actor
from bookings import operations
from bookings.changes import (
    AddSeats,
    Change,
    GiveNotice,
    MoveSeats,
    RemoveSeats,
    Terminate,
    WithdrawChange,
    WithdrawNotice,
)
from bookings.models import Booking


def change(booking: Booking, wanted: Change, *, actor: Actor, now: datetime) -> Booking:
    """The booking after the change."""
    return operations.change(booking=booking, change=wanted, actor=actor, now=now).booking


def add_seats(
    *,
    booking: Booking,
    effective_on: date,
    actor: Actor,
    now: datetime,
    workstations: Iterable[UUID] | None = None,
    seats: int | None = None,
) -> Booking:
    wanted = AddSeats(effective_on, tuple(workstations or ()), seats or 0)
    return change(booking, wanted, actor=actor, now=now)


def remove_seats(
    *, booking: Booking, effective_on: date, workstations: Iterable[UUID], actor: Actor, now: datetime
) -> Booking:
    return change(booking, RemoveSeats(effective_on, tuple(workstations)), actor=actor, now=now)


def move_seats(
    *,
    booking: Booking,
    moves: Mapping[UUID, UUID | None],
    effective_on: date,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> Booking:
    return change(booking, MoveSeats(effective_on, moves, reason), actor=actor, now=now)


def give_notice(*, booking: Booking, actor: Actor, now: datetime, last_day: date | None = None) -> Booking:
    return change(booking, GiveNotice(last_day), actor=actor, now=now)


def withdraw_notice(*, booking: Booking, actor: Actor, now: datetime) -> Booking:
    return change(booking, WithdrawNotice(), actor=actor, now=now)


def terminate(*, booking: Booking, last_day: date, reason: str, actor: Actor, now: datetime) -> Booking:
    return change(booking, Terminate(last_day, reason), actor=actor, now=now)


def withdraw_change(*, booking: Booking, number: int, actor: Actor, now: datetime) -> Booking:
    return change(booking, WithdrawChange(number), actor=actor, now=now)
