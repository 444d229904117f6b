"""The net charges of a month of a booking, a pure function of facts; and the difference when facts have changed.

Calendar months, actual/actual, half-open days; the day of a change has the new quantity; each charge is rounded
once, ties away from zero. Why a month is billed by revision: docs/adr/0004-billing-by-revision.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bookings.enums import ChargeKind
from kernel.money import rounded
from kernel.period import ONE_DAY, Period, add_months, slices

# What an escalated rate is quoted to; the agreed rate itself has as many decimals in the database.
RATE_DECIMALS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class DatedTerms:
    """The price from a day on, until later terms. ``net_rate`` is per seat and calendar month; the commitment
    holds before ``committed_until``, without end where that is ``None``. The increase comes on each anniversary of the
    lease, or on ``escalates_on`` and each anniversary of that day."""

    effective_from: date
    currency: str
    net_rate: Decimal
    committed_seats: int = 0
    escalation_percent: Decimal = Decimal(0)
    committed_until: date | None = None
    escalates_on: date | None = None
    setup_rate: Decimal = Decimal(0)
    notice_days: int = 0

    def committed_on(self, day: date) -> int:
        """Return how many seats are owed on ``day`` whether allocated or not; none once the commitment is over."""
        return 0 if self.committed_until is not None and day >= self.committed_until else self.committed_seats


@dataclass(frozen=True, slots=True)
class OneOffFact:
    """``quantity`` × ``unit_net``, owed once, in the month of ``on``."""

    kind: str
    on: date
    quantity: int
    unit_net: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the charges of a booking depend on; nothing here has an order that matters.

    :param days: the service days, or ``None`` when nothing is owed (never agreed, or cancelled).
    :param allocations: the seats sold, as (how many, their days, or ``None`` when given up before the first).
    :param billed_before: days before it were billed elsewhere: they are neither charged nor credited here.
    """

    days: Period | None
    allocations: Sequence[tuple[int, Period | None]]
    terms: Sequence[DatedTerms]
    one_offs: Sequence[OneOffFact] = ()
    billed_before: date | None = None

    @property
    def owed(self) -> Period | None:
        """The service days that are charged here."""
        if self.days is None or self.billed_before is None:
            return self.days
        return self.days & Period(self.billed_before)

    @property
    def currency(self) -> str:
        """The currency agreed last."""
        return max(self.terms, key=lambda terms: terms.effective_from).currency


@dataclass(frozen=True, slots=True)
class Charge:
    """``quantity`` seats × ``days`` of the month's ``days_of`` × ``rate``, rounded once.

    A credit has a negative quantity. A one-off has one day of one, so that the same formula holds.
    """

    kind: str
    days: Period
    quantity: int
    days_of: int
    rate: Decimal
    net: Decimal
    currency: str

    @property
    def end(self) -> date:
        """The day after the last; a charge is never open-ended."""
        return self.days.start + timedelta(days=self.days.days)

    @property
    def exact(self) -> Decimal:
        """The amount before it was rounded."""
        return self.rate * self.quantity * self.days.days / self.days_of


ORDER = {ChargeKind.RENT: 0, ChargeKind.SHORTFALL: 1, ChargeKind.SETUP: 2}


def prorated(rate: Decimal, *, days: int, days_of: int, currency: str, quantity: int = 1) -> Decimal:
    """``quantity`` × ``rate`` for ``days`` of ``days_of``, rounded once; a whole period costs the full rate."""
    return rounded(rate * quantity * days / days_of, currency)


def anniversaries(start: date, day: date) -> int:
    """Count the yearly anniversaries of ``start`` that have come by ``day``, that day included.

    29 February comes round on 28 February.
    """
    years = day.year - start.year
    return max(0, years if add_months(start, 12 * years) <= day else years - 1)


