"""What can never be true of the books, whoever writes the row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from accounts.models import Client, LegalEntity
from kernel.period import Period
from ledger.enums import Account
from ledger.models import AccountingPeriod, ExchangeRate, JournalEntry, JournalLine, LedgerAccount
from tests import factories
from tests.billing.rows import DECEMBER, NOW
from tests.raw_rows import constraints_of, refused_by, triggers_of

pytestmark = pytest.mark.django_db

Write = Callable[[], object]
WHOLE_DECEMBER = Period(DECEMBER, date(2027, 1, 1))


def entity() -> LegalEntity:
    return LegalEntity.objects.first() or factories.make_legal_entity()


def client() -> Client:
    return Client.objects.first() or factories.make_client("Acme")


def entry(on: date = DECEMBER) -> JournalEntry:
    return JournalEntry.objects.create(legal_entity=entity(), posted_on=on)


def line(**fields: Any) -> JournalLine:
    values = {"account": Account.CASH, "currency": "PHP", "amount": Decimal(0), "functional": Decimal(0), **fields}
    return JournalLine.objects.create(entry=entry(), client=client(), **values)


def rate(**fields: Any) -> ExchangeRate:
    values = {"currency": "USD", "functional_currency": "PHP", "on": DECEMBER, "rate": Decimal(58), "source": "BSP"}
    return ExchangeRate.objects.create(**{**values, **fields})


def account(role: str = "cash", code: str = "1010") -> LedgerAccount:
    return LedgerAccount.objects.create(legal_entity=entity(), role=role, code=code)


def period(days: Period = WHOLE_DECEMBER) -> AccountingPeriod:
    return AccountingPeriod.objects.create(legal_entity=entity(), days=days, closed_at=NOW)


def post_into_a_closed_period() -> None:
    period()
    entry(date(2026, 12, 31))


CASES: dict[str, Write] = {
    "exchange_rate_once_a_day": lambda: [rate(), rate()],
    "exchange_rate_is_positive": lambda: rate(rate=0),
    "journal_entry_balances": lambda: line(functional=Decimal("0.001")),
    "journal_entry_in_an_open_period": post_into_a_closed_period,
    "journal_line_account_is_known": lambda: line(account="petty"),
    "ledger_account_one_a_role": lambda: [account(), account(code="1011")],
    "ledger_account_code_once": lambda: [account(), account("receivables")],
    "ledger_account_role_is_known": lambda: account("petty"),
    "ledger_account_has_a_code": lambda: account(code=""),
    "accounting_period_days_once": lambda: [period(), period(Period(date(2026, 12, 31), date(2027, 2, 1)))],
    "accounting_period_has_a_last_day": lambda: period(Period(DECEMBER)),
    "ledger_journalentry_append_only": lambda: JournalEntry.objects.filter(pk=entry().pk).update(posted_on=NOW),
    "ledger_journalline_append_only": lambda: JournalLine.objects.filter(pk=line().pk).update(account="revenue"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(name: str) -> None:
    assert refused_by(CASES[name]) == name


def test_every_constraint_has_a_case() -> None:
    assert CASES.keys() == constraints_of("ledger") | triggers_of("ledger")


@pytest.mark.parametrize("model", [JournalLine, JournalEntry])
def test_what_was_posted_is_never_deleted(model: type[Model]) -> None:
    line()
    rows = model._default_manager.all()
    assert refused_by(lambda: rows._raw_delete(rows.db)) == f"{model._meta.db_table}_append_only"
    assert rows.exists()


def test_days_beside_a_closed_period_and_those_of_another_company_are_open() -> None:
    period()
    other = factories.make_legal_entity(tax_id="2")
    assert entry(date(2026, 11, 30)).posted_on < DECEMBER
    assert entry(date(2027, 1, 1)).posted_on > DECEMBER
    assert JournalEntry.objects.create(legal_entity=other, posted_on=DECEMBER).legal_entity == other


def test_a_period_opened_again_takes_postings() -> None:
    closed = period()
    with pytest.raises(IntegrityError), transaction.atomic():
        entry()
    AccountingPeriod.objects.filter(pk=closed.pk).update(reopened_at=NOW)
    assert entry().posted_on == DECEMBER
