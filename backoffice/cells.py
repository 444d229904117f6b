"""Amounts, days and times in lists that Python makes: the filters of the product's templates, called by name."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import cast

from django.template import engines
from django.template.backends.django import DjangoTemplates

from kernel.period import Period


def _written(filter_name: str, *arguments: object) -> str:
    formats = cast(DjangoTemplates, engines["django"]).engine.template_libraries["formats"]
    return cast(str, formats.filters[filter_name](*arguments))


def money(amount: Decimal | None, currency: str) -> str:
    """``PHP 201,600.00``, safe to show; a dash for ``None``."""
    return _written("money", amount, currency)


def day(value: date | None) -> str:
    """``1 Dec 2026``; a dash for ``None``."""
    return _written("day", value)


def written(value: date) -> str:
    """``1 Dec 2026``, as plain text."""
    return _written("written", value)


def days(period: Period | None) -> str:
    """``1 Dec 2026 – 30 Nov 2027``, both days included."""
    return _written("days", period)


def month(value: date) -> str:
    """``December 2026``."""
    return _written("month", value)


def moment(value: datetime | None, zone: str = "UTC") -> str:
    """``Thu 3 Dec, 21:00`` on the clock of ``zone``; a dash for ``None``."""
    return _written("clock", value, zone)
