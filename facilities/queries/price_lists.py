"""Price lists as a whole: where they have holes, and what a copy of one would look like."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from facilities.models import Facility, Package, Rate, ShiftPattern
from facilities.queries.prices import rates_on
from kernel.period import Period


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which nobody can book a package and shift that had a price before."""

    package: Package
    pattern: ShiftPattern
    days: Period


@dataclass(frozen=True, slots=True)
class Copy:
    """A list price, and what stands beside it on the new days. ``ends`` is the last day of the old one, ``None`` when
    it stays as it is; ``resumes`` says from when on it counts again, if it does."""

    rate: Rate
    monthly_net: Decimal
    setup_net: Decimal
    ends: date | None
    resumes: date | None


@dataclass(frozen=True, slots=True)
class Copies:
    """A price list copied to ``days``; ``conflicts`` are prices that count on some of these days already.

    ``digest`` names exactly this copy: it is another once any of the prices has changed.
    """

    days: Period
    rows: Sequence[Copy]
    conflicts: Sequence[Rate]
    digest: str


def gaps(facility: Facility, *, since: date) -> list[Gap]:
    """Holes in a facility's prices in its own currency, from ``since`` on; one query."""
    rates = (
        Rate.objects.filter(facility=facility, currency=facility.currency, pattern__is_offered=True)
        .select_related("package", "pattern")
        .order_by("pattern__position", "pattern__name", "package__position", "package__name", "days")
    )
    return [
        Gap(package, pattern, days)
        for (pattern, package), listed in groupby(rates, key=lambda rate: (rate.pattern, rate.package))
        for days in holes([rate.days for rate in listed], since=since)
    ]


def holes(periods: Iterable[Period], *, since: date) -> list[Period]:
    """The days from ``since`` on, and from the first of ``periods`` (sorted, apart) on, that none of them has."""
    found: list[Period] = []
    free_from: date | None = None
    for days in periods:
        if free_from is not None and free_from < days.start:
            found.append(Period(free_from, days.start))
        free_from = days.end
        if free_from is None:
            break
    else:
        if free_from is not None:
            found.append(Period(free_from))
    later = Period(since)
    return [rest for days in found if (rest := days & later) is not None]


def copies(*, facility: Facility, on: date, days: Period, percent: Decimal, step: Decimal) -> Copies:
    """The prices of ``on`` as they would be on ``days``: ``percent`` more (or less), rounded half up to ``step``.

    What counts on ``on`` gives way to its copy on those days and counts again after them, as far as it did.
    """
    sources = list(
        rates_on(on)
        .filter(facility=facility, currency=facility.currency)
        .order_by("pattern__position", "pattern__name", "package__position", "package__name")
    )
    factor = 1 + percent / 100
    rows = [
        Copy(
            rate=rate,
            monthly_net=rounded_to(rate.monthly_net * factor, step),
            setup_net=rounded_to(rate.setup_net * factor, step),
            ends=None if (before := rate.days.until(days.start)) == rate.days else before and before.last,
            resumes=days.end if days.end is not None and days.end in rate.days else None,
        )
        for rate in sources
    ]
    pairs = {(rate.package_id, rate.pattern_id) for rate in sources}
    others = (
        Rate.objects.filter(facility=facility, currency=facility.currency, days__overlap=days)
        .exclude(pk__in=[rate.pk for rate in sources])
        .select_related("package", "pattern")
        .order_by("days", "pk")
    )
    conflicts = [rate for rate in others if (rate.package_id, rate.pattern_id) in pairs]
    told = [(str(row.rate.pk), row.rate.days, row.monthly_net, row.setup_net) for row in rows]
    digest = hashlib.sha256(repr((told, days)).encode()).hexdigest()
    return Copies(days, rows, conflicts, digest)


def rounded_to(amount: Decimal, step: Decimal) -> Decimal:
    """``amount`` as the nearest whole number of steps."""
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step
