"""The books of a legal entity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from accounts.models import LegalEntity
from ledger.models import JournalLine
from ledger.queries.chart import ChartAccount, chart


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """The movements on an account, in the currency of the books; ``debit`` and ``credit`` are both positive."""

    account: ChartAccount
    debit: Decimal
    credit: Decimal

    @property
    def balance(self) -> Decimal:
        """Debits less credits."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class TrialBalance:
    entity: LegalEntity
    until: date
    accounts: Sequence[AccountBalance]

    @property
    def debit(self) -> Decimal:
        return sum((row.debit for row in self.accounts), Decimal(0))

    @property
    def credit(self) -> Decimal:
        return sum((row.credit for row in self.accounts), Decimal(0))


def trial_balance(entity: LegalEntity, *, until: date) -> TrialBalance:
    """Every account of the chart up to and including ``until``, in its order; two queries."""
    rows = (
        JournalLine.objects.filter(entry__legal_entity=entity, entry__posted_on__lte=until)
        .order_by()
        .values_list("account")
        .annotate(
            debit=Sum("functional", filter=Q(functional__gt=0), default=Decimal(0)),
            credit=Sum("functional", filter=Q(functional__lt=0), default=Decimal(0)),
        )
    )
    moved = {account: (debit, -credit) for account, debit, credit in rows}
    accounts = [AccountBalance(each, *moved.get(each.role, (Decimal(0), Decimal(0)))) for each in chart(entity)]
    return TrialBalance(entity, until, accounts)
