"""A company's account with each of our companies, as its accountant reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.access import first_books_day, legal_entities
from accounts.actors import Actor
from accounts.models import Client, LegalEntity
from billing.access import visible_documents
from billing.queries.statements import Statement, StatementLine, statement
from kernel.period import Period, add_months
from portal.csv_files import Column
from portal.forms.statements import StatementForm


@dataclass(frozen=True, slots=True)
class Row:
    """A posting in two columns, of which one is zero."""

    line: StatementLine
    billed: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account: with which of our companies, and what is billed and paid in the days asked for."""

    entity: LegalEntity
    statement: Statement

    @property
    def rows(self) -> list[Row]:
        zero = Decimal(0)
        return [Row(line, max(line.amount, zero), max(-line.amount, zero)) for line in self.statement.lines]

    @property
    def billed(self) -> Decimal:
        return sum((row.billed for row in self.rows), Decimal(0))

    @property
    def paid(self) -> Decimal:
        return sum((row.paid for row in self.rows), Decimal(0))


@dataclass(frozen=True, slots=True)
class StatementPage:
    form: StatementForm
    days: Period
    accounts: Sequence[AccountView]


def statement_page(client: Client, *, actor: Actor, data: Any, now: datetime) -> StatementPage:
    """The accounts for the days asked for, the last three months unless told."""
    today = first_books_day(now)
    usual = Period.inclusive(add_months(today.replace(day=1), -2), today)
    form = StatementForm(data or None, initial={"days": usual})
    days = form.cleaned_data["days"] if form.is_bound and form.is_valid() else usual
    held = visible_documents(actor).filter(client=client).order_by().values_list("legal_entity", "currency").distinct()
    entities = legal_entities().in_bulk({entity for entity, _currency in held})
    accounts = [
        AccountView(
            entities[entity],
            statement(client=client, legal_entity=entities[entity], currency=currency, days=days),
        )
        for entity, currency in sorted(held, key=lambda each: (entities[each[0]].name, each[1]))
    ]
    return StatementPage(form, days, accounts)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A line of the file: a posting of one account, or what stood there before the first; ``amount`` is empty then."""

    account: AccountView
    on: date
    what: str
    amount: Decimal | None
    balance: Decimal


COLUMNS: tuple[Column[FileRow], ...] = (
    (_("Company"), lambda row: row.account.entity.name),
    (_("Currency"), lambda row: row.account.statement.currency),
    (_("Day"), lambda row: row.on),
    (_("What"), lambda row: row.what),
    (_("Amount"), lambda row: row.amount),
    (_("Balance"), lambda row: row.balance),
)


def file_rows(page: StatementPage) -> Iterator[FileRow]:
    """Yield the lines of the file, account by account."""
    for account in page.accounts:
        yield FileRow(account, page.days.start, str(_("Balance before")), None, account.statement.opening)
        for line in account.statement.lines:
            yield FileRow(account, line.on, line.description, line.amount, line.balance)
