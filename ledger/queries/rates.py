"""Exchange rates in the books, by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import LegalEntity
from ledger.errors import ExchangeRateMissing
from ledger.models import ExchangeRate


@dataclass(frozen=True, slots=True)
class Exchange:
    """The worth of one unit of a currency in the books, since when and says who."""

    rate: Decimal
    on: date | None = None
    source: str = ""


SAME_CURRENCY = Exchange(Decimal(1))


def exchange_on(day: date, *, currency: str, entity: LegalEntity) -> Exchange:
    """The latest rate on or before ``day`` into the currency of the entity's books.

    :raises ExchangeRateMissing:
    """
    if currency == entity.functional_currency:
        return SAME_CURRENCY
    known = (
        ExchangeRate.objects.filter(currency=currency, functional_currency=entity.functional_currency, on__lte=day)
        .order_by("-on")
        .first()
    )
    if known is None:
        raise ExchangeRateMissing(currency=currency, functional=entity.functional_currency, day=day)
    return Exchange(known.rate, known.on, known.source)
