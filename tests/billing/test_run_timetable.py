"""Months run by themselves: when the clock begins them, what it leaves to staff."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from pytest_django.fixtures import Settings

from accounts.actors import SYSTEM
from accounts.models import Client, LegalEntity
from billing import tasks
from billing.enums import DocumentKind, RunState
from billing.models import BillingPolicy, BillingRun, Document
from billing.operations import discard_run, issue_run, work_chunk
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period
from tests.billing.books import assert_books_are_sound, assert_every_day_is_charged_once
from tests.billing.rows import DECEMBER, FEBRUARY, NOW, add_seats, make_lease
from tests.billing.runs import prepare, work


@pytest.fixture
def by_itself(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock's messages are done at once, in place of a worker."""
    settings.CELERY_TASK_ALWAYS_EAGER = True
    monkeypatch.setattr(tasks.work_on_run, "delay", tasks.work_on_run)
    monkeypatch.setattr(tasks.tell_of_documents, "delay", tasks.tell_of_documents)


def tick(at: datetime) -> None:
    """The hour's ticks."""
    with time_machine.travel(at, tick=False):
        tasks.invoice_the_month()
        tasks.carry_on_with_runs()


@pytest.mark.usefixtures("by_itself")
def test_the_month_is_run_on_its_first_day_where_the_books_are(leases: list[Booking], provider: LegalEntity) -> None:
    tick(datetime(2026, 11, 30, 15, 59, tzinfo=UTC))  # still November in Manila: a run for it finds no lease begun
    assert list(BillingRun.objects.values_list("month", flat=True)) == [date(2026, 11, 1)]
    assert not Document.objects.exists()
    tick(datetime(2026, 11, 30, 16, 1, tzinfo=UTC))
    assert Document.objects.filter(month=DECEMBER, issued_on=DECEMBER).count() == 5
    for hour in (17, 18, 19):
        tick(datetime(2026, 11, 30, hour, tzinfo=UTC))
    assert Document.objects.count() == 5
    assert_books_are_sound(provider)


@pytest.mark.usefixtures("by_itself")
def test_who_is_agreed_later_in_the_month_gets_a_first_invoice(
    leases: list[Booking],
    provider: LegalEntity,
    acme: Client,
    facility: Facility,
    day_shift: ShiftPattern,
    standard: Package,
) -> None:
    tick(datetime(2026, 12, 1, 1, tzinfo=UTC))
    late = make_lease(acme, facility, day_shift, standard, seats=4, days=Period(date(2026, 12, 18)))
    for hour in (1, 2):
        tick(datetime(2026, 12, 14, hour, tzinfo=UTC))
    document = Document.objects.get(booking=late)
    assert (document.issued_on, document.net) == (date(2026, 12, 14), Decimal("16258.06"))
    assert_every_day_is_charged_once(late)


@pytest.mark.usefixtures("by_itself")
def test_changes_within_a_billed_month_wait_for_the_next_run(leases: list[Booking], provider: LegalEntity) -> None:
    tick(datetime(2026, 12, 1, 1, tzinfo=UTC))
    add_seats(leases[0], 2, Period(date(2026, 12, 10)))
    tick(datetime(2026, 12, 10, 1, tzinfo=UTC))
    assert Document.objects.filter(booking=leases[0]).count() == 1
    tick(datetime(2027, 1, 1, 1, tzinfo=UTC))
    assert Document.objects.filter(booking=leases[0]).count() == 2
    assert_every_day_is_charged_once(leases[0])


@pytest.mark.usefixtures("by_itself")
def test_where_staff_issue_runs_the_clock_only_prepares_them(leases: list[Booking], provider: LegalEntity) -> None:
    BillingPolicy.objects.create(legal_entity=provider, effective_from=DECEMBER, issues_by_itself=False)
    for hour in (1, 2):
        tick(datetime(2026, 12, 1, hour, tzinfo=UTC))
    assert BillingRun.objects.get().state == RunState.READY
    assert not Document.objects.exists()


@pytest.mark.usefixtures("by_itself")
def test_what_staff_left_out_stays_out_until_the_next_run(leases: list[Booking], provider: LegalEntity) -> None:
    work(issue_run(run=prepare(provider), bookings=[leases[0].pk], actor=SYSTEM, now=NOW))
    tick(datetime(2026, 12, 14, 1, tzinfo=UTC))
    assert Document.objects.count() == 1
    tick(datetime(2027, 1, 1, 1, tzinfo=UTC))
    assert Document.objects.count() == 6
    for lease in leases:
        assert_every_day_is_charged_once(lease)


@pytest.mark.usefixtures("by_itself")
def test_a_month_whose_run_was_thrown_away_is_left_to_staff(leases: list[Booking], provider: LegalEntity) -> None:
    discard_run(run=prepare(provider), actor=SYSTEM, now=NOW)
    tick(datetime(2026, 12, 14, 1, tzinfo=UTC))
    assert [run.state for run in BillingRun.objects.filter(month=DECEMBER)] == [RunState.DISCARDED]
    assert not Document.objects.exists()


@pytest.mark.usefixtures("by_itself")
def test_the_clock_asks_for_a_deposit_once(leases: list[Booking]) -> None:
    Booking.objects.exclude(pk=leases[0].pk).update(state=BookingState.CANCELLED)
    leases[0].terms.create(
        effective_from=date(2026, 12, 2), currency="PHP", list_rate=9000, net_rate=9000, deposit_months=2,
        committed_until=FEBRUARY, created_at=NOW,
    )  # fmt: skip
    for hour in (1, 2, 3):
        tick(datetime(2026, 12, 2, hour, tzinfo=UTC))
    assert Document.objects.get(kind=DocumentKind.DEPOSIT_REQUEST).gross == 18000


@pytest.mark.usefixtures("by_itself")
def test_a_run_that_stopped_is_carried_on(leases: list[Booking], provider: LegalEntity) -> None:
    run = prepare(provider, issues_by_itself=True)
    work_chunk(run=run, now=NOW, size=2)
    tasks.carry_on_with_runs()
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert Document.objects.count() == 5
