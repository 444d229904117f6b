"""A month's run: rows are the work, done in chunks that any number of workers claim; a message only wakes them."""

from __future__ import annotations

import gc
import json
import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, connection, transaction
from django.db.models import Exists, OuterRef

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.models import LegalEntity
from accounts.operations import record
from billing import wording
from billing.enums import RUN_MOVES, DocumentKind, ItemState, RunState
from billing.errors import DatedTooFarAhead, RunExists
from billing.models import BillingRun, RunItem
from billing.operations.bills import bill_bookings
from billing.operations.documents import Outcome
from billing.operations.numbers import require_series
from billing.operations.previews import preview_items, said
from billing.queries.candidates import bookings_to_bill
from kernel.bulk import copy_in
from kernel.period import add_months
from kernel.refusal import refusing
from kernel.states import move
from kernel.ticks import wake

log = logging.getLogger(__name__)

CHUNK = 500
# How far ahead documents may be dated.
MONTHS_AHEAD = 3

# Items that a run still has to work on, by what it is doing.
TO_PREVIEW = (ItemState.PENDING,)
TO_ISSUE = (ItemState.PENDING, ItemState.PREVIEWED)


@transaction.atomic
def prepare_run(
    *,
    legal_entity: LegalEntity,
    month: date,
    issue_on: date,
    actor: Actor,
    now: datetime,
    issues_by_itself: bool = False,
) -> BillingRun:
    """Open the run of a month (its first day): an item for each booking to bill, previewed in the background.

    :param issues_by_itself: skip the dry run and issue at once.
    :raises NotAllowed:
    :raises RunExists: while another run of the same month is open.
    :raises DatedTooFarAhead: for a day that is no day to bill on, such as a year with a slip in it.
    :raises SeriesMissing: when invoices or credit notes could not be numbered.
    """
    require(actor, Capability.PREPARE_BILL_RUNS)
    require_series(legal_entity, DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)
    latest = add_months(legal_entity.today(now), MONTHS_AHEAD)
    if issue_on > latest:
        raise DatedTooFarAhead(latest=wording.day(latest))
    run = BillingRun(
        legal_entity=legal_entity,
        month=month,
        issue_on=issue_on,
        state=RunState.ISSUING if issues_by_itself else RunState.PREPARING,
        issues_by_itself=issues_by_itself,
        started_at=now,
        started_by=actor.user,
    )
    with refusing(billing_run_open_once=RunExists):
        run.save(force_insert=True)
    bookings = bookings_to_bill(legal_entity, month).values_list("pk", flat=True)
    copy_in([RunItem(run=run, booking_id=booking) for booking in bookings])
    record(actor=actor, verb="billing.run_prepared", subject=run, now=now, month=month, entity=str(legal_entity))
    _wake(run)
    return run


@transaction.atomic
def issue_run(*, run: BillingRun, actor: Actor, now: datetime, bookings: Collection[UUID] | None = None) -> BillingRun:
    """Let a run issue: all of it, or only ``bookings``; the others are left out. The chunks do the work.

    Items that failed in the dry run are tried again.

    :raises NotAllowed, WrongState:
    """
    require(actor, Capability.ISSUE_DOCUMENTS)
    run = move(_locked(run), RunState.ISSUING, RUN_MOVES)
    items = RunItem.objects.filter(run=run)
    items.filter(state=ItemState.FAILED).update(state=ItemState.PENDING, error="")
    if bookings is not None:
        items.filter(state__in=TO_ISSUE).exclude(booking__in=bookings).update(state=ItemState.SKIPPED)
    record(actor=actor, verb="billing.run_issued", subject=run, now=now, month=run.month, some=bookings is not None)
    _wake(run)
    return run


@transaction.atomic
def discard_run(*, run: BillingRun, actor: Actor, now: datetime) -> BillingRun:
    """Throw a dry run away; nothing was issued, and the month can be run anew.

    :raises NotAllowed, WrongState:
    """
    require(actor, Capability.ISSUE_DOCUMENTS)
    run = move(_locked(run), RunState.DISCARDED, RUN_MOVES, finished_at=now)
    record(actor=actor, verb="billing.run_discarded", subject=run, now=now, month=run.month)
    return run


def work_chunk(*, run: BillingRun, now: datetime, size: int = CHUNK) -> int:
    """Preview or issue the next items that nobody else works on, in one transaction; how many that were.

    Zero means that nothing is left to claim: the run moves on when nothing is left at all.
    """
    run.refresh_from_db(fields=["state"])
    with _collector_paused():
        if run.state == RunState.PREPARING:
            done = preview_chunk(run=run, size=size)
        elif run.state == RunState.ISSUING:
            done = _issue_chunk(run, now=now, size=size)
        else:
            return 0
    if not done:
        _finish(run, now=now)
    return done


