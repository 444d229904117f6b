"""Inventory files: workbooks (.xlsx) with a sheet a table, or one table as .csv named after it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

import tablib
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from facilities.errors import FileUnreadable
from kernel.sheets import Row, Sheet, written

Tables = dict[str, Sequence[Mapping[str, Any]]]


def read_file(*, name: str, content: bytes) -> Tables:
    """Raw cells of every table in a file: table name → rows by heading.

    :raises FileUnreadable: saying why.
    """
    path = PurePath(name)
    match path.suffix.lower():
        case ".csv":
            try:
                text = content.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise FileUnreadable(why=_("its text is not UTF-8.")) from error
            # "workstations (1).csv" is what a browser makes of the second download.
            return {path.stem.split()[0].lower(): _rows(tablib.Dataset().load(text, format="csv"))}
        case ".xlsx":
            try:
                book = tablib.Databook().load(content, format="xlsx")
            except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
                raise FileUnreadable(why=_("it is no workbook.")) from error
            return {str(sheet.title).lower(): _rows(sheet) for sheet in book.sheets() if sheet.headers}
    raise FileUnreadable(why=_("its name doesn't end in .xlsx or .csv."))


def _rows(table: tablib.Dataset) -> list[dict[str, Any]]:
    headings = [str(heading or "").strip().lower() for heading in table.headers or []]
    return [dict(zip(headings, row, strict=False)) for row in table]


def write_workbook(tables: Iterable[tuple[Sheet, Iterable[Row]]]) -> bytes:
    """A workbook with a sheet for each table; reading it back gives the same rows."""
    content: bytes = tablib.Databook([_dataset(sheet, rows) for sheet, rows in tables]).export("xlsx")
    return content


def write_csv(sheet: Sheet, rows: Iterable[Row]) -> str:
    content: str = _dataset(sheet, rows).export("csv")
    return content


def _dataset(sheet: Sheet, rows: Iterable[Row]) -> tablib.Dataset:
    names = [column.name for column in sheet.columns]
    table = tablib.Dataset(headers=names, title=sheet.name)
    table.extend([written(row[name]) for name in names] for row in rows)
    return table
