"""Published cases of proration, tax and credits, and short words to check our rules against them with."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from billing.tax import Treatment, tax_parts
from bookings.charges import Charge, DatedTerms, Facts, charges_for, difference, prorated
from kernel.period import Period, month_of

CASES = {case["id"]: case for case in json.loads((Path(__file__).parent / "vectors.json").read_text())}


Check = Callable[[dict[str, Any], dict[str, Any]], None]
CHECKS: dict[str, Check] = {}


def checks(*cases: str) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        CHECKS.update(dict.fromkeys(cases, check))
        return check

    return register


def D(value: str) -> Decimal:  # noqa: N802 - read as a literal
    return Decimal(value)


def cents(value: str) -> Decimal:
    return Decimal(value) / 100


def day(text: str) -> date:
    return date.fromisoformat(text)


def part_of(price: str, days: int, days_of: int) -> Decimal:
    return prorated(D(price), days=days, days_of=days_of, currency="USD")


def days_between(start: str, end: str) -> int:
    return (day(end) - day(start)).days


def one_seat(start: date, end: date | None, *prices: tuple[date, str]) -> Facts:
    """One seat at prices that hold from days."""
    days = Period(start, end)
    terms = [DatedTerms(since, "USD", D(price)) for since, price in prices]
    return Facts(days, [(1, days)], terms)


def price_change(old: str, new: str, *, first: date, days_left: int) -> tuple[Charge, ...]:
    """The lines that a new price for the last days of a month brings about."""
    month = month_of(first)
    changed = first + timedelta(days=month.days - days_left)
    billed = charges_for(month, one_seat(first, None, (first, old)))
    return difference(billed, charges_for(month, one_seat(first, None, (first, old), (changed, new))))


def taxes(lines: list[tuple[str, str]]) -> dict[Decimal, tuple[Decimal, Decimal]]:
    """Base and tax by rate, of lines given as (net, percent)."""
    always = Period(date(2020, 1, 1))
    parts = tax_parts(((Treatment(always, "S", D(percent)), D(net)) for net, percent in lines), "EUR")
    return {part.percent: (part.base, part.tax) for part in parts}
