"""Lists as CSV files that spreadsheets open safely."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.http import HttpResponse
from django.utils.functional import Promise

Row = TypeVar("Row")
# A heading, and what a row has there: they can't be forgotten apart.
Column = tuple[str | Promise, Callable[[Row], Any]]

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> HttpResponse:
    """A download called ``name``: UTF-8 with the mark that Excel needs, amounts as plain numbers, days as ISO."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(response)
    writer.writerow([str(heading) for heading, _value in columns])
    writer.writerows([_cell(value(row)) for _heading, value in columns] for row in rows)
    return response


def _cell(value: object) -> object:
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
