"""Changes of a lease as values, and what each of them makes of it: pure, and the one place that refuses by policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import assert_never

from bookings.changes.notice import GiveNotice, WithdrawNotice, give_notice, withdraw_notice
from bookings.changes.previews import Preview
from bookings.changes.replay import advance, stages
from bookings.changes.seats import AddSeats, MoveSeats, RemoveSeats, add_seats, move_seats, remove_seats
from bookings.changes.termination import Terminate, terminate
from bookings.changes.withdrawal import WithdrawChange, withdraw_change
from bookings.enums import Authority
from bookings.lease import Lease

Change = AddSeats | RemoveSeats | MoveSeats | GiveNotice | WithdrawNotice | Terminate | WithdrawChange

__all__ = [
    "AddSeats",
    "Change",
    "GiveNotice",
    "MoveSeats",
    "Preview",
    "RemoveSeats",
    "Terminate",
    "WithdrawChange",
    "WithdrawNotice",
    "advance",
    "apply",
    "stages",
]


def apply(lease: Lease, change: Change, by: Authority, today: date) -> Lease:
    """Return the lease with ``change``; ``latest`` is the entry that it became.

    Seats must have been chosen: an `AddSeats` names its workstations, a `MoveSeats` all its targets.

    :param today: at the facility. A change whose day is still ahead is planned, another has begun.
    :raises Refusal: where policy says no; those of each change stand at the function of its name.
    :raises BreaksAPlannedChange: where a change planned already would not be possible any more.
    """
    lease = replace(advance(lease, today), latest=None)
    match change:
        case AddSeats():
            return add_seats(lease, change, by, today)
        case RemoveSeats():
            return remove_seats(lease, change, by, today)
        case MoveSeats():
            return move_seats(lease, change, by, today)
        case GiveNotice():
            return give_notice(lease, change, by, today)
        case WithdrawNotice():
            return withdraw_notice(lease, by, today)
        case Terminate():
            return terminate(lease, change, by, today)
        case WithdrawChange():
            return withdraw_change(lease, change, by, today)
        case _:
            assert_never(change)
