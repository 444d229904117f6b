"""The hash that chains each document to the one before it, so that nobody can change one unseen.

``hash = sha256(previous hash, newline, canonical JSON)``, both in lower-case hexadecimal and UTF-8. The canonical JSON
holds every column of the document, its lines and its taxes; keys are sorted, there is no white space, amounts have
no trailing zeros.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Model

from billing.models import Document, DocumentLine, DocumentTax
from kernel.period import Period

_UNHASHED = {"id", "document_id", "previous_hash", "hash"}


def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname not in _UNHASHED)


# The document's own id is hashed; lines and taxes are theirs by standing in the list.
_DOCUMENT = ("id", *_columns(Document))
_LINE = _columns(DocumentLine)
_TAX = _columns(DocumentTax)
_values_of_document, _values_of_line, _values_of_tax = attrgetter(*_DOCUMENT), attrgetter(*_LINE), attrgetter(*_TAX)


def canonical(document: Document, lines: Iterable[DocumentLine], taxes: Iterable[DocumentTax]) -> str:
    """The document as the text that is hashed; ``lines`` in order of position, ``taxes`` as the rule orders them."""
    content = {
        "document": dict(zip(_DOCUMENT, _values_of_document(document), strict=True)),
        "lines": [dict(zip(_LINE, _values_of_line(line), strict=True)) for line in lines],
        "taxes": [dict(zip(_TAX, _values_of_tax(tax), strict=True)) for tax in taxes],
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def chained(previous_hash: str, content: str) -> str:
    return hashlib.sha256(f"{previous_hash}\n{content}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, datetime):
        # As the database gives it back, whatever zone the operation was done in.
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Period):
        return [value.start, value.end]
    raise TypeError(f"{type(value).__name__} has no canonical text")
