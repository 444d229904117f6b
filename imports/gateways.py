"""Tables as files: workbooks (.xlsx) with a sheet a table, one table as .csv named after it, several in a .zip."""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import Any
from xml.etree import ElementTree

import tablib
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from imports.errors import FileUnreadable
from imports.sheets import Row, Sheet, written

# 100,000 seats as a table are about 5 MB, and about 70 MB as the XML of a workbook.
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 200_000

# What other programs write, and an .xlsx with a password is: a container of Microsoft's from before .xlsx.
CONTAINER = bytes.fromhex("D0CF11E0A1B11AE1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHER_WORKBOOKS = {".xls", ".xlsm", ".xlsb", ".ods", ".numbers"}

# What reading raises of a workbook that is none, or was cut off.
BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, ValueError, OSError,
    RuntimeError,
)  # fmt: skip

WORKSHEETS = "xl/worksheets/"
ROW = re.compile(rb"<row[ >/]")
# A formula that was never worked out: its cell has no value (an empty text is one).
FORMULA_ALONE = re.compile(
    rb'<c\b(?![^>]*\bt="str")[^>]*?\br="(\w+)"[^>]*>\s*<f\b[^>]*?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)

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
                raise FileUnreadable(why=_("its text is not UTF-8. Save it as “CSV UTF-8”.")) from error
            # "workstations (1).csv" is what a browser makes of the second download.
            return {path.stem.split()[0].lower(): _rows(_csv(text))}
        case ".xlsx":
            try:
                _look_through(content)
                book = tablib.Databook().load(content, format="xlsx")
            except BROKEN as error:
                raise FileUnreadable(why=_("it is no workbook.")) from error
            tables: Tables = {str(sheet.title).lower(): _rows(sheet) for sheet in book.sheets() if _is_table(sheet)}
            if not tables:
                raise FileUnreadable(why=_("none of its sheets has a heading in the first line."))
            return tables
        case ".zip":
            try:
                with zipfile.ZipFile(BytesIO(content)) as bundle:
                    names = [each for each in bundle.namelist() if each.lower().endswith(".csv")]
                    if sum(bundle.getinfo(each).file_size for each in names) > MOST_UNPACKED:
                        raise FileUnreadable(why=_("its tables are too large."))
                    parts = [read_file(name=each, content=bundle.read(each)) for each in names]
            except RuntimeError as error:
                raise FileUnreadable(why=_("it is protected by a password. Pack it without one.")) from error
            except (zipfile.BadZipFile, NotImplementedError) as error:
                raise FileUnreadable(why=_("it is no archive.")) from error
            return {table: rows for part in parts for table, rows in part.items()}
        case other if other in OTHER_WORKBOOKS:
            why = _("it is a workbook of another kind (%(kind)s). Open it and save it as .xlsx.") % {"kind": other}
            raise FileUnreadable(why=why)
    raise FileUnreadable(why=_("its name doesn't end in .xlsx, .csv or .zip."))


def _csv(text: str) -> tablib.Dataset:
    """Cells between commas, or between semicolons as spreadsheets write them where the comma is in the amounts."""
    heading = text.partition("\n")[0]
    try:
        return tablib.Dataset().load(
            text, format="csv", delimiter=";" if heading.count(";") > heading.count(",") else ","
        )
    except (tablib.InvalidDimensions, csv.Error) as error:
        raise FileUnreadable(why=_("one of its lines has more cells than the heading.")) from error


def _look_through(content: bytes) -> None:
    """:raises FileUnreadable: for a workbook that would only be understood in part, or not at all."""
    if content.startswith(CONTAINER):
        if ENCRYPTED in content:
            raise FileUnreadable(why=_("it is protected by a password. Save it without one."))
        raise FileUnreadable(why=_("it is an old workbook (.xls) with another name. Save it as .xlsx."))
    with zipfile.ZipFile(BytesIO(content)) as bundle:
        if sum(part.file_size for part in bundle.infolist()) > MOST_UNPACKED:
            raise FileUnreadable(why=_("its tables are too large. Bring one table at a time."))
        for name in bundle.namelist():
            if not name.startswith(WORKSHEETS) or not name.endswith(".xml"):
                continue
            sheet = bundle.read(name)
            _require_few(sum(1 for _row in ROW.finditer(sheet)))
            alone = FORMULA_ALONE.search(sheet)
            if alone is not None:
                cell, formula = (part.decode(errors="replace") for part in alone.groups(b""))
                why = _("cell %(cell)s holds a formula without its result (=%(formula)s). Put the result in its place.")
                raise FileUnreadable(why=why % {"cell": cell, "formula": formula[:60]})


def _require_few(rows: int) -> None:
    if rows > MOST_ROWS + 1:
        why = _(
            "it has %(rows)s lines in one table, and %(most)s is the most. Delete empty lines, or bring it in parts."
        )
        raise FileUnreadable(why=why % {"rows": f"{rows:,}", "most": f"{MOST_ROWS:,}"})


def _is_table(sheet: tablib.Dataset) -> bool:
    return bool(sheet.headers) and str(sheet.title).lower() != EXPLANATION


def _rows(table: tablib.Dataset) -> list[dict[str, Any]]:
    _require_few(len(table))
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
