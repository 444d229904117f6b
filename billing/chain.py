"""The hash that chains each document to the one before it, so that nobody can change one unseen.

``hash = sha256(previous hash, newline, canonical JSON)``, both in lower-case hexadecimal and UTF-8. The canonical JSON
holds every column of the document, its lines and its taxes; keys are sorted, there is no white space, amounts have
no trailing zeros.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from billing.models import Document, DocumentLine, DocumentTax
from kernel.period import Period

_DOCUMENT = tuple(
    field.attname for field in Document._meta.concrete_fields if field.attname not in {"previous_hash", "hash"}
)
_LINE = tuple(
    field.attname for field in DocumentLine._meta.concrete_fields if field.attname not in {"id", "document_id"}
)
_TAX = tuple(field.attname for field in DocumentTax._meta.concrete_fields if field.attname not in {"id", "document_id"})


def canonical(document: Document, lines: Iterable[DocumentLine], taxes: Iterable[DocumentTax]) -> str:
    """The document as the text that is hashed; ``lines`` in order of position, ``taxes`` as the law orders them."""
    content = {
        "document": {name: _plain(getattr(document, name)) for name in _DOCUMENT},
        "lines": [{name: _plain(getattr(line, name)) for name in _LINE} for line in lines],
        "taxes": [{name: _plain(getattr(tax, name)) for name in _TAX} for tax in taxes],
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def chained(previous_hash: str, content: str) -> str:
    return hashlib.sha256(f"{previous_hash}\n{content}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Period):
        return [_plain(value.start), _plain(value.end)]
    return value
