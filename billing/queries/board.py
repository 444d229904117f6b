"""The staff's board of the day, as far as money goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from accounts.access import first_books_day
from accounts.models import LegalEntity
from billing.enums import DocumentState, NoticeState, RunState
from billing.models import BillingRun, Document, TransferNotice
from billing.queries.documents import in_state


@dataclass(frozen=True, slots=True)
class Overdue:
    """Documents past their due day in one currency, and what is open on them."""

    currency: str
    documents: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MonthOfEntity:
    """The progress of this month's billing of one legal entity; ``run`` is the latest, ``None`` when not begun."""

    entity: LegalEntity
    run: BillingRun | None


@dataclass(frozen=True, slots=True)
class MoneyBoard:
    """``notices``: transfers clients have told us of, oldest first."""

    month: date
    notices: Sequence[TransferNotice]
    overdue: Sequence[Overdue]
    runs: Sequence[MonthOfEntity]


def board(
    *,
    notices: QuerySet[TransferNotice],
    documents: QuerySet[Document],
    runs: QuerySet[BillingRun],
    now: datetime,
) -> MoneyBoard:
    """The board of the money somebody may see; a handful of queries whatever there is."""
    month = first_books_day(now).replace(day=1)
    return MoneyBoard(
        month=month,
        notices=list(notices.filter(state=NoticeState.PENDING).order_by("given_at")),
        overdue=_overdue(documents, now),
        runs=_runs(runs, month),
    )


def _overdue(documents: QuerySet[Document], now: datetime) -> list[Overdue]:
    rows = (
        in_state(documents, DocumentState.OVERDUE, now=now)
        .select_related(None)
        .order_by("currency")
        .values_list("currency")
        .annotate(count=Count("pk"), amount=Sum("status__open_balance"))
    )
    return [Overdue(*row) for row in rows]


def _runs(runs: QuerySet[BillingRun], month: date) -> list[MonthOfEntity]:
    latest: dict[object, BillingRun] = {}
    for run in runs.filter(month=month).exclude(state=RunState.DISCARDED).order_by("started_at"):
        latest[run.legal_entity_id] = run
    entities = LegalEntity.objects.order_by("name")
    return [MonthOfEntity(entity, latest.get(entity.pk)) for entity in entities]
