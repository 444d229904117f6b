"""What one mistake must not do to everything else: close a year's numbers, or stop the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from accounts.actors import SYSTEM
from accounts.models import Client, LegalEntity
from billing import errors, tasks
from billing.enums import DocumentKind, RunState
from billing.models import BillingRun, Document
from billing.operations import prepare_run, work_chunk
from facilities.models import Facility, Package, ShiftPattern
from tests.billing.rows import DECEMBER, FEBRUARY, NOW, make_lease


def tick(at: datetime) -> None:
    """The hour's tick, and the work it wakes."""
    with time_machine.travel(at, tick=False):
        tasks.invoice_the_month()
    for run in BillingRun.objects.filter(state=RunState.ISSUING):
        while work_chunk(run=run, now=at):
            pass


def test_a_slip_in_the_year_closes_no_numbers(provider: LegalEntity) -> None:
    """Documents of 2062 would close the numbers of all the years before."""
    with pytest.raises(errors.DatedTooFarAhead, match="1 Mar 2027 at the latest"):
        prepare_run(legal_entity=provider, month=DECEMBER, issue_on=date(2062, 12, 1), actor=SYSTEM, now=NOW)
    assert not BillingRun.objects.exists()


def test_a_latecomer_that_breaks_us_keeps_nobody_else_from_an_invoice_or_a_deposit(
    provider: LegalEntity,
    acme: Client,
    facility: Facility,
    day_shift: ShiftPattern,
    standard: Package,
) -> None:
    """An amount no column holds, agreed after the month's run."""
    tick(datetime(2026, 12, 1, 1, tzinfo=UTC))
    broken, fine = (make_lease(acme, facility, day_shift, standard, seats=seats) for seats in (1, 2))
    assert broken.pk < fine.pk
    for lease, rate, committed in ((broken, Decimal(9999999999), 30_000), (fine, Decimal(9000), 2)):
        lease.terms.create(
            effective_from=date(2026, 12, 2), currency="PHP", list_rate=1, net_rate=rate, deposit_months=2,
            committed_until=FEBRUARY, committed_seats=committed, created_at=NOW,
        )  # fmt: skip
    tick(datetime(2026, 12, 14, 1, tzinfo=UTC))
    assert set(Document.objects.values_list("booking", "kind")) == {
        (fine.pk, DocumentKind.INVOICE),
        (fine.pk, DocumentKind.DEPOSIT_REQUEST),
    }
