"""Tables as files: workbooks (.xlsx) with a sheet a table, one table as .csv named after it, several in a .zip."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import Any

import tablib
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from facilities.errors import FileUnreadable
from kernel.sheets import Row, Sheet, written

# 100,000 seats as a table are about 5 MB.
MOST_UNPACKED = 100 * 1024 * 1024

# A sheet of a workbook that is for people.
EXPLANATION = "explanation"

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
            return {str(sheet.title).lower(): _rows(sheet) for sheet in book.sheets() if _is_table(sheet)}
        case ".zip":
            try:
                with zipfile.ZipFile(BytesIO(content)) as bundle:
                    names = [each for each in bundle.namelist() if each.lower().endswith(".csv")]
                    if sum(bundle.getinfo(each).file_size for each in names) > MOST_UNPACKED:
                        raise FileUnreadable(why=_("its tables are too large."))
                    parts = [read_file(name=each, content=bundle.read(each)) for each in names]
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                raise FileUnreadable(why=_("it is no archive.")) from error
            return {table: rows for part in parts for table, rows in part.items()}
    raise FileUnreadable(why=_("its name doesn't end in .xlsx, .csv or .zip."))


def _is_table(sheet: tablib.Dataset) -> bool:
    return bool(sheet.headers) and str(sheet.title).lower() != EXPLANATION


def _rows(table: tablib.Dataset) -> list[dict[str, Any]]:
    headings = [str(heading or "").strip().lower() for heading in table.headers or []]
    return [dict(zip(headings, row, strict=False)) for row in table]


def write_workbook(tables: Iterable[tuple[Sheet, Iterable[Row]]], *, explained: Iterable[str] = ()) -> bytes:
    """A workbook with a sheet for each table; reading it back gives the same rows.

    :param explained: what to say first, line by line, on a sheet of its own, before what each column holds.
    """
    tables = list(tables)
    sheets = [_dataset(sheet, rows) for sheet, rows in tables]
    if said := list(explained):
        sheets.insert(0, _explanation(said, [sheet for sheet, _rows in tables]))
    content: bytes = tablib.Databook(sheets).export("xlsx")
    return content


def _explanation(said: Iterable[str], sheets: Iterable[Sheet]) -> tablib.Dataset:
    page = tablib.Dataset(headers=[_("Sheet"), _("Column"), _("Must be filled in"), _("What belongs there")])
    page.title = EXPLANATION
    page.extend(("", "", "", line) for line in said)
    for sheet in sheets:
        page.extend(
            (sheet.name, column.name, _("yes") if column.required else _("no"), str(column.help))
            for column in sheet.columns
        )
    return page


def write_csv(sheet: Sheet, rows: Iterable[Row]) -> str:
    content: str = _dataset(sheet, rows).export("csv")
    return content


def _dataset(sheet: Sheet, rows: Iterable[Row]) -> tablib.Dataset:
    names = [column.name for column in sheet.columns]
    table = tablib.Dataset(headers=names, title=sheet.name)
    table.extend([written(row[name]) for name in names] for row in rows)
    return table
