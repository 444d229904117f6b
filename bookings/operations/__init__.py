"""The operations of this app."""

from bookings.operations.clocks import note_conflict, resolve_hours
from bookings.operations.decisions import confirm, decline
from bookings.operations.holds import cancel, expire_hold, hold, submit
from bookings.operations.hours import set_hours
from bookings.operations.leaving import give_notice, terminate, withdraw_notice
from bookings.operations.lifecycle import activate, end
from bookings.operations.moving import move_seats
from bookings.operations.reminders import remind_of_change, remind_of_renewal
from bookings.operations.resizing import add_seats, remove_seats
from bookings.operations.takeover import RunningLease, take_over
from bookings.operations.waitlist import (
    close_offer,
    join_waitlist,
    leave_waitlist,
    offer_seats,
    withdraw_waitlist_entry,
)

__all__ = [
    "RunningLease",
    "activate",
    "add_seats",
    "cancel",
    "close_offer",
    "confirm",
    "decline",
    "end",
    "expire_hold",
    "give_notice",
    "hold",
    "join_waitlist",
    "leave_waitlist",
    "move_seats",
    "note_conflict",
    "offer_seats",
    "remind_of_change",
    "remind_of_renewal",
    "remove_seats",
    "resolve_hours",
    "set_hours",
    "submit",
    "take_over",
    "terminate",
    "withdraw_notice",
    "withdraw_waitlist_entry",
]
