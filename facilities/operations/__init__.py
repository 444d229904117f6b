"""The deeds of this room."""

from facilities.operations.bringing import bring, discard_import, progress_of, start_applying, work_on_imports
from facilities.operations.closing import close_workstation, reopen_workstation
from facilities.operations.drafting import (
    adopt_plan,
    attach_background,
    bring_plan,
    discard_draft,
    restore_version,
    save_draft,
    start_draft,
)
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
from facilities.operations.publishing import preview_publication, publish_plan

__all__ = [
    "Sold",
    "add_public_holidays",
    "adopt_plan",
    "attach_background",
    "bring",
    "bring_plan",
    "change_state",
    "close_workstation",
    "discard_draft",
    "discard_import",
    "extend_expiry",
    "lock_workstations",
    "occupy",
    "preview_publication",
    "progress_of",
    "promote",
    "publish_plan",
    "release",
    "reopen_workstation",
    "replace",
    "restore_version",
    "save_draft",
    "settle",
    "start_applying",
    "start_draft",
    "work_on_imports",
]
