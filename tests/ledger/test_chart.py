"""The trial balance says the accounts as the company's accountants do."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import LegalEntity
from ledger.enums import Account
from ledger.models import LedgerAccount
from ledger.queries.balances import trial_balance
from ledger.queries.chart import chart
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_company_that_says_nothing_has_the_standard_codes(provider: LegalEntity) -> None:
    accounts = chart(provider)
    assert {account.role for account in accounts} == set(Account)
    assert [(each.code, each.name) for each in accounts][:2] == [
        ("1000", "Cash in bank"), ("1200", "Trade receivables"),
    ]  # fmt: skip


def test_codes_and_names_are_those_of_the_company(provider: LegalEntity) -> None:
    other = factories.make_legal_entity(tax_id="2")
    LedgerAccount.objects.create(legal_entity=provider, role=Account.REVENUE, code="0400", name="Rent of seats")
    LedgerAccount.objects.create(legal_entity=provider, role=Account.CASH, code="BDO-1")
    accounts = [(each.account.code, each.account.name) for each in trial_balance(provider, until=date.max).accounts]
    assert accounts[0] == ("0400", "Rent of seats")
    assert accounts[-1] == ("BDO-1", "Cash in bank")
    assert ("4000", "Seat revenue") in [(each.code, each.name) for each in chart(other)]
