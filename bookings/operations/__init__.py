"""The operations of this app."""

from bookings.operations.changes import Acceptance, begin_changes, change, preview
from bookings.operations.clocks import note_conflict, resolve_hours
from bookings.operations.decisions import confirm, decline
from bookings.operations.holds import cancel, expire_hold, hold, submit
from bookings.operations.hours import set_hours
from bookings.operations.lifecycle import activate, end
from bookings.operations.reminders import remind_of_change, remind_of_renewal
from bookings.operations.takeover import RunningLease, take_over
from bookings.operations.waitlist import (
    close_offer,
    join_waitlist,
    leave_waitlist,
    offer_seats,
    withdraw_waitlist_entry,
)

__all__ = [
    "Acceptance",
    "RunningLease",
    "activate",
    "begin_changes",
    "cancel",
    "change",
    "close_offer",
    "confirm",
    "decline",
    "end",
    "expire_hold",
    "hold",
    "join_waitlist",
    "leave_waitlist",
    "note_conflict",
    "offer_seats",
    "preview",
    "remind_of_change",
    "remind_of_renewal",
    "resolve_hours",
    "set_hours",
    "submit",
    "take_over",
    "withdraw_waitlist_entry",
]
