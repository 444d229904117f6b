"""Files that can't be read as they are meant: each says why, and what to do about it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from imports import gateways
from imports.errors import FileUnreadable
from imports.gateways import read_file
from imports.sheets import Column, Sheet, day, text

SHEET = Sheet("seats", "Seats", (Column("seat", text(20)), Column("since", day, required=False)), key=("seat",))


def workbook(*rows: Sequence[object]) -> bytes:
    """As a program writes it that never works formulas out."""
    book = Workbook()
    book.active.title = "seats"
    for row in rows:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def rewritten(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with its sheet as ``change`` leaves it."""
    found = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(found, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name.startswith("xl/worksheets/") else part)
    return found.getvalue()


def why(name: str, content: bytes) -> str:
    with pytest.raises(FileUnreadable) as refusal:
        read_file(name=name, content=content)
    return str(refusal.value)


def problems(cell: object) -> list[tuple[int, str, str]]:
    tables = read_file(name="a.xlsx", content=workbook(["seat", "since"], ["A1", cell]))
    return [(each.line, each.column, each.message) for each in SHEET.parse(tables["seats"]).problems]


CONTAINER = gateways.CONTAINER + bytes(600)

UNREADABLE: dict[str, tuple[str, bytes, str]] = {
    "pdf": ("seats.pdf", b"%PDF-1.7", "its name doesn't end in .xlsx, .csv or .zip."),
    "xls": ("seats.xls", CONTAINER, "it is a workbook of another kind (.xls). Open it and save it as .xlsx."),
    "ods": ("seats.ods", b"PK", "it is a workbook of another kind (.ods). Open it and save it as .xlsx."),
    "renamed": ("seats.xlsx", CONTAINER, "it is an old workbook (.xls) with another name. Save it as .xlsx."),
    "password": ("seats.xlsx", CONTAINER + gateways.ENCRYPTED, "it is protected by a password. Save it without one."),
    "picture": ("seats.xlsx", b"\x89PNG", "it is no workbook."),
    "cut off": ("seats.xlsx", rewritten(workbook(["seat"]), lambda part: part[:-20]), "it is no workbook."),
    "empty": ("seats.xlsx", workbook(), "none of its sheets has a heading in the first line."),
    "windows": ("seats.csv", "seat\nPeña".encode("cp1252"), "its text is not UTF-8. Save it as “CSV UTF-8”."),
    "ragged": ("seats.csv", b"seat,since\nA1,2026-01-01,9", "one of its lines has more cells than the heading."),
    "formula": (
        "seats.xlsx", workbook(["seat", "since"], ["A1", "=DATE(2026,1,B9)"]),
        "cell B2 holds a formula without its result (=DATE(2026,1,B9)). Put the result in its place.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_says_why_it_cannot_be_read(name: str, content: bytes, said: str) -> None:
    assert said in why(name, content)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_too_many_lines_are_said_with_how_many_there_may_be(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(gateways, "MOST_ROWS", 20)
    rows = [["seat"], *([f"A{n}"] for n in range(51))]
    content = workbook(*rows) if kind == "xlsx" else "\n".join(row[0] for row in rows).encode()
    assert "lines in one table, and 20 is the most." in why(f"seats.{kind}", content)


def test_the_result_of_a_formula_is_read() -> None:
    content = rewritten(
        workbook(["seat", "since"], ["=LOWER(C2)", "=C2"]),
        lambda part: part.replace(b"<v />", b"<v>7</v>", 1).replace(b"<v/>", b"<v>7</v>", 1),
    )
    assert "cell B2" in why("seats.xlsx", content)
    worked_out = rewritten(content, lambda part: part.replace(b"<v />", b"<v>8</v>").replace(b"<v/>", b"<v>8</v>"))
    assert read_file(name="seats.xlsx", content=worked_out)["seats"] == [{"seat": 7, "since": 8}]


def test_semicolons_part_cells_too() -> None:
    content = "seat;since\nA1;2026-01-01\n".encode("utf-8-sig")
    assert read_file(name="seats.csv", content=content)["seats"] == [{"seat": "A1", "since": "2026-01-01"}]


@pytest.mark.parametrize("cell", ["2026-12-31", "2026-12-31 00:00:00", datetime(2026, 12, 31)])
def test_a_day_may_be_text_or_a_date(cell: object) -> None:
    assert problems(cell) == []
    assert problems("soon") != []


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("31/12/2026", "Enter a day as 2026-12-31."),
        (46022, "This is a number. Make the cell a date, or write the day as 2026-12-31."),
        ("#REF!", "A formula went wrong here. Put the value in its place."),
    ],
)
def test_a_cell_that_is_no_day_says_what_to_do(cell: object, said: str) -> None:
    assert problems(cell) == [(2, "since", said)]