def rate_on(day: date, *, start: date, terms: DatedTerms) -> Decimal:
    """The rate per seat and month on ``day``: raised on each anniversary of the lease since these terms began, or on
    the days that the terms name.

    Compounding: 10 % a year is 1.21 after two. The escalated rate is a price that people read and multiply by, so
    it has the four decimals of an agreed one.
    """
    if terms.escalates_on is None:
        steps = anniversaries(start, day) - anniversaries(start, terms.effective_from)
    else:
        steps = 0 if day < terms.escalates_on else 1 + anniversaries(terms.escalates_on, day)
    if not steps or not terms.escalation_percent:
        return terms.net_rate
    return (terms.net_rate * (1 + terms.escalation_percent / 100) ** steps).quantize(RATE_DECIMALS, "ROUND_HALF_UP")


def charges_for(month: Period, facts: Facts) -> tuple[Charge, ...]:
    """Return the charges of the calendar ``month``, in the order people read them.

    Rent has a line for each run of days with one rate and one number of seats; where fewer seats than committed
    are allocated, the shortfall is a line of its own.

    :raises ValueError: when no terms are in force on a day that is owed.
    """
    owed = facts.owed & month if facts.owed is not None else None
    if owed is None or facts.days is None:
        return ()
    rent: list[_Run] = []
    shortfall: list[_Run] = []
    for days, seats, terms in _stretches(owed, facts.days.start, facts):
        rate = rate_on(days.start, start=facts.days.start, terms=terms)
        _extend(rent, _Run(days, seats, rate, terms.currency))
        _extend(shortfall, _Run(days, max(0, terms.committed_on(days.start) - seats), rate, terms.currency))
    found = [run.charge(ChargeKind.RENT, month.days) for run in rent if run.quantity]
    found += [run.charge(ChargeKind.SHORTFALL, month.days) for run in shortfall if run.quantity]
    return (*found, *_one_offs(owed, facts))


def difference(billed: Iterable[Charge], wanted: Iterable[Charge]) -> tuple[Charge, ...]:
    """The lines that turn what was ``billed`` for a month into what is ``wanted``.

    Seat-days that were billed and are no longer wanted are credited at the rate they were billed at, and the new
    ones charged at theirs: a change of price is two lines, each rounded once. The last line takes what is left, so
    that the lines sum to the difference of the totals to the cent.
    """
    billed, wanted = tuple(billed), tuple(wanted)
    changes: defaultdict[_Key, defaultdict[date, int]] = defaultdict(lambda: defaultdict(int))
    for sign, charges in ((-1, billed), (1, wanted)):
        for charge in charges:
            steps = changes[_Key.of(charge)]
            steps[charge.days.start] += sign * charge.quantity
            steps[charge.end] -= sign * charge.quantity
    lines = sorted(
        (key.charge(days, quantity) for key, steps in changes.items() for days, quantity in _levels(steps)),
        key=lambda line: (line.days.start, ORDER[ChargeKind(line.kind)], line.quantity > 0, line.rate, line.days.days),
    )
    if lines:
        rest = total(wanted) - total(billed) - total(lines[:-1])
        lines[-1] = replace(lines[-1], net=rest)
    return tuple(lines)


def cut(charge: Charge, days: Iterable[date]) -> tuple[Charge, ...]:
    """The charge in parts that begin on these days where they lie inside it; the parts sum to the whole."""
    parts = [
        replace(charge, days=part, net=prorated(
            charge.rate, days=part.days, days_of=charge.days_of, quantity=charge.quantity, currency=charge.currency
        ))
        for part in slices(charge.days, days)
    ]  # fmt: skip
    parts[-1] = replace(parts[-1], net=charge.net - total(parts[:-1]))
    return tuple(parts)


def total(charges: Iterable[Charge]) -> Decimal:
    return sum((charge.net for charge in charges), Decimal(0))


def to_json(charges: Iterable[Charge]) -> list[dict[str, Any]]:
    """As plain JSON, for the period revision that keeps them."""
    return [
        {
            "kind": str(charge.kind),
            "start": charge.days.start.isoformat(),
            "end": charge.end.isoformat(),
            "quantity": charge.quantity,
            "days_of": charge.days_of,
            "rate": str(charge.rate),
            "net": str(charge.net),
            "currency": charge.currency,
        }
        for charge in charges
    ]


