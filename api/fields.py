"""Shapes that many nouns share: money as strings, days as people say them, small references."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kernel.money import cent
from kernel.period import Period


def money(amount: Decimal, currency: str) -> dict[str, str]:
    """``{"amount": "9000.00", "currency": "PHP"}``: the currency's decimals, or more where the amount has them."""
    exact, unit = amount.normalize().as_tuple().exponent, cent(currency).as_tuple().exponent
    decimals = -min(int(exact), int(unit))
    return {"amount": f"{amount:.{decimals}f}", "currency": currency}


class MoneySerializer(serializers.Serializer[Any]):
    """An amount of money: a decimal number as a string, never a float, with its currency."""

    amount = serializers.RegexField(r"^-?\d+(\.\d+)?$")
    currency = serializers.RegexField(r"^[A-Z]{3}$", help_text="ISO 4217 code")


@extend_schema_field(MoneySerializer)
class MoneyField(serializers.Field[Any, Any, dict[str, str], Any]):
    """The amount at ``source`` in the currency at ``currency``, both found on the instance."""

    def __init__(self, *, currency: str = "currency", **kwargs: Any) -> None:
        self.currency = currency
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance: Any) -> Any:
        amount = super().get_attribute(instance)
        return None if amount is None else (amount, reduce(getattr, self.currency.split("."), instance))

    def to_representation(self, value: tuple[Decimal, str]) -> dict[str, str]:
        return money(*value)


@extend_schema_field(OpenApiTypes.DATE)
class FirstDayField(serializers.Field[Any, Any, str, Any]):
    """The first day of the period at ``source``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Period) -> str:
        return value.start.isoformat()


@extend_schema_field({"type": ["string", "null"], "format": "date"})
class LastDayField(serializers.Field[Any, Any, str | None, Any]):
    """The last day of the period at ``source``, included, or null while it is open-ended."""

    def __init__(self, *, help_text: str = "included; null while open-ended", **kwargs: Any) -> None:
        super().__init__(read_only=True, help_text=help_text, **kwargs)

    def to_representation(self, value: Period) -> str | None:
        return None if value.last is None else value.last.isoformat()
