"""The frame of every operation on a booking: lock, check the move, save, log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.actors import Actor
from accounts.operations import record
from bookings.enums import MOVES, BookingState
from bookings.models import Booking
from kernel import states
from kernel.states import require_move


def locked(booking: Booking) -> Booking:
    """The booking as it stands now, locked until the transaction ends. Lock workstations before, money after."""
    return (
        Booking.objects.select_related("client", "facility", "package", "pattern")
        .select_for_update(no_key=True, of=("self",))
        .get(pk=booking.pk)
    )


def locked_for(booking: Booking, to: BookingState, *, out_of: BookingState | None = None) -> Booking:
    """:func:`locked`, if the booking may move to ``to``; asked first, so that an operation come too late says so.

    :param out_of: the one state this operation begins in, where other operations lead to ``to`` as well.
    :raises WrongState: naming both states.
    """
    booking = locked(booking)
    elsewhere = out_of is not None and booking.state != out_of
    require_move({**MOVES, booking.state: frozenset()} if elsewhere else MOVES, booking, to)
    return booking


def move(
    booking: Booking,
    to: BookingState,
    *,
    actor: Actor,
    now: datetime,
    verb: str,
    details: dict[str, Any] | None = None,
    **fields: Any,
) -> Booking:
    """Change the state of a locked booking together with ``fields``, and log it.

    :raises WrongState: when the table of moves doesn't have it.
    """
    states.move(booking, to, MOVES, **fields)
    record(actor=actor, verb=verb, subject=booking, now=now, **(details or {}))
    return booking


def save_and_log(
    booking: Booking, *, actor: Actor, now: datetime, verb: str, details: dict[str, Any] | None = None, **fields: Any
) -> Booking:
    """Change ``fields`` of a locked booking without a move, and log it."""
    for name, value in fields.items():
        setattr(booking, name, value)
    if fields:
        booking.save(update_fields=list(fields))
    record(actor=actor, verb=verb, subject=booking, now=now, **(details or {}))
    return booking