def from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Charge, ...]:
    """Read what :func:`to_json` wrote."""
    return tuple(
        Charge(
            kind=item["kind"],
            days=Period(date.fromisoformat(item["start"]), date.fromisoformat(item["end"])),
            quantity=item["quantity"],
            days_of=item["days_of"],
            rate=Decimal(item["rate"]),
            net=Decimal(item["net"]),
            currency=item["currency"],
        )
        for item in data
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """Days in a row with one quantity at one rate."""

    days: Period
    quantity: int
    rate: Decimal
    currency: str

    def charge(self, kind: str, days_of: int) -> Charge:
        net = prorated(self.rate, quantity=self.quantity, days=self.days.days, days_of=days_of, currency=self.currency)
        return Charge(kind, self.days, self.quantity, days_of, self.rate, net, self.currency)


def _extend(runs: list[_Run], run: _Run) -> None:
    """Add ``run``, joined to the last one where nothing changes between them."""
    last = runs[-1] if runs else None
    if last and (last.quantity, last.rate, last.currency) == (run.quantity, run.rate, run.currency):
        runs[-1] = replace(last, days=Period(last.days.start, run.days.end))
    else:
        runs.append(run)


def _stretches(owed: Period, start: date, facts: Facts) -> Iterator[tuple[Period, int, DatedTerms]]:
    """The owed days in stretches on which neither seats nor terms nor the year since ``start`` change."""
    seats: defaultdict[date, int] = defaultdict(int)
    for count, days in facts.allocations:
        part = days & owed if days is not None else None
        if part is not None and part.end is not None:
            seats[part.start] += count
            seats[part.end] -= count
    terms = sorted(facts.terms, key=lambda each: each.effective_from)
    starts = [each.effective_from for each in terms]
    named = [each.escalates_on for each in terms if each.escalates_on is not None]
    raises = [add_months(day, 12 * (owed.start.year - day.year)) for day in (start, *named)]
    taken = 0
    releases = [each.committed_until for each in terms if each.committed_until is not None]
    for days in slices(owed, [*seats, *starts, *releases, *raises]):
        taken += seats[days.start]
        in_force = bisect_right(starts, days.start)
        if not in_force:
            raise ValueError(f"no terms are in force on {days.start}")
        yield days, taken, terms[in_force - 1]


def _one_offs(owed: Period, facts: Facts) -> Iterator[Charge]:
    quantities: defaultdict[tuple[date, str, Decimal], int] = defaultdict(int)
    for one_off in facts.one_offs:
        if one_off.on in owed:
            quantities[one_off.on, one_off.kind, one_off.unit_net] += one_off.quantity
    for (on, kind, rate), quantity in sorted(quantities.items()):
        yield _Run(Period(on, on + ONE_DAY), quantity, rate, facts.currency).charge(kind, 1)


@dataclass(frozen=True, slots=True)
class _Key:
    """The values two charges must share for the days of one to make up for the days of the other."""

    kind: str
    rate: Decimal
    days_of: int
    currency: str
    # Two one-offs on days in a row are two things.
    only_on: date | None

    @classmethod
    def of(cls, charge: Charge) -> _Key:
        once = charge.days.start if charge.days_of == 1 else None
        return cls(charge.kind, charge.rate, charge.days_of, charge.currency, once)

    def charge(self, days: Period, quantity: int) -> Charge:
        return _Run(days, quantity, self.rate, self.currency).charge(self.kind, self.days_of)


def _levels(steps: Mapping[date, int]) -> Iterator[tuple[Period, int]]:
    """The runs of days on which steps up and down leave a level other than zero."""
    level = 0
    since: date | None = None
    for day in sorted(day for day, step in steps.items() if step):
        if level and since is not None:
            yield Period(since, day), level
        level += steps[day]
        since = day
