"""The words of this app."""

from ledger.models.accounts import LedgerAccount
from ledger.models.journal import JournalEntry, JournalLine
from ledger.models.periods import AccountingPeriod
from ledger.models.rates import ExchangeRate

__all__ = ["AccountingPeriod", "ExchangeRate", "JournalEntry", "JournalLine", "LedgerAccount"]
