"""The deeds of this room."""

from facilities.operations.closing import close_workstation, reopen_workstation
from facilities.operations.editing import change_state
from facilities.operations.occupying import Sold, extend_expiry, lock_workstations, occupy, promote, release, replace

__all__ = [
    "Sold",
    "change_state",
    "close_workstation",
    "extend_expiry",
    "lock_workstations",
    "occupy",
    "promote",
    "release",
    "reopen_workstation",
    "replace",
]
