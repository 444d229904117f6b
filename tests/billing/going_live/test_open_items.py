"""What clients owe from before comes over under its own number, and is paid, reminded of and aged like an invoice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from accounts.actors import SYSTEM
from accounts.models import Client, LegalEntity
from audit.models import AuditEntry
from billing.chain import canonical, chained
from billing.enums import DocumentKind
from billing.models import Document, Payment
from billing.operations import apply_payment, record_payment
from billing.operations.delivery import apply_unapplied, remind, tell_of_document
from billing.operations.going_live import apply, check
from billing.queries.delivery import overdue_documents
from billing.queries.statements import ageing, statement
from facilities.models import Facility
from kernel.period import Period
from ledger.enums import Account
from ledger.models import JournalLine
from outbox.models import Message
from tests import factories
from tests.billing.books import assert_balances_agree_with_the_ledger, assert_ledger_balances
from tests.billing.going_live.books import Tables, item, open_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables(cebu: Facility) -> Tables:
    return open_items()


@pytest.fixture
def entity(cebu: Facility) -> LegalEntity:
    return cebu.legal_entity


def brought(number: str) -> Document:
    return Document.objects.select_related("status", "client", "legal_entity").get(number=number)


def paid(client: Client, entity: LegalEntity, amount: str, **fields: Any) -> None:
    values = {"method": "bank_transfer", "currency": "PHP", "received_on": date(2026, 11, 20), "reference": "T-1"}
    record_payment(client=client, legal_entity=entity, amount=Decimal(amount), actor=SYSTEM, **{**values, **fields})


def test_an_unpaid_invoice_stands_in_the_books_under_its_number(
    tables: Tables, entity: LegalEntity, now: datetime
) -> None:
    found = apply(tables=tables, actor=SYSTEM, now=now)
    assert [len(part.new) for part in found.comparisons if part.sheet.name == "open_items"] == [2]
    document = brought("OLD-17")
    assert (document.kind, document.client.name, document.booking, document.series) == (
        DocumentKind.BROUGHT_FORWARD, "Initrode", None, None,
    )  # fmt: skip
    assert (document.gross, document.tax, document.due_on) == (Decimal(19152), Decimal(0), date(2026, 11, 6))
    assert (document.status.open_balance, document.status.withholding_outstanding) == (Decimal(19152), Decimal(855))
    assert document.notes == ["Seats for November"]
    assert document.hash == chained("", canonical(document, [], []))
    sums = dict(
        JournalLine.objects.filter(entry__document__isnull=False)
        .order_by()
        .values_list("account")
        .annotate(sum=Sum("functional"))
    )
    assert sums == {Account.RECEIVABLES: Decimal(19000), Account.OPENING: Decimal(-19000)}
    assert_ledger_balances(entity)
    assert_balances_agree_with_the_ledger(entity)
    assert set(AuditEntry.objects.filter(verb="billing.brought_forward").values_list("details__number", flat=True)) == {
        "OLD-17", "OLD-18",
    }  # fmt: skip


def test_nobody_is_mailed_an_invoice_that_they_have_already(tables: Tables, now: datetime) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    assert Document.objects.count() == 2
    assert tell_of_document(now=now) is None
    assert not Message.objects.exists()


def test_the_same_items_again_change_nothing(tables: Tables, now: datetime) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    paid(brought("OLD-17").client, brought("OLD-17").legal_entity, "500", now=now)
    assert not check(tables=tables, now=now).changes_anything
    assert apply(tables=tables, actor=SYSTEM, now=now).problems == []
    assert Document.objects.count() == 2


def test_money_finds_it_before_anything_that_is_due_later(tables: Tables, entity: LegalEntity, now: datetime) -> None:
    tables["open_items"].append(item("OLD-19", "Initrode", open="300", due_on="2026-11-30"))
    apply(tables=tables, actor=SYSTEM, now=now)
    paid(brought("OLD-17").client, entity, "18397", now=now)
    assert brought("OLD-17").status.open_balance == 855
    assert brought("OLD-19").status.open_balance == 200
    paid(brought("OLD-17").client, entity, "855", method="certificate", reference="2307-1", now=now)
    assert brought("OLD-17").status.paid_at == now
    assert_balances_agree_with_the_ledger(entity)


def test_a_credit_from_before_goes_to_the_next_thing_owed(tables: Tables, entity: LegalEntity, now: datetime) -> None:
    tables["open_items"].append(item("OLD-20", "Hooli", open="200"))
    apply(tables=tables, actor=SYSTEM, now=now)
    hooli = brought("OLD-18").client
    assert brought("OLD-20").status.open_balance == 200
    apply_unapplied(entity=entity, client=hooli.pk, now=now)
    assert brought("OLD-18").status.open_balance == 0
    assert brought("OLD-20").status.open_balance == 48
    assert_ledger_balances(entity)
    assert_balances_agree_with_the_ledger(entity)


def test_money_left_over_goes_to_it_too(tables: Tables, entity: LegalEntity, now: datetime) -> None:
    clients = {name: tables[name] for name in ("clients", "people")}
    apply(tables=clients, actor=SYSTEM, now=now)
    initrode = Client.objects.get(name="Initrode")
    paid(initrode, entity, "1000", now=now)
    apply(tables=tables, actor=SYSTEM, now=now)
    apply_payment(payment=Payment.objects.get(client=initrode), actor=SYSTEM, now=now)
    assert brought("OLD-17").status.open_balance == 18152


def test_it_ages_and_is_reminded_of_from_its_own_due_day(tables: Tables, entity: LegalEntity, now: datetime) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    today = date(2026, 11, 13)
    [age] = ageing(legal_entity=entity, today=date(2026, 12, 20))
    assert (age.client.name, age.to_60, age.total, age.withholding_outstanding) == (
        "Initrode", Decimal(19152), Decimal(19152), Decimal(855),
    )  # fmt: skip
    [late] = overdue_documents(entity, today)
    assert remind(document=late, today=today, now=now)
    message = Message.objects.get()
    assert message.to == "bills@initrode.example.com"
    assert "OLD-17" in message.text
    assert "18,297.00" in message.text


def test_the_statement_begins_with_what_was_brought_forward(tables: Tables, entity: LegalEntity, now: datetime) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    days = Period(now.date() - timedelta(days=1), now.date() + timedelta(days=9))
    found = statement(client=brought("OLD-17").client, legal_entity=entity, currency="PHP", days=days)
    assert [(line.description, line.amount) for line in found.lines] == [("OLD-17, brought forward", Decimal(19152))]
    assert (found.opening, found.closing) == (Decimal(0), Decimal(19152))


CELLS: list[tuple[str, str, str]] = [
    ("client", "Umbrella", "There is no such company."),
    ("number", "", "Fill in this cell."),
    ("company", "Somebody Else", "Enter which of your companies is owed: "),
    ("issued_on", "2027-06-01", "This day has yet to come."),
    ("due_on", "2026-10-31", "Nothing is due before it is issued."),
    ("currency", "CHF", "There is no exchange rate from CHF"),
    ("open", "0", "Nothing is open."),
    ("open", "lots", "Enter an amount such as 9.00"),
    ("as_certificate", "19152.01", "The certificate is a part of what is open."),
]


@pytest.mark.parametrize(("column", "cell", "message"), CELLS, ids=[f"{column}-{cell}" for column, cell, _ in CELLS])
def test_a_wrong_cell_is_named(tables: Tables, now: datetime, column: str, cell: str, message: str) -> None:
    tables["open_items"][0][column] = cell
    problems = check(tables=tables, now=now).problems
    assert [(each.sheet, each.line, each.column) for each in problems] == [("open_items", 2, column)]
    assert message in problems[0].message


def test_yen_have_no_fractions(tables: Tables, now: datetime) -> None:
    tables["open_items"][0].update(currency="JPY", open="10.50", as_certificate="")
    messages = [each.message for each in check(tables=tables, now=now).problems]
    assert "This currency has no such fractions. Round the amount." in messages


def test_an_item_that_is_here_already_is_not_changed(tables: Tables, now: datetime) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    tables["open_items"][0]["open"] = "19000"
    [problem] = check(tables=tables, now=now).problems
    assert (problem.column, problem.value) == ("open", "19000.00")
    assert "This item is here already, with 19152.00." in problem.message


def test_of_several_companies_of_ours_the_file_names_the_one_owed(
    tables: Tables, entity: LegalEntity, now: datetime
) -> None:
    other = factories.make_legal_entity(name=entity.name, branch_code="00002")
    names = {f"{entity.name} {each.branch_code}" for each in (entity, other)}
    problems = check(tables=tables, now=now).problems
    assert [(each.line, each.column) for each in problems] == [(2, "company"), (3, "company")]
    assert all(name in problems[0].message for name in names)
    for row in tables["open_items"]:
        row["company"] = f"{entity.name} 00002"
    apply(tables=tables, actor=SYSTEM, now=now)
    assert brought("OLD-17").legal_entity == other
    assert not check(tables=tables, now=now).changes_anything
