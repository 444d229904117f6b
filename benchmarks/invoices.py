"""Invoices a second in one month's run, beside the same rows written by set-based SQL."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from accounts.actors import SYSTEM
from benchmarks import floors, monthly
from benchmarks.dataset import Data
from benchmarks.measures import Row, rivals, seconds, side_by_side
from billing.enums import ItemState
from billing.models import BillingRun, Document, RunItem
from billing.operations import prepare_run, work_chunk

ROUNDS = 3


def rows(data: Data) -> Iterator[Row]:
    bills = data.sizes.bookings
    one, two, floor = side_by_side(
        min(ROUNDS, data.sizes.rounds),
        lambda: _run(data, workers=1),
        lambda: _run(data, workers=2),
        lambda: _sql(data),
    )
    name = f"a month's run of {bills:,} leases"
    yield Row(f"{name}, one worker", one, "invoices/s", floor, "the same rows by INSERT … SELECT")
    yield Row(f"{name}, two workers", two, "invoices/s", floor, "the same rows by INSERT … SELECT")
    # The pages after this have the month's invoices to show.
    floors.forget(monthly.FORGET)
    _issue(data, workers=2)


def _run(data: Data, *, workers: int) -> float:
    floors.forget(monthly.FORGET)
    return _issue(data, workers=workers)


def _issue(data: Data, *, workers: int) -> float:
    """Open the run, then work on it chunk by chunk as Celery's workers do; only the work is timed.

    :raises RuntimeError: when a lease was not billed.
    """
    run = prepare_run(
        legal_entity=data.legal_entity, month=data.month.start, issue_on=data.month.start, actor=SYSTEM,
        now=timezone.now(), issues_by_itself=True,
    )  # fmt: skip

    def work(number: int) -> int:
        done = 0
        while now := work_chunk(run=BillingRun.objects.get(pk=run.pk), now=timezone.now()):
            done += now
        return done

    speed = rivals(workers, work)
    issued = RunItem.objects.filter(run=run, state=ItemState.ISSUED).count()
    if issued != data.sizes.bookings:
        raise RuntimeError(f"{issued} of {data.sizes.bookings} leases were billed")
    return speed


def _sql(data: Data) -> float:
    """The same rows, each table by one statement, all in one transaction; the hash chain is left out.

    :raises RuntimeError: when they come to another amount than the product's.
    """
    net = _net()
    floors.forget(monthly.FORGET)
    with floors.raw_connection() as raw:
        took = seconds(lambda: monthly.insert(raw, data))
    if net is not None and _net() != net:
        raise RuntimeError(f"the floor comes to {_net()}, the product to {net}")
    return data.sizes.bookings / took


def _net() -> Decimal | None:
    total: Decimal | None = Document.objects.aggregate(net=Sum("net"))["net"]
    return total
