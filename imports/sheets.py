"""Tables people edit in a spreadsheet: read cells strictly, say what is wrong where, and compare with what is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Row = dict[str, Any]
Key = tuple[Any, ...]

# A cell that begins like this is a formula to a spreadsheet; text is written with an apostrophe before it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


# What a spreadsheet shows where a formula went wrong.
ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


class BadCell(ValueError):
    """A cell that can't be what its column holds; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake at ``line`` of the file (the heading is line 1) in ``column``, and what to do about it."""

    sheet: str
    line: int
    column: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, how its cells are read, and whether one may be empty.

    ``read`` turns a non-empty cell (text from CSV; text, number, date or truth value from a workbook) into the
    value kept, or raises :class:`BadCell`. ``default`` stands for an empty cell of an optional column, and ``help``
    tells people what belongs there.
    """

    name: str
    read: Callable[[Any], Any]
    required: bool = True
    default: Any = ""
    help: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its headings; ``key`` names the columns that tell its rows apart."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def key_of(self, row: Mapping[str, Any]) -> Key:
        return tuple(row[name] for name in self.key)

    def parse(self, cells: Sequence[Mapping[str, Any]]) -> Parsed:
        """Read every row; ``cells`` maps headings to raw cells, one mapping a line below the heading."""
        parsed = Parsed(self)
        known = {column.name for column in self.columns}
        headings = list(cells[0]) if cells else []
        for name in [
            column.name for column in self.columns if column.required and cells and column.name not in headings
        ]:
            parsed.problem(1, name, "", _("This column is missing. Add it, or export the table to see how it looks."))
        for name in [heading for heading in headings if heading and heading not in known]:
            parsed.problem(1, name, "", _("There is no such column. Remove it, or correct its heading."))
        if parsed.problems:
            return parsed
        seen: dict[Key, int] = {}
        for line, raw in enumerate(cells, start=2):
            if all(cell in (None, "") for cell in raw.values()):
                continue
            self._parse_row(parsed, line, raw, seen)
        return parsed

    def _parse_row(self, parsed: Parsed, line: int, raw: Mapping[str, Any], seen: dict[Key, int]) -> None:
        row: Row = {}
        for column in self.columns:
            if column.name not in raw:
                continue
            cell = raw[column.name]
            cell = cell.strip() if isinstance(cell, str) else cell
            if cell in (None, ""):
                row[column.name] = column.default
                if column.required:
                    parsed.problem(line, column.name, "", _("Fill in this cell."))
                continue
            if cell in ERRORS:
                parsed.problem(line, column.name, cell, _("A formula went wrong here. Put the value in its place."))
                continue
            try:
                row[column.name] = column.read(cell)
            except BadCell as error:
                parsed.problem(line, column.name, str(cell), str(error))
        if any(name not in row for name in self.key):
            return
        key = self.key_of(row)
        if key in seen:
            message = _("Line %(line)s has the same %(key)s. Each may stand once.") % {
                "line": seen[key],
                "key": ", ".join(self.key),
            }
            parsed.problem(line, self.key[-1], str(key[-1]), message)
            return
        seen[key] = line
        parsed.rows.append((line, row))


@dataclass(slots=True)
class Parsed:
    """Rows with the line each stood on, and every problem found."""

    sheet: Sheet
    rows: list[tuple[int, Row]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, line: int, column: str, value: str, message: str) -> None:
        self.problems.append(Problem(self.sheet.name, line, column, value, message))


@dataclass(frozen=True, slots=True)
class Change:
    """A row that differs from what is there: column → (before, after)."""

    line: int
    key: Key
    row: Row
    cells: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes a table would make. ``absent`` are rows that are there and not in the table; they are left alone."""

    sheet: Sheet
    new: list[tuple[int, Row]]
    changed: list[Change]
    unchanged: int
    absent: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The outcome of a file: one comparison a sheet in it, and every problem; it can be applied when there is none."""

    comparisons: list[Comparison]
    problems: list[Problem]

    @property
    def changes_anything(self) -> bool:
        return any(found.new or found.changed for found in self.comparisons)


def compare(parsed: Parsed, existing: Mapping[Key, Row]) -> Comparison:
    """Sort the rows of a table into new, changed and unchanged; columns left out of the table are not compared."""
    new: list[tuple[int, Row]] = []
    changed: list[Change] = []
    unchanged = 0
    for line, row in parsed.rows:
        key = parsed.sheet.key_of(row)
        before = existing.get(key)
        if before is None:
            new.append((line, row))
            continue
        cells = {name: (before[name], value) for name, value in row.items() if before[name] != value}
        if cells:
            changed.append(Change(line, key, row, cells))
        else:
            unchanged += 1
    absent = len(existing) - len(changed) - unchanged
    return Comparison(parsed.sheet, new, changed, unchanged, absent)


def text(longest: int) -> Callable[[Any], str]:
    def read(cell: Any) -> str:
        # Excel makes a number of a code such as 12; it is text all the same.
        value = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
        if value[:1] == "'" and value[1:2] in FORMULA_STARTS:
            value = value[1:]
        if len(value) > longest:
            raise BadCell(_("Shorten this to %(longest)s characters.") % {"longest": longest})
        if "\0" in value:
            raise BadCell(_("Type this anew; it holds a character that can't be kept."))
        return value

    return read


def whole(lowest: int, highest: int) -> Callable[[Any], int]:
    def read(cell: Any) -> int:
        try:
            number = Decimal(str(cell))
        except InvalidOperation:
            number = Decimal("NaN")
        if number != number.to_integral_value() or not lowest <= number <= highest:
            message = _("Enter a whole number from %(lowest)s to %(highest)s.")
            raise BadCell(message % {"lowest": lowest, "highest": highest})
        return int(number)

    return read


def amount(decimals: int, digits: int = 14) -> Callable[[Any], Decimal]:
    """A number that is not negative and has ``digits`` digits at most, ``decimals`` of them after the point; kept with
    as many places so that equal amounts compare equal."""
    step, beyond = Decimal(1).scaleb(-decimals), Decimal(1).scaleb(digits - decimals)

    def read(cell: Any) -> Decimal:
        try:
            number = Decimal(str(cell).replace(",", ""))
            if number.is_finite() and 0 <= number < beyond and number == number.quantize(step):
                return number.quantize(step)
        except InvalidOperation:
            pass
        raise BadCell(
            _("Enter an amount such as 9.00, below %(beyond)s and with %(decimals)s decimals at most.")
            % {"beyond": f"{beyond:,f}", "decimals": decimals}
        )

    return read


def signed(decimals: int) -> Callable[[Any], Decimal]:
    """The same as :func:`amount`, or less than nothing."""
    read_amount = amount(decimals)

    def read(cell: Any) -> Decimal:
        words = str(cell).strip().removeprefix("'").replace("\N{MINUS SIGN}", "-")
        return -read_amount(words[1:]) if words.startswith("-") else read_amount(words)

    return read


def currency(cell: Any) -> str:
    code = str(cell).strip().upper()
    if re.fullmatch("[A-Z]{3}", code):
        return code
    raise BadCell(_("Enter a three-letter currency code such as PHP."))


def day(cell: Any) -> date:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, int | float):
        raise BadCell(_("This is a number. Make the cell a date, or write the day as 2026-12-31."))
    try:
        # Midnight is what some programs add when they write a date as text.
        found = cell if isinstance(cell, date) else date.fromisoformat(str(cell).removesuffix(" 00:00:00"))
    except ValueError as error:
        raise BadCell(_("Enter a day as 2026-12-31.")) from error
    if found == date.max:
        raise BadCell(_("Enter a day as 2026-12-31, or leave the last day empty for no end."))
    return found


def truth(cell: Any) -> bool:
    word = str(cell).strip().lower()
    if word in {"yes", "true", "1", "1.0"}:
        return True
    if word in {"no", "false", "0", "0.0"}:
        return False
    raise BadCell(_("Enter yes or no."))


def one_of(values: Iterable[str]) -> Callable[[Any], str]:
    allowed = list(values)

    def read(cell: Any) -> str:
        word = str(cell).strip().lower()
        if word not in allowed:
            raise BadCell(_("Enter one of: %(allowed)s.") % {"allowed": ", ".join(allowed)})
        return word

    return read


def written(value: Any) -> Any:
    """A value as a cell holds it: what :meth:`Sheet.parse` reads back to the same value."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case str() if value.startswith(FORMULA_STARTS):
            return "'" + value
    return value
