"""Open items from before: checked on their way in, then carried into the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Client, LegalEntity
from accounts.operations import record_each
from billing.chain import canonical, chained
from billing.enums import DocumentKind
from billing.errors import BroughtForwardAlready
from billing.models import Document
from billing.operations.books import Books
from billing.operations.issuer import Issuer
from billing.sheets import OPEN_ITEMS
from imports.sheets import Comparison, Parsed, Row
from kernel.bulk import copy_in
from kernel.money import rounded
from kernel.refusal import refusing


@dataclass(frozen=True, slots=True)
class Owed:
    """A row of the sheet whose every cell is right, and the company of ours that is owed."""

    row: Row
    entity: LegalEntity


def with_company(
    cells: Sequence[Mapping[str, Any]], entities: Mapping[str, LegalEntity]
) -> Sequence[Mapping[str, Any]]:
    """The rows, each saying which company of ours is owed, where there is only one."""
    only = next(iter(entities)) if len(entities) == 1 else None
    return [{**row, "company": row.get("company") or only} for row in cells]


def check_open_items(
    parsed: Parsed,
    comparison: Comparison,
    entities: Mapping[str, LegalEntity],
    exchange_missing: Callable[[LegalEntity, str], str],
    *,
    now: datetime,
) -> list[Owed]:
    """The new items that are right; what is wrong with the others is noted in ``parsed``.

    :param exchange_missing: what to say where a currency can't be told in a company's books, or nothing.
    """
    message = _("This item is here already, with %(before)s. Bring the difference as an item of its own.")
    for change in comparison.changed:
        for column, (before, value) in change.cells.items():
            parsed.problem(change.line, column, str(value), message % {"before": before or "–"})
    numbers = {row["number"] for _line, row in comparison.new}
    issued = set(
        Document.objects.filter(number__in=numbers)
        .exclude(kind=DocumentKind.BROUGHT_FORWARD)
        .values_list("legal_entity", "number")
    )
    wrong = {problem.line for problem in parsed.problems}
    required = {column.name for column in OPEN_ITEMS.columns if column.required}
    found = []
    for line, cells in comparison.new:
        row = {**{column.name: column.default for column in OPEN_ITEMS.columns if not column.required}, **cells}
        entity = entities.get(row["company"])
        before = len(parsed.problems)
        if entity is None:
            said = _("Enter which of your companies is owed: %(names)s.") % {"names": ", ".join(entities)}
            parsed.problem(line, "company", row["company"], said)
        elif (entity.pk, row["number"]) in issued:
            parsed.problem(line, "number", row["number"], _("A document that was issued here has this number."))
        if entity is None or line in wrong or not required <= row.keys():
            continue
        for column, said in _wrong(row, entity, exchange_missing, now):
            parsed.problem(line, column, str(row[column]), said)
        if len(parsed.problems) == before:
            found.append(Owed(row, entity))
    return found


def _wrong(
    row: Row, entity: LegalEntity, exchange_missing: Callable[[LegalEntity, str], str], now: datetime
) -> Iterable[tuple[str, str]]:
    """Columns and what to do about them."""
    owed, withheld = row["open"], row["as_certificate"]
    if not owed:
        yield "open", _("Nothing is open. Take this row out of the file.")
    elif owed != rounded(owed, row["currency"]):
        yield "open", _("This currency has no such fractions. Round the amount.")
    if owed and withheld > max(owed, 0):
        yield "as_certificate", _("The certificate is a part of what is open. Enter that or less.")
    if row["issued_on"] > entity.today(now):
        yield "issued_on", _("This day has yet to come. Enter the day of your invoice.")
    elif row["due_on"] < row["issued_on"]:
        yield "due_on", _("Nothing is due before it is issued. Correct one of the two days.")
    if missing := exchange_missing(entity, row["currency"]):
        yield "currency", missing


def carry_forward(owed: Iterable[Owed], clients: Mapping[str, Client], *, actor: Actor, now: datetime) -> None:
    """Enter open items as documents of the numbers they have, against opening balances; nobody is mailed them.

    Money and credits find them as they find invoices. A credit among them stands at first, so that everything
    comes over as it stood; the clock puts it against what the client owes before it reminds anybody.

    :param clients: by what they are called.
    :raises BroughtForwardAlready: when another import was faster.
    """
    by_entity: defaultdict[LegalEntity, list[Owed]] = defaultdict(list)
    for each in owed:
        by_entity[each.entity].append(each)
    for entity, items in by_entity.items():
        issuer = Issuer(entity, entity.today(now), now)
        documents = [_document(issuer, each.row, clients[each.row["client"]]) for each in items]
        books = Books(entity, on=issuer.on, now=now)
        for document in documents:
            books.open_document(document).sent_at = now
            document.hash = chained("", canonical(document, [], []))
        with refusing(document_brought_forward_once=BroughtForwardAlready):
            copy_in(documents)
        books.write()
        record_each(
            actor=actor,
            verb="billing.brought_forward",
            subjects=[
                (each, {"number": each.number, "open": each.gross, "currency": each.currency}) for each in documents
            ],
            now=now,
        )


def _document(issuer: Issuer, row: Row, client: Client) -> Document:
    """Make a document issued elsewhere: it keeps its number and days, and says nothing but what its row says."""
    document = issuer.document(
        DocumentKind.BROUGHT_FORWARD,
        client=client,
        currency=row["currency"],
        month=row["issued_on"].replace(day=1),
        net=row["open"],
        withheld=row["as_certificate"],
    )
    document.number, document.issued_on, document.due_on = row["number"], row["issued_on"], row["due_on"]
    document.notes = [row["note"]] if row["note"] else []
    return document
