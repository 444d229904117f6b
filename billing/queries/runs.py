"""A billing run as its page shows it: how far it is, what it comes to, every document explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from billing.enums import ItemState
from billing.models import BillingRun, RunItem

AMOUNT = DecimalField(max_digits=16, decimal_places=3)

# What is worth reading first.
READING_ORDER = (
    ItemState.FAILED,
    ItemState.PREVIEWED,
    ItemState.PENDING,
    ItemState.ISSUED,
    ItemState.SKIPPED,
    ItemState.NOTHING,
)


@dataclass(frozen=True, slots=True)
class RunTotal:
    """The total of a run's documents in one currency; ``previous`` is what the bookings' last ones came to,
    where a dry run looked at them."""

    currency: str
    documents: int
    net: Decimal
    tax: Decimal
    gross: Decimal
    previous: Decimal

    @property
    def difference(self) -> Decimal:
        return self.gross - self.previous


@dataclass(frozen=True, slots=True)
class RunPage:
    """``counts`` has every item state; ``totals`` are of what is previewed, ``issued`` of what has a number."""

    run: BillingRun
    counts: dict[ItemState, int]
    totals: Sequence[RunTotal]
    issued: Sequence[RunTotal]
    warnings: int

    @property
    def items(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """The number of items that the run has yet to look at."""
        return self.counts[ItemState.PENDING]

    @property
    def to_issue(self) -> int:
        return self.counts[ItemState.PREVIEWED] + self.counts[ItemState.PENDING]

    @property
    def failed(self) -> int:
        return self.counts[ItemState.FAILED]


def run_page(run: BillingRun) -> RunPage:
    """The head of a run's page; four queries whatever the number of items."""
    items = RunItem.objects.filter(run=run)
    counted = dict(items.order_by().values_list("state").annotate(Count("pk")))
    previewed = items.filter(state=ItemState.PREVIEWED, preview__isnull=False)
    return RunPage(
        run=run,
        counts={state: counted.get(state, 0) for state in ItemState},
        totals=_previewed(previewed),
        issued=_issued(items.filter(state=ItemState.ISSUED)),
        warnings=previewed.exclude(preview__warnings=[]).count(),
    )


def run_items(run: BillingRun) -> QuerySet[RunItem]:
    """The items of a run with what a list shows; failed ones first, then those that warn, then the rest to issue."""
    places = [When(state=state, then=Value(2 * place)) for place, state in enumerate(READING_ORDER)]
    warns = When(~Q(preview__warnings=[]), state=ItemState.PREVIEWED, preview__isnull=False, then=Value(1))
    items = RunItem.objects.filter(run=run).select_related("booking__client", "booking__facility", "document")
    return items.alias(place=Case(warns, *places, output_field=IntegerField())).order_by("place", "pk")


def _previewed(items: QuerySet[RunItem]) -> list[RunTotal]:
    rows = (
        items.order_by()
        .annotate(in_currency=KT("preview__currency"))
        .values("in_currency")
        .annotate(
            documents=Count("pk"),
            net=Sum(Cast(KT("preview__net"), AMOUNT)),
            tax=Sum(Cast(KT("preview__tax"), AMOUNT)),
            gross=Sum(Cast(KT("preview__gross"), AMOUNT)),
            previous=Sum(Cast(KT("preview__previous__gross"), AMOUNT), default=Decimal(0)),
        )
        .order_by("in_currency")
    )
    return [_total(row, row["in_currency"]) for row in rows]


def _issued(items: QuerySet[RunItem]) -> list[RunTotal]:
    rows = (
        items.order_by()
        .values(in_currency=F("document__currency"))
        .annotate(
            documents=Count("pk"),
            net=Sum("document__net"),
            tax=Sum("document__tax"),
            gross=Sum("document__gross"),
            previous=Sum(Cast(KT("preview__previous__gross"), AMOUNT), default=Decimal(0)),
        )
        .order_by("in_currency")
    )
    return [_total(row, row["in_currency"]) for row in rows]


def _total(row: Mapping[str, Any], currency: str) -> RunTotal:
    return RunTotal(currency, row["documents"], row["net"], row["tax"], row["gross"], row["previous"])
