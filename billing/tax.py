"""Tax of lines and of documents: pure rules over dated rates and certificates.

Tax is computed once per category and rate, on the sum of the lines, and rounded away from zero, so that a credit
mirrors its invoice (EN 16931 BR-CO-17).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from billing.enums import TaxCategory
from billing.errors import TaxRateMissing
from kernel.money import rounded
from kernel.period import Period


@dataclass(frozen=True, slots=True)
class DatedRate:
    """The standard rate of a country on ``days``, in percent."""

    days: Period
    percent: Decimal
    name: str = "VAT"


@dataclass(frozen=True, slots=True)
class Certificate:
    """An approved certificate that changes the treatment of supplies on ``days``."""

    days: Period
    category: str
    reason: str


@dataclass(frozen=True, slots=True)
class Treatment:
    """The tax treatment of supplies on ``days``; ``reason`` says why where it is not the standard rate."""

    days: Period
    category: str
    percent: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TaxPart:
    """The tax of a document for one category and rate."""

    category: str
    percent: Decimal
    reason: str
    base: Decimal
    tax: Decimal


def treatments(
    month: Period,
    *,
    is_registered: bool,
    rates: Sequence[DatedRate],
    certificates: Sequence[Certificate] = (),
    not_registered_reason: str = "",
) -> tuple[Treatment, ...]:
    """Return how supplies on each day of ``month`` are taxed; days without any rate are left out.

    A seller not registered for VAT supplies exempt; then a certificate of the client for the day; then the
    standard rate of the day.
    """
    if not is_registered:
        return (Treatment(month, TaxCategory.EXEMPT, Decimal(0), not_registered_reason),)
    days = {month.start}
    for period in [rate.days for rate in rates] + [certificate.days for certificate in certificates]:
        days |= {day for day in (period.start, period.end) if day is not None and day in month}
    starts = sorted(days)
    found: list[Treatment] = []
    for start, end in zip(starts, [*starts[1:], month.end], strict=True):
        part = _treatment(Period(start, end), rates, certificates)
        last = found[-1] if found else None
        if part is not None and last is not None and last.days.end == start and _same(last, part):
            found[-1] = Treatment(Period(last.days.start, end), last.category, last.percent, last.reason)
        elif part is not None:
            found.append(part)
    return tuple(found)


def treatment_on(day: date, found: Iterable[Treatment], *, country: str) -> Treatment:
    """:raises TaxRateMissing: naming the country, when no rate covers ``day``."""
    for treatment in found:
        if day in treatment.days:
            return treatment
    raise TaxRateMissing(country=country, day=day)


def tax_parts(lines: Iterable[tuple[Treatment, Decimal]], currency: str) -> tuple[TaxPart, ...]:
    """The tax of a document from its lines' treatments and net amounts, standard rate first."""
    bases: defaultdict[tuple[str, Decimal], Decimal] = defaultdict(Decimal)
    reasons: defaultdict[tuple[str, Decimal], list[str]] = defaultdict(list)
    for treatment, net in lines:
        key = (str(treatment.category), treatment.percent)
        bases[key] += net
        if treatment.reason and treatment.reason not in reasons[key]:
            reasons[key].append(treatment.reason)
    return tuple(
        TaxPart(category, percent, "; ".join(reasons[category, percent]), base, tax_on(base, percent, currency))
        for (category, percent), base in sorted(bases.items(), key=lambda item: (-item[0][1], item[0][0]))
    )


def tax_on(base: Decimal, percent: Decimal, currency: str) -> Decimal:
    return rounded(base * percent / 100, currency)


def withheld(net: Decimal, percent: Decimal, currency: str) -> Decimal:
    """Return what the client keeps back and settles with a certificate, on the amount without tax (BIR RR 2-98)."""
    return rounded(net * percent / 100, currency)


def to_json(found: Iterable[Treatment]) -> list[dict[str, Any]]:
    """As plain JSON, for the period revision that keeps them."""
    return [
        {
            "start": each.days.start.isoformat(),
            "end": each.days.end.isoformat() if each.days.end else None,
            "category": str(each.category),
            "percent": str(each.percent),
            "reason": each.reason,
        }
        for each in found
    ]


def from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Treatment, ...]:
    """Read what :func:`to_json` wrote."""
    return tuple(
        Treatment(
            Period(date.fromisoformat(item["start"]), date.fromisoformat(item["end"]) if item["end"] else None),
            item["category"],
            Decimal(item["percent"]),
            item["reason"],
        )
        for item in data
    )


def _treatment(days: Period, rates: Iterable[DatedRate], certificates: Iterable[Certificate]) -> Treatment | None:
    for certificate in certificates:
        if days.start in certificate.days:
            return Treatment(days, certificate.category, Decimal(0), certificate.reason)
    for rate in rates:
        if days.start in rate.days:
            return Treatment(days, TaxCategory.STANDARD, rate.percent)
    return None


def _same(one: Treatment, other: Treatment) -> bool:
    return (one.category, one.percent, one.reason) == (other.category, other.percent, other.reason)
