"""The operations of this app."""

from facilities.operations.assets import place_asset, store_asset, swap_assets
from facilities.operations.closures import close_workstation, close_workstations, reopen_workstation
from facilities.operations.editing import change_state
from facilities.operations.faults import fix_fault, report_fault
from facilities.operations.holidays import add_public_holidays
from facilities.operations.occupancy import (
    Sold,
    extend_expiry,
    lock_workstations,
    occupy,
    occupy_for_many,
    promote,
    release,
    replace,
    rewrite,
)
from facilities.operations.price_lists import copy_prices, require_copies
from facilities.operations.versions import compact_revisions

__all__ = [
    "Sold",
    "add_public_holidays",
    "change_state",
    "close_workstation",
    "close_workstations",
    "compact_revisions",
    "copy_prices",
    "extend_expiry",
    "fix_fault",
    "lock_workstations",
    "occupy",
    "occupy_for_many",
    "place_asset",
    "promote",
    "release",
    "reopen_workstation",
    "replace",
    "report_fault",
    "require_copies",
    "rewrite",
    "store_asset",
    "swap_assets",
]
