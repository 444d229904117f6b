"""The operations of this app."""

from ledger.operations.journal import Journal
from ledger.operations.periods import close_period, reopen_period

__all__ = ["Journal", "close_period", "reopen_period"]
