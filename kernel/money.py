"""Amounts of money: Decimal, one way of rounding, the currency's own number of decimals."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

# ISO 4217 exponents that differ from two decimals, for the currencies a seat provider may meet.
EXPONENTS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "UGX": 0, "BHD": 3, "KWD": 3, "OMR": 3, "JOD": 3, "TND": 3}


def cent(currency: str) -> Decimal:
    """The smallest amount of ``currency`` (ISO 4217 code), such as ``Decimal("0.01")``."""
    return Decimal(1).scaleb(-EXPONENTS.get(currency, 2))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """``amount`` to the currency's decimals, ties away from zero, so that a credit mirrors its invoice."""
    return amount.quantize(cent(currency), rounding=ROUND_HALF_UP)


def split(amount: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """``amount`` shared by ``weights`` to the cent, largest remainder first, nothing lost.

    :raises ValueError: when there is no weight, one is negative or all are zero.
    """
    total = sum(weights, Decimal(0))
    if total <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("weights are positive and not all zero")
    unit = cent(currency)
    exact = [amount * weight / total for weight in weights]
    shares = [part.quantize(unit, rounding=ROUND_DOWN) for part in exact]
    missing = int((amount - sum(shares)) / unit)
    step = unit if missing >= 0 else -unit
    order = sorted(range(len(weights)), key=lambda i: abs(exact[i] - shares[i]), reverse=True)
    for i in order[: abs(missing)]:
        shares[i] += step
    return shares
