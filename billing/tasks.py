"""The clock's part: rows say what is to be done, and doing it twice changes nothing."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts.access import legal_entities
from accounts.actors import SYSTEM
from accounts.models import LegalEntity
from billing.enums import RunState
from billing.errors import RunExists
from billing.models import BillingRun
from billing.operations import GO_LIVE_FILES, bill_booking, delivery, deposits, runs
from billing.queries.candidates import awaiting_deposit_request, newcomers
from billing.queries.delivery import clients_with_money_left, overdue_documents, untold_documents
from billing.queries.policies import policy_on
from kernel.refusal import Refusal
from kernel.ticks import isolated

log = logging.getLogger(__name__)

# A task hands over before the worker's time limit; the next tick carries on.
PATIENCE = timedelta(seconds=180)


@shared_task
def work_on_run(run: str) -> None:
    """Preview or issue a run's items until none is left; wakened when there is work, and by the timetable."""
    until = timezone.now() + PATIENCE
    found = BillingRun.objects.select_related("legal_entity").get(pk=UUID(run))
    while runs.work_chunk(run=found, now=timezone.now()):
        if timezone.now() > until:
            return
    tell_of_documents.delay()


@shared_task
def carry_on_with_runs() -> None:
    """Wake the work of every open run, and tell of documents that nobody was told of."""
    for run in BillingRun.objects.filter(state__in=[RunState.PREPARING, RunState.ISSUING]):
        work_on_run.delay(str(run.pk))
    tell_of_documents.delay()


@shared_task
def tell_of_documents() -> int:
    """Mail the documents nobody was told of; returns how many."""
    until = timezone.now() + PATIENCE
    told = 0
    for document in untold_documents(now=timezone.now()):
        if timezone.now() > until:
            break
        with isolated(log, "nobody is told of document %s", document):
            told += delivery.tell_of_document(now=timezone.now(), document=document) is not None
    return told


@shared_task
def invoice_the_month() -> None:
    """For each legal entity, on its own calendar: open the month's run once, then bill who was agreed later.

    Where staff issue runs themselves, the run is only prepared for them; and once they have thrown the month's run
    away, the month is theirs.
    """
    now = timezone.now()
    for entity in legal_entities():
        today = entity.today(now)
        month = today.replace(day=1)
        by_itself = policy_on(today, entity).issues_by_itself
        states = set(BillingRun.objects.filter(legal_entity=entity, month=month).values_list("state", flat=True))
        if not states:
            _open_run(entity, month, today, by_itself=by_itself, now=now)
        elif by_itself and states <= {RunState.DONE, RunState.DISCARDED} and RunState.DONE in states:
            _bill_newcomers(entity, month, today, now=now)
        if by_itself:
            _request_deposits(entity, today, now=now)


@shared_task
def remind_of_overdue() -> None:
    """Remind of what is late, after putting aside what has been paid and was not applied."""
    now = timezone.now()
    for entity in legal_entities():
        today = entity.today(now)
        for client in clients_with_money_left(entity):
            with isolated(log, "what client %s has left is not applied", client):
                delivery.apply_unapplied(entity=entity, client=client, now=now)
        for document in overdue_documents(entity, today):
            with isolated(log, "nobody is reminded of document %s", document):
                delivery.remind(document=document, today=today, now=now)


def _open_run(entity: LegalEntity, month: date, today: date, *, by_itself: bool, now: datetime) -> None:
    try:
        runs.prepare_run(
            legal_entity=entity,
            month=month,
            issue_on=today,
            actor=SYSTEM,
            now=now,
            issues_by_itself=by_itself,
        )
    except RunExists:
        log.info("another worker opened the run of %s", entity)
    except Refusal as refusal:
        log.warning("no run for %s: %s", entity, refusal)


def _bill_newcomers(entity: LegalEntity, month: date, today: date, *, now: datetime) -> None:
    for booking in newcomers(entity, month).select_related("facility__legal_entity"):
        with isolated(log, "booking %s is not billed", booking):
            bill_booking(booking=booking, month=month, issue_on=today, actor=SYSTEM, now=now)


def _request_deposits(entity: LegalEntity, today: date, *, now: datetime) -> None:
    for booking in awaiting_deposit_request(entity):
        with isolated(log, "no deposit is asked for %s", booking):
            deposits.request_deposit(booking=booking, issue_on=today, actor=SYSTEM, now=now)


@shared_task
def work_on_go_live_imports() -> int:
    """Check and take over the businesses that were brought; returns how many files were worked on."""
    return GO_LIVE_FILES.work(now=timezone.now())