@transaction.atomic
def preview_chunk(*, run: BillingRun, size: int = CHUNK) -> int:
    """Draft the next items of a run without issuing anything; how many that were."""
    items = _claim(run, TO_PREVIEW, size)
    if items:
        preview_items(items, run=run)
        _save(items)
    return len(items)


def _wake(run: BillingRun) -> None:
    wake("billing.tasks.work_on_run", str(run.pk))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A chunk's rows are alive until they are written: to look for garbage among them takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _issue_chunk(run: BillingRun, *, now: datetime, size: int) -> int:
    try:
        with transaction.atomic():
            return _issue(run, _claim(run, TO_ISSUE, size), now=now)
    except OperationalError:
        raise
    except Exception:
        # Something in the chunk is refused by the database. One at a time shows what, and issues the rest.
        log.exception("a chunk of run %s failed; its bookings are tried one by one", run.pk)
    with transaction.atomic():
        chunk = [item.pk for item in _claim(run, TO_ISSUE, size)]
    for pk in chunk:
        _issue_one(run, pk, now=now)
    return len(chunk)


@transaction.atomic
def _issue_one(run: BillingRun, pk: int, *, now: datetime) -> None:
    items = _claim(run, TO_ISSUE, 1, pk=pk)
    try:
        with transaction.atomic():
            _issue(run, items, now=now)
    except OperationalError:
        raise
    except Exception as error:
        log.warning("item %s of run %s failed", pk, run.pk, exc_info=error)
        for item in items:
            item.state, item.error, item.document = ItemState.FAILED, said(error), None
        _save(items)


def _issue(run: BillingRun, items: list[RunItem], *, now: datetime) -> int:
    if not items:
        return 0
    outcomes = bill_bookings(
        entity=run.legal_entity,
        bookings=[item.booking_id for item in items],
        month=run.month,
        issue_on=run.issue_on,
        now=now,
    )
    for item in items:
        _conclude(item, outcomes[item.booking_id])
    _save(items)
    return len(items)


def _conclude(item: RunItem, outcome: Outcome) -> None:
    if outcome.error is not None:
        item.state, item.error = ItemState.FAILED, said(outcome.error)
    elif outcome.document is not None:
        item.state, item.document = ItemState.ISSUED, outcome.document
    else:
        item.state = ItemState.NOTHING


def _claim(run: BillingRun, states: Collection[str], size: int, *, pk: int | None = None) -> list[RunItem]:
    """Lock items that nobody else has, oldest first; an old preview is left where it is."""
    items = RunItem.objects.select_for_update(skip_locked=True, no_key=True).filter(run=run, state__in=states)
    items = items.defer("preview")
    if pk is not None:
        items = items.filter(pk=pk)
    return list(items.order_by("pk")[:size])


def _save(items: list[RunItem]) -> None:
    """Write states, new previews, documents and errors of items in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE billing_runitem AS item
               SET state = new.state, preview = coalesce(new.preview::jsonb, item.preview),
                   document_id = new.document, error = new.error
              FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::uuid[], %s::text[])
                   AS new (id, state, preview, document, error)
             WHERE item.id = new.id
            """,
            [
                [item.pk for item in items],
                [str(item.state) for item in items],
                [
                    json.dumps(item.preview, cls=DjangoJSONEncoder) if item.__dict__.get("preview") else None
                    for item in items
                ],
                [item.document_id for item in items],
                [item.error for item in items],
            ],
        )


def _finish(run: BillingRun, *, now: datetime) -> None:
    """Move the run on when no item waits; of several workers one does it, and a run that has moved on stays there."""
    waiting = RunItem.objects.filter(run=OuterRef("pk"))
    runs = BillingRun.objects.filter(pk=run.pk)
    previewed = runs.filter(state=RunState.PREPARING).exclude(Exists(waiting.filter(state__in=TO_PREVIEW)))
    # Where there is nothing to bill, nobody has to issue nothing.
    empty = previewed.exclude(Exists(waiting.exclude(state=ItemState.NOTHING)))
    if not (empty.update(state=RunState.DONE, finished_at=now) or previewed.update(state=RunState.READY)):
        issued = runs.filter(state=RunState.ISSUING).exclude(Exists(waiting.filter(state__in=TO_ISSUE)))
        issued.update(state=RunState.DONE, finished_at=now)
    run.refresh_from_db()


def _locked(run: BillingRun) -> BillingRun:
    return BillingRun.objects.select_for_update(no_key=True).get(pk=run.pk)
