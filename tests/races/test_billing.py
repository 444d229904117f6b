"""Rivals over money: the same run, the same booking, the same open invoice; and a worker that dies on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from decimal import Decimal
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.db import connection

from accounts.actors import SYSTEM
from accounts.models import Client, LegalEntity
from billing import errors
from billing.enums import ItemState, RunState
from billing.models import BillingRun, Document, DocumentStatus, PeriodRevision, RunItem
from billing.operations import (
    apply_payment,
    bill_booking,
    prepare_run,
    record_payment,
    reverse_payment,
    work_chunk,
)
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from local.paths import ROOT
from tests import factories
from tests.billing.books import assert_books_are_sound, assert_every_day_is_charged_once
from tests.billing.rows import DECEMBER, JANUARY, NOW, make_lease, make_philippine_rates, make_provider
from tests.races.conftest import Race

pytestmark = pytest.mark.django_db(transaction=True)

LEASES = 24


@pytest.fixture
def provider(transactional_db: None) -> LegalEntity:
    make_philippine_rates()
    return make_provider()


@pytest.fixture
def leases(
    provider: LegalEntity, day_shift: ShiftPattern, standard: Package, acme: Client, globex: Client
) -> list[Booking]:
    facility: Facility = factories.make_facility("Cebu IT Park", legal_entity=provider)
    return [
        make_lease(acme if n % 2 else globex, facility, day_shift, standard, seats=1 + n % 4) for n in range(LEASES)
    ]


def open_run(entity: LegalEntity, month: date = DECEMBER) -> BillingRun:
    return prepare_run(legal_entity=entity, month=month, issue_on=month, actor=SYSTEM, now=NOW, issues_by_itself=True)


def work(run: BillingRun, size: int = 3) -> None:
    mine = BillingRun.objects.select_related("legal_entity").get(pk=run.pk)
    while work_chunk(run=mine, now=NOW, size=size):
        pass


def assert_all_billed_once(entity: LegalEntity, leases: list[Booking]) -> None:
    assert Document.objects.count() == PeriodRevision.objects.count() == LEASES
    assert set(RunItem.objects.values_list("state", flat=True)) == {ItemState.ISSUED}
    for lease in leases:
        assert_every_day_is_charged_once(lease)
    assert_books_are_sound(entity)


def test_four_workers_share_a_run(race: Race, provider: LegalEntity, leases: list[Booking]) -> None:
    run = open_run(provider)
    outcome = race(*[partial(work, run)] * 4)
    assert outcome.refused == []
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert_all_billed_once(provider, leases)


def test_two_open_the_same_run(race: Race, provider: LegalEntity, leases: list[Booking]) -> None:
    outcome = race(*[partial(open_run, provider)] * 2)
    assert [type(refusal) for refusal in outcome.refused] == [errors.RunExists]
    assert BillingRun.objects.count() == 1


def test_the_run_and_staff_bill_the_same_bookings(race: Race, provider: LegalEntity, leases: list[Booking]) -> None:
    run = open_run(provider)

    def bill_all(order: list[Booking]) -> None:
        for lease in order:
            bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)

    outcome = race(partial(work, run), partial(bill_all, leases), partial(bill_all, leases[::-1]))
    assert outcome.refused == []
    assert Document.objects.count() == PeriodRevision.objects.count() == LEASES
    for lease in leases:
        assert_every_day_is_charged_once(lease)
    assert_books_are_sound(provider)


def test_two_months_are_run_at_once(race: Race, provider: LegalEntity, leases: list[Booking]) -> None:
    """Whichever comes first, each month of each booking is settled once and no day is charged twice."""
    runs = [open_run(provider), open_run(provider, JANUARY)]
    outcome = race(*(partial(work, run) for run in runs for _ in range(2)))
    assert outcome.refused == []
    assert PeriodRevision.objects.count() == 2 * LEASES
    for lease in leases:
        assert_every_day_is_charged_once(lease)


def test_two_payments_for_one_invoice(race: Race, provider: LegalEntity, leases: list[Booking]) -> None:
    lease = leases[3]
    invoice = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert invoice is not None

    def pay(reference: str) -> None:
        record_payment(
            client=lease.client, legal_entity=provider, method="cash", amount=invoice.gross, currency="PHP",
            received_on=DECEMBER, reference=reference, actor=SYSTEM, now=NOW,
        )  # fmt: skip

    assert race(partial(pay, "1"), partial(pay, "2"), partial(pay, "2")).refused != []
    assert DocumentStatus.objects.get(pk=invoice.pk).open_balance == Decimal(0)
    assert_books_are_sound(provider)


def test_money_comes_in_while_invoices_go_out(race: Race, provider: LegalEntity, leases: list[Booking]) -> None:
    run = open_run(provider)

    def pay(client: Client) -> None:
        for n in range(6):
            record_payment(
                client=client, legal_entity=provider, method="cash", amount=Decimal(7777), currency="PHP",
                received_on=DECEMBER, reference=f"{n}", actor=SYSTEM, now=NOW,
            )  # fmt: skip

    clients = {lease.client for lease in leases}
    outcome = race(partial(work, run), partial(work, run), *(partial(pay, client) for client in clients))
    assert outcome.refused == []
    assert_all_billed_once(provider, leases)


# A worker of its own process that issues two chunks, begins a third, and is killed before it commits.
DOOMED = """
import os, signal, sys
import django
django.setup()
from datetime import UTC, datetime
from django.db import connection
from billing.models import BillingRun
from billing.operations import runs, work_chunk
run = BillingRun.objects.select_related("legal_entity").get(pk=sys.argv[1])
now = datetime(2026, 12, 1, 2, tzinfo=UTC)
for _ in range(2):
    work_chunk(run=run, now=now, size=3)
