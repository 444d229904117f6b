"""What the staff's desk asks of billing: the board, a run's page, what a payment would settle, the books."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM, Actor, Person
from accounts.errors import NotAllowed
from accounts.models import Client, LegalEntity, User
from billing.access import visible_documents, visible_notices, visible_runs
from billing.enums import ItemState
from billing.models import Document
from billing.operations import (
    approve_certificate,
    bill_booking,
    discard_run,
    give_transfer_notice,
    issue_run,
    prepare_run,
    record_payment,
    work_chunk,
)
from billing.queries.applications import effect
from billing.queries.board import MoneyBoard, board
from billing.queries.runs import run_items, run_page
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period
from ledger.enums import Account
from ledger.queries.balances import trial_balance
from tests.billing.rows import DECEMBER, JANUARY, NOW, make_certificate, make_lease


@pytest.fixture
def invoice(lease: Booking) -> Document:
    """Acme's for December: PHP 201,600.00, due on the fifth working day."""
    issued = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert issued is not None
    return issued


def money(at_days: int = 0) -> MoneyBoard:
    return board(
        notices=visible_notices(SYSTEM),
        documents=visible_documents(SYSTEM),
        runs=visible_runs(SYSTEM),
        now=NOW + timedelta(days=at_days),
    )


# --- The board -------------------------------------------------------------------------------------------------


def test_a_document_is_overdue_the_day_after_it_is_due(invoice: Document) -> None:
    due_in = (invoice.due_on - DECEMBER).days
    assert money(due_in).overdue == []
    [late] = money(due_in + 1).overdue
    assert (late.currency, late.documents, late.amount) == ("PHP", 1, Decimal(201600))


def test_transfers_wait_oldest_first_until_they_are_decided(invoice: Document, staff: Actor) -> None:
    for hour, reference in ((2, "second"), (1, "first")):
        give_transfer_notice(
            document=invoice, amount=Decimal(5), transferred_on=DECEMBER, reference=reference, actor=staff,
            now=NOW + timedelta(hours=hour),
        )  # fmt: skip
    assert [notice.reference for notice in money().notices] == ["first", "second"]


def test_the_month_of_each_entity_shows_its_latest_run_that_stands(provider: LegalEntity, lease: Booking) -> None:
    assert [each.run for each in money().runs] == [None]
    run = prepare_run(legal_entity=provider, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert [each.run for each in money().runs] == [run]
    assert [each.run for each in money(-2).runs] == [None]
    discard_run(run=run, actor=SYSTEM, now=NOW)
    assert [each.run for each in money().runs] == [None]


# --- A run's page ----------------------------------------------------------------------------------------------


@pytest.fixture
def leases(
    acme: Client, globex: Client, facility: Facility, day_shift: ShiftPattern, standard: Package
) -> list[Booking]:
    """Of 1, 2 and 3 seats."""
    return [make_lease(acme, facility, day_shift, standard, seats=seats) for seats in (1, 2, 3)]


def test_a_run_adds_up_what_it_would_issue_and_what_it_issued(provider: LegalEntity, leases: list[Booking]) -> None:
    run = prepare_run(legal_entity=provider, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert (run_page(run).items, run_page(run).waiting) == (3, 3)
    work_chunk(run=run, now=NOW)
    page = run_page(run)
    [total] = page.totals
    assert (total.net, total.tax, total.gross) == (Decimal(54000), Decimal(6480), Decimal(60480))
    assert (page.to_issue, page.warnings, total.documents) == (3, 3, 3)
    assert total.difference == total.gross
    issue_run(run=run, bookings=[leases[2].pk], actor=SYSTEM, now=NOW)
    work_chunk(run=run, now=NOW)
    page = run_page(run)
    [issued] = page.issued
    assert (issued.documents, issued.gross) == (1, Decimal(30240))
    assert not page.totals
    assert page.counts[ItemState.SKIPPED] == 2


def test_what_failed_is_read_first_and_what_warns_next(
    provider: LegalEntity, leases: list[Booking], globex: Client, facility: Facility, standard: Package
) -> None:
    for lease in leases:
        bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    first_time = make_lease(globex, facility, leases[0].pattern, standard, seats=4)
    run = prepare_run(legal_entity=provider, month=JANUARY, issue_on=JANUARY, actor=SYSTEM, now=NOW)
    work_chunk(run=run, now=NOW)
    broken = run.items.get(booking=leases[1])
    broken.state = ItemState.FAILED
    broken.save()
    assert [item.booking for item in run_items(run)][:2] == [leases[1], first_time]


def test_the_head_of_a_run_costs_four_queries(provider: LegalEntity, leases: list[Booking]) -> None:
    run = prepare_run(legal_entity=provider, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    work_chunk(run=run, now=NOW)
    with CaptureQueriesContext(connection) as queries:
        run_page(run)
    assert len(queries) == 4


# --- What a payment would settle -------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["bank_transfer", "certificate"])
@pytest.mark.parametrize("amount", ["1000", "192600", "201600", "250000"])
def test_what_is_foreseen_is_what_is_done(
    provider: LegalEntity, acme: Client, invoice: Document, method: str, amount: str
) -> None:
    asked = {
        "client": acme, "legal_entity": provider, "currency": "PHP", "amount": Decimal(amount), "method": method,
    }  # fmt: skip
    foreseen = effect(**asked)  # type: ignore[arg-type]
    payment = record_payment(**asked, received_on=DECEMBER, reference="R", actor=SYSTEM, now=NOW)  # type: ignore[arg-type]
    done = [(part.document, part.amount) for part in payment.applications.all()]
    assert [(share.document, share.part) for share in foreseen.shares] == done
    assert payment.status.unapplied == foreseen.unapplied


# --- The books, and certificates -------------------------------------------------------------------------------


def test_the_trial_balance_has_every_account_and_balances(
    provider: LegalEntity, acme: Client, invoice: Document
) -> None:
    record_payment(
        client=acme, legal_entity=provider, method="bank_transfer", amount=Decimal(1600), currency="PHP",
        received_on=DECEMBER, reference="R", actor=SYSTEM, now=NOW,
    )  # fmt: skip
    books = trial_balance(provider, until=DECEMBER)
    balances = {row.account.role: row.balance for row in books.accounts}
    assert set(balances) == set(Account)
    assert balances[Account.RECEIVABLES] == Decimal(200000)
    assert balances[Account.REVENUE] == Decimal(-180000)
    assert balances[Account.CASH] == Decimal(1600)
    assert books.debit == books.credit
    assert trial_balance(provider, until=date(2026, 11, 30)).debit == 0


def test_a_certificate_is_approved_once_and_by_staff(acme: Client, staff: Actor, olga: User) -> None:
    certificate = make_certificate(acme, Period(DECEMBER), approved_at=None)
    with pytest.raises(NotAllowed):
        approve_certificate(certificate=certificate, actor=Person(olga), now=NOW)
    approve_certificate(certificate=certificate, actor=staff, now=NOW)
    later = approve_certificate(certificate=certificate, actor=staff, now=NOW + timedelta(days=1))
    assert later.approved_at == NOW
