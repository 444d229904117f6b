"""A booking's next document, before it has a number: a pure rule, so that a preview is what gets issued."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.enums import DocumentKind
from billing.errors import CurrencyMixed
from billing.tax import TaxPart, Treatment, tax_parts, treatment_on, withheld
from bookings.charges import Charge, Facts, charges_for, cut, difference, total
from kernel.money import rounded
from kernel.period import ONE_DAY, Period, add_months, month_of


@dataclass(frozen=True, slots=True)
class BilledPeriod:
    """The latest revision of a month that was billed."""

    revision: int
    charges: tuple[Charge, ...]
    treatment: tuple[Treatment, ...]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A charge or credit of ``month`` with its tax; ``is_correction`` when the month had been billed before."""

    month: date
    charge: Charge
    treatment: Treatment
    is_correction: bool


@dataclass(frozen=True, slots=True)
class DraftPeriodRevision:
    """The revision of a month that the document states."""

    month: date
    revision: int
    charges: tuple[Charge, ...]
    treatment: tuple[Treatment, ...]

    @property
    def net(self) -> Decimal:
        return total(self.charges)


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything of a document but its number, names and dates. ``period_revisions`` without ``lines`` is a month that
    came to nothing: billed, and no document."""

    currency: str
    period_revisions: tuple[DraftPeriodRevision, ...]
    lines: tuple[DraftLine, ...]
    taxes: tuple[TaxPart, ...]
    withholding: Decimal

    @property
    def net(self) -> Decimal:
        return sum((line.charge.net for line in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return sum((part.tax for part in self.taxes), Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax

    @property
    def kind(self) -> DocumentKind:
        return DocumentKind.CREDIT_NOTE if self.gross < 0 else DocumentKind.INVOICE

    @property
    def needs_document(self) -> bool:
        """True when there is anything to tell. Changes that cancel out are: a later document may credit one of them."""
        return bool(self.lines)


def months_to_bill(
    days: Period | None,
    *,
    through: date,
    billed_through: date | None,
    changed_from: date | None,
    billed_before: date | None = None,
) -> tuple[date, ...]:
    """Return the months (by their first days) that a document has to state, in order.

    Months never billed, from the lease's first through ``through`` or its last; and months billed already whose
    charges may have changed. Months are billed in order, so ``billed_through`` tells them apart.

    :param days: the service days, or ``None`` when nothing is owed any more.
    :param through: the first day of the month that is billed, in advance.
    :param billed_through: the first day of the last month billed.
    :param billed_before: months wholly before it were billed elsewhere.
    """
    found: list[date] = []
    if billed_through is not None and changed_from is not None:
        month = max(changed_from, billed_before or changed_from).replace(day=1)
        while month <= billed_through:
            found.append(month)
            month = add_months(month, 1)
    if days is not None:
        month = days.start.replace(day=1) if billed_through is None else add_months(billed_through, 1)
        last = through if days.end is None else min(through, (days.end - ONE_DAY).replace(day=1))
        while month <= last:
            found.append(month)
            month = add_months(month, 1)
    return tuple(found)


def draft(
    facts: Facts,
    *,
    months: Iterable[date],
    billed: Mapping[date, BilledPeriod],
    treatments: Callable[[Period], tuple[Treatment, ...]],
    withholding_percent: Decimal,
    country: str,
) -> Draft:
    """The document that brings ``months`` up to date.

    A month that was billed before keeps the tax treatment it was billed at; a line is cut where the treatment
    changes within its days.

    :param billed: the latest revision of each of these months that has one; the first bills it whole.
    :param treatments: how a month that is billed for the first time is taxed.
    :param country: named when a tax rate is missing.
    :raises TaxRateMissing: when a line lies on a day without a tax rate.
    :raises CurrencyMixed: when the months were agreed in different currencies.
    """
    period_revisions: list[DraftPeriodRevision] = []
    lines: list[DraftLine] = []
    for first in months:
        month = month_of(first)
        before = billed.get(first)
        wanted = charges_for(month, facts)
        treatment = before.treatment if before else treatments(month)
        changes = difference(before.charges, wanted) if before else wanted
        if before is None or changes:
            period_revisions.append(DraftPeriodRevision(first, before.revision + 1 if before else 1, wanted, treatment))
        lines += _lines(changes, first, treatment, country, is_correction=before is not None)
    currencies = {line.charge.currency for line in lines}
    if len(currencies) > 1:
        raise CurrencyMixed(currencies=", ".join(sorted(currencies)))
    currency = next(iter(currencies), None) or facts.currency
    net = sum((line.charge.net for line in lines), Decimal(0))
    return Draft(
        currency=currency,
        period_revisions=tuple(period_revisions),
        lines=tuple(lines),
        taxes=tax_parts(((line.treatment, line.charge.net) for line in lines), currency),
        withholding=withheld(net, withholding_percent, currency),
    )


def deposit(*, rate: Decimal, months: Decimal, seats: int, currency: str) -> Decimal:
    """Return a deposit: so many months of the agreed rate for each seat, without tax."""
    return rounded(rate * months * seats, currency)


def _lines(
    charges: Sequence[Charge], month: date, found: tuple[Treatment, ...], country: str, *, is_correction: bool
) -> list[DraftLine]:
    cuts = [each.days.start for each in found[1:]]
    return [
        DraftLine(month, part, treatment_on(part.days.start, found, country=country), is_correction)
        for charge in charges
        for part in (cut(charge, cuts) if cuts else (charge,))
    ]
