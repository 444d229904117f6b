"""The chart of accounts of a company."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import LegalEntity
from ledger.enums import STANDARD_CODES, Account
from ledger.models import LedgerAccount


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """An account as a company's accountants call it."""

    role: Account
    code: str
    name: str


def chart(entity: LegalEntity) -> list[ChartAccount]:
    """Every account in the order of its code: the company's own codes and names, else the standard ones; one query."""
    own = {row.role: row for row in LedgerAccount.objects.filter(legal_entity=entity)}
    accounts = [
        ChartAccount(role, row.code if row else STANDARD_CODES[role], row.name if row and row.name else str(role.label))
        for role in Account
        for row in [own.get(role)]
    ]
    return sorted(accounts, key=lambda account: account.code)
