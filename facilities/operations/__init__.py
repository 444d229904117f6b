"""The deeds of this room."""

from facilities.operations.bringing import bring, discard_import, progress_of, start_applying, work_on_imports
from facilities.operations.closing import close_workstation, reopen_workstation
from facilities.operations.editing import change_state
from facilities.operations.holidays import add_public_holidays
from facilities.operations.occupying import (
    Sold,
    extend_expiry,
    lock_workstations,
    occupy,
    promote,
    release,
    replace,
    settle,
)

__all__ = [
    "Sold",
    "add_public_holidays",
    "bring",
    "change_state",
    "close_workstation",
    "discard_import",
    "extend_expiry",
    "lock_workstations",
    "occupy",
    "progress_of",
    "promote",
    "release",
    "reopen_workstation",
    "replace",
    "settle",
    "start_applying",
    "work_on_imports",
]
