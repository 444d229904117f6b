"""Gapless numbers: taken from the series under its lock, as the last thing an operation does before it inserts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from accounts.models import LegalEntity
from billing.chain import canonical, chained
from billing.enums import DocumentKind
from billing.errors import SeriesMissing, YearClosed
from billing.models import Document, DocumentLine, DocumentTax, NumberSeries

# A document with its lines and taxes, none of them saved.
Unsaved = tuple[Document, Sequence[DocumentLine], Sequence[DocumentTax]]


def require_series(entity: LegalEntity, *kinds: DocumentKind) -> None:
    """:raises SeriesMissing: unless documents of these kinds can be numbered."""
    known = set(NumberSeries.objects.filter(legal_entity=entity).values_list("kind", flat=True))
    for kind in kinds:
        if kind not in known:
            raise SeriesMissing(entity=str(entity), kind=kind.label)


def number(documents: Iterable[Unsaved], *, entity: LegalEntity, on: date) -> None:
    """Give each document its series, number and hash, and count the series up. Holds the series until commit.

    :raises SeriesMissing, YearClosed:
    """
    documents = list(documents)
    kinds = {document.kind for document, _lines, _taxes in documents}
    locked = NumberSeries.objects.select_for_update(no_key=True).filter(legal_entity=entity, kind__in=kinds)
    by_kind = {series.kind: series for series in locked.order_by("pk")}
    for kind in kinds - by_kind.keys():
        raise SeriesMissing(entity=str(entity), kind=DocumentKind(kind).label)
    for series in by_kind.values():
        _begin_year(series, on.year)
    for document, lines, taxes in documents:
        series = by_kind[document.kind]
        series.last_number += 1
        document.series = series
        document.number = f"{series.prefix.format(year=on.year)}{series.last_number:0{series.digits}}"
        document.previous_hash = series.last_hash
        document.hash = series.last_hash = chained(series.last_hash, canonical(document, lines, taxes))
    for series in by_kind.values():
        series.save(update_fields=["year", "last_number", "last_hash"])


def _begin_year(series: NumberSeries, year: int) -> None:
    if not series.restarts_yearly or series.year == year:
        return
    if series.year > year:
        raise YearClosed(year=year, later=series.year)
    series.year, series.last_number = year, 0
