"""A lease as facts: what has begun, what is planned, and both together. Pure: `bookings.queries.lease` reads it.

*What has begun* is the lease by the changes whose day has come. A change whose day is still ahead is *planned*; the
planned ones are played on what has begun, in the order of their day and then their number, and the outcome is what is
sold, kept and billed. So a planned change can be withdrawn at any time: the others are played again without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from bookings.charges import DatedTerms, Facts, OneOffFact, charges_for, total
from bookings.enums import AGREED, AmendmentKind, Authority, BookingState, OneOffKind
from kernel.period import Period, month_of


@dataclass(frozen=True, slots=True)
class Seat:
    """A workstation sold for days: what an `Allocation` says.

    :param id: of the allocation.
    :param days: ``None`` when it was given up before its first day.
    :param line: the id of the first seat that this one goes on for after moves; its own where it has not moved.
    :param setup: what setting it up costs, net, owed on its first day; nothing where it never has one.
    :param given_back: whether a change of its own ended it, so that it doesn't come back with a lease that goes on.
    """

    id: UUID
    workstation: UUID
    days: Period | None
    line: UUID
    setup: Decimal = Decimal(0)
    given_back: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """State, service days and seats of a lease; seats that never had a day are among them."""

    state: BookingState
    days: Period
    seats: tuple[Seat, ...]

    def on(self, day: date) -> list[Seat]:
        """The seats it has on a day."""
        return [seat for seat in self.seats if seat.days is not None and day in seat.days]


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat that a change begins; ``line`` is its own id, or that of the seat it goes on for."""

    id: UUID
    workstation: UUID
    line: UUID
    setup: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """A change that was accepted, in the terms in which it is played: what an `Amendment` and its seats say.

    :param number: counts the changes of a lease; of two on one day the lower is played first.
    :param effective_on: the first day on which it holds.
    :param asked_as: what those who asked may do, which policy goes by when it is played again.
    :param begins: the seats it begins.
    :param ends: the lines of the seats it ends (or moves) by name.
    :param last_day: of the lease, where it sets one.
    :param withdraws: the number of the change that it withdraws.
    :param ended: for each seat that it cut when it was played, the seat's id and the days it had before.
    """

    number: int
    kind: AmendmentKind
    effective_on: date
    asked_as: Authority
    begins: tuple[NewSeat, ...] = ()
    ends: tuple[UUID, ...] = ()
    last_day: date | None = None
    reason: str = ""
    withdraws: int | None = None
    ended: tuple[tuple[UUID, Period], ...] = ()

    @property
    def order(self) -> tuple[date, int]:
        return self.effective_on, self.number


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease with all that its changes and its charges depend on.

    :param term_months: the agreed term, which repeats from the first day while ``auto_renews``.
    :param time_zone: whose local time its hours keep; empty for the facility's.
    :param one_offs: what is owed once and hangs on no seat.
    :param begun: the lease by the changes whose day has come.
    :param planned: the changes whose day is ahead, in the order in which they are played.
    :param agreed: the outcome of the two: what is sold, kept and billed.
    :param codes: what its seats are called, for people.
    :param last_number: of its changes; 0 before the first.
    :param latest: the change applied last, by `bookings.changes.apply`; none on a lease that was only read.
    """

    booking: UUID
    term_months: int
    auto_renews: bool
    time_zone: str
    terms: tuple[DatedTerms, ...]
    one_offs: tuple[OneOffFact, ...]
    billed_before: date | None
    begun: Snapshot
    planned: tuple[Entry, ...]
    agreed: Snapshot
    last_number: int = 0
    codes: Mapping[UUID, str] = field(default_factory=dict, compare=False)
    latest: Entry | None = field(default=None, compare=False)

    @property
    def state(self) -> BookingState:
        return self.agreed.state

    @property
    def days(self) -> Period:
        return self.agreed.days

    @property
    def start(self) -> date:
        return self.agreed.days.start

    @property
    def seats(self) -> tuple[Seat, ...]:
        return self.agreed.seats

    @property
    def facts(self) -> Facts:
        """The facts that its charges depend on."""
        return facts(
            state=self.state,
            days=self.days,
            seats=((1, seat.days, seat.setup) for seat in self.seats),
            terms=self.terms,
            one_offs=self.one_offs,
            billed_before=self.billed_before,
        )

    def on(self, day: date) -> list[Seat]:
        """The seats it has on a day."""
        return self.agreed.on(day)

    def terms_on(self, day: date) -> DatedTerms:
        """The terms in force on a day; before the first day, the first."""
        return terms_on(self.terms, day)

    def new_id(self, workstation: UUID) -> UUID:
        """The id of the seat that the next change begins on a workstation: the same whenever the change is worked
        out, so that what is shown before it is what is written after it."""
        return uuid5(self.booking, f"{self.last_number + 1}:{workstation}")

    def month_net(self, day: date) -> Decimal:
        """Return the net charges of the calendar month of ``day``."""
        return total(charges_for(month_of(day), self.facts))

    def named(self, workstations: Iterable[UUID]) -> str:
        """Seats as people call them, in order."""
        return ", ".join(sorted(self.codes.get(each, "?") for each in workstations))


def facts(
    *,
    state: BookingState,
    days: Period,
    seats: Iterable[tuple[int, Period | None, Decimal]],
    terms: Sequence[DatedTerms],
    one_offs: Iterable[OneOffFact],
    billed_before: date | None,
) -> Facts:
    """The facts that the charges of a booking depend on. Nothing is owed for one that is not agreed (any more).

    :param seats: how many, their days (``None`` for those that never were), and what setting up each of them costs.
    """
    counts: Counter[Period | None] = Counter()
    setups: Counter[tuple[date, Decimal]] = Counter()
    for count, sold, setup in seats:
        counts[sold] += count
        if sold is not None and setup:
            setups[sold.start, setup] += count
    return Facts(
        days=days if state in AGREED else None,
        allocations=[(count, sold) for sold, count in counts.items()],
        terms=terms,
        one_offs=[
            *one_offs,
            *(OneOffFact(OneOffKind.SETUP, on, count, setup) for (on, setup), count in sorted(setups.items())),
        ],
        billed_before=billed_before,
    )


def terms_on(terms: Iterable[DatedTerms], day: date) -> DatedTerms:
    """The latest terms in force on ``day``; before the first day, the first."""
    dated = sorted(terms, key=lambda each: each.effective_from)
    return next((each for each in reversed(dated) if each.effective_from <= day), dated[0])


def changed_from(before: Lease, after: Lease) -> date | None:
    """The first day whose charges differ between two views of a lease; ``None`` when none does."""
    one, other = before.facts, after.facts
    days = [day for old, new in zip(_counted(one), _counted(other), strict=True) for day in _differing(old, new)]
    return min(days, default=None)


# Something counted, by day and by what it is.
Counts = Counter[tuple[date, object]]


def _counted(known: Facts) -> tuple[Counts, Counts, Counts]:
    """By how many the seats change on each day, and the lease itself; and how many one-offs there are."""
    seats: Counts = Counter()
    lease: Counts = Counter()
    for steps, periods in ((seats, known.allocations), (lease, [(1, known.days)])):
        for count, days in periods:
            if days is not None:
                steps[days.start, None] += count
                if days.end is not None:
                    steps[days.end, None] -= count
    once: Counts = Counter()
    for each in known.one_offs:
        once[each.on, (each.kind, each.unit_net)] += each.quantity
    return seats, lease, once


def _differing(old: Counts, new: Counts) -> list[date]:
    return [day for day, what in old.keys() | new.keys() if old[day, what] != new[day, what]]
