"""The open items that a sum of money goes to: a pure rule, oldest due first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

ItemKey = TypeVar("ItemKey")


@dataclass(frozen=True, slots=True)
class OpenItem(Generic[ItemKey]):
    """The rest to pay on a document. ``withholding_outstanding`` is the part of it that is expected to come as a
    withholding certificate and not as money."""

    key: ItemKey
    due_on: date
    number: str
    open: Decimal
    withholding_outstanding: Decimal = Decimal(0)


def oldest_first(items: Sequence[OpenItem[ItemKey]]) -> list[OpenItem[ItemKey]]:
    return sorted(items, key=lambda item: (item.due_on, item.number))


def spread(
    amount: Decimal, items: Sequence[OpenItem[ItemKey]], *, is_certificate: bool = False
) -> list[tuple[ItemKey, Decimal]]:
    """Share ``amount`` out among items; what is not in the answer stays unapplied.

    Money first covers what each item expects in money, oldest first, and only then what awaits a certificate: a
    client that withholds tax pays 192,600.00 of 201,600.00, twice, and both invoices wait for their certificates.
    A certificate covers what awaits one, and nothing else.
    """
    ordered = oldest_first(items)
    awaited = {item.key: min(item.open, max(item.withholding_outstanding, Decimal(0))) for item in ordered}
    rounds = [awaited] if is_certificate else [{item.key: item.open - awaited[item.key] for item in ordered}, awaited]
    shares: dict[ItemKey, Decimal] = {}
    left = amount
    for wanted in rounds:
        for item in ordered:
            part = min(left, wanted[item.key])
            if part > 0:
                shares[item.key] = shares.get(item.key, Decimal(0)) + part
                left -= part
    return list(shares.items())