real = runs._save
def save_and_die(items):
    real(items)
    assert connection.in_atomic_block
    os.kill(os.getpid(), signal.SIGKILL)
runs._save = save_and_die
work_chunk(run=run, now=now, size=3)
"""


def test_a_worker_killed_inside_its_transaction_leaves_no_trace(provider: LegalEntity, leases: list[Booking]) -> None:
    run = open_run(provider)
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    worker = subprocess.run(
        [sys.executable, "-c", DOOMED, str(run.pk)],
        env={**os.environ, "DATABASE_URL": url, "MESSAGES_WAKE_THE_WORKER": "0"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert worker.returncode == -signal.SIGKILL, worker.stderr
    assert Document.objects.count() == RunItem.objects.filter(state=ItemState.ISSUED).count() == 6
    assert_books_are_sound(provider)
    work(run)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert_all_billed_once(provider, leases)


def test_a_payment_is_reversed_while_it_is_applied(race: Race, provider: LegalEntity, leases: list[Booking]) -> None:
    """Whoever is first, nothing stays settled by money that was taken back."""
    lease = leases[3]
    payment = record_payment(
        client=lease.client, legal_entity=provider, method="cash", amount=Decimal(10_000_000), currency="PHP",
        received_on=DECEMBER, reference="1", actor=SYSTEM, now=NOW,
    )  # fmt: skip
    reverse = partial(reverse_payment, payment=payment, reason="Ours", actor=SYSTEM, now=NOW)
    mine = [each for each in leases if each.client_id == lease.client_id][:4]
    bills = [
        partial(bill_booking, booking=each, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW) for each in mine
    ]
    outcome = race(reverse, *bills, reverse)
    assert [type(refusal) for refusal in outcome.refused] == [errors.AlreadyReversed]
    assert not DocumentStatus.objects.filter(open_balance=0).exists()
    assert_books_are_sound(provider)


def test_a_payment_is_reversed_while_what_is_left_is_matched(
    race: Race, provider: LegalEntity, leases: list[Booking]
) -> None:
    lease = leases[3]
    invoices = [
        bill_booking(booking=each, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
        for each in leases
        if each.client_id == lease.client_id
    ][:4]
    payment = record_payment(
        client=lease.client, legal_entity=provider, method="cash", amount=Decimal(1000), currency="PHP",
        received_on=DECEMBER, reference="1", actor=SYSTEM, now=NOW, applications={},
    )  # fmt: skip
    match = [
        partial(apply_payment, payment=payment, actor=SYSTEM, now=NOW, applications={invoice.pk: Decimal(100)})
        for invoice in invoices
        if invoice is not None
    ]
    race(*match, partial(reverse_payment, payment=payment, reason="Ours", actor=SYSTEM, now=NOW))
    for status in DocumentStatus.objects.select_related("document"):
        assert status.open_balance == status.document.gross
    assert_books_are_sound(provider)
