"""The deeds of this room."""

from bookings.operations.clocks import note_collision, resolve_hours
from bookings.operations.deciding import confirm, decline
from bookings.operations.holding import cancel, expire_hold, hold, submit
from bookings.operations.hours import set_hours
from bookings.operations.leaving import give_notice, terminate, withdraw_notice
from bookings.operations.moving import move_seats
from bookings.operations.reminding import remind_of_change, remind_of_renewal
from bookings.operations.resizing import add_seats, remove_seats
from bookings.operations.taking_over import RunningLease, take_over
from bookings.operations.turning import activate, end
from bookings.operations.waiting import (
    join_waitlist,
    leave_waitlist,
    offer_seats,
    settle_offer,
    withdraw_waitlist_entry,
)

__all__ = [
    "RunningLease",
    "activate",
    "add_seats",
    "cancel",
    "confirm",
    "decline",
    "end",
    "expire_hold",
    "give_notice",
    "hold",
    "join_waitlist",
    "leave_waitlist",
    "move_seats",
    "note_collision",
    "offer_seats",
    "remind_of_change",
    "remind_of_renewal",
    "remove_seats",
    "resolve_hours",
    "set_hours",
    "settle_offer",
    "submit",
    "take_over",
    "terminate",
    "withdraw_notice",
    "withdraw_waitlist_entry",
]
