"""The preview of a change: seats and net charges before and after it, and a digest of all they depend on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bookings.charges import charges_for, total
from bookings.enums import AmendmentKind, ChargeKind
from bookings.lease import Entry, Lease, Seat, changed_from
from kernel.period import add_months, month_of

if TYPE_CHECKING:
    from bookings.changes import Change


@dataclass(frozen=True)
class Preview:
    """A lease before and after a change. Amounts are net, in ``currency``.

    ``change`` names its seats, also where they were left to us: making it does what is shown, or is refused.
    ``before.facts`` and ``after.facts`` are what billing works documents, tax and deposit out from.
    """

    change: Change
    before: Lease
    after: Lease

    @property
    def entry(self) -> Entry:
        """The change as it would be written down."""
        assert self.after.latest is not None
        return self.after.latest

    @property
    def kind(self) -> AmendmentKind:
        return AmendmentKind(self.entry.kind)

    @property
    def effective_on(self) -> date:
        return self.entry.effective_on

    @property
    def currency(self) -> str:
        return self.before.facts.currency

    @property
    def seats_before(self) -> int:
        return len(self.before.on(self.effective_on))

    @property
    def seats_after(self) -> int:
        return len(self.after.on(self.effective_on))

    @cached_property
    def begins(self) -> tuple[Seat, ...]:
        """The seats that the lease has more, or longer, afterwards, with their days then."""
        before = {seat.id: seat.days for seat in self.before.seats}
        return tuple(seat for seat in self.after.seats if seat.days and _grows(before.get(seat.id), seat))

    @cached_property
    def ends(self) -> tuple[Seat, ...]:
        """The seats that the lease has no more, or shorter, afterwards, with the days that they had before."""
        after = {seat.id: seat.days for seat in self.after.seats}
        return tuple(seat for seat in self.before.seats if seat.days and _grows(after.get(seat.id), seat))

    @property
    def month(self) -> date:
        """The first day of the calendar month of the change."""
        return self.effective_on.replace(day=1)

    @property
    def month_before(self) -> Decimal:
        return self.before.month_net(self.month)

    @property
    def month_after(self) -> Decimal:
        return self.after.month_net(self.month)

    @property
    def first_net(self) -> Decimal:
        """The difference in the charges of the month of the change."""
        return self.month_after - self.month_before

    @property
    def setup_net(self) -> Decimal:
        """The part of it that is set-up."""
        return _setup(self.after, self.month) - _setup(self.before, self.month)

    @property
    def next_month(self) -> date:
        """The first day of the calendar month after it."""
        return add_months(self.month, 1)

    @property
    def monthly_before(self) -> Decimal:
        """The charges of that next, whole month before the change."""
        return self.before.month_net(self.next_month)

    @property
    def monthly_after(self) -> Decimal:
        return self.after.month_net(self.next_month)

    @property
    def charges_change_from(self) -> date | None:
        """The first day whose charges are others; ``None`` when the change costs and saves nothing."""
        return changed_from(self.before, self.after)

    @cached_property
    def digest(self) -> str:
        """The same as long as the change, and all that its charges depend on, is the same; it doesn't depend on how
        often the lease was changed before."""
        entry = self.entry
        content = [
            [entry.kind, entry.effective_on, entry.last_day, entry.asked_as, entry.reason],
            _content(self.before),
            _content(self.after),
        ]
        return sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Return what people were shown, to be kept with the change; nothing decides by it."""
        return {
            "kind": str(self.kind),
            "effective_on": self.effective_on.isoformat(),
            "seats_before": self.seats_before,
            "seats_after": self.seats_after,
            "month": self.month.isoformat(),
            "month_before": str(self.month_before),
            "month_after": str(self.month_after),
            "setup": str(self.setup_net),
            "next_month": self.next_month.isoformat(),
            "monthly_before": str(self.monthly_before),
            "monthly_after": str(self.monthly_after),
            "currency": self.currency,
        }


def _grows(days: Any, seat: Seat) -> bool:
    """Return whether ``seat`` has days that are not among ``days``."""
    return seat.days is not None and (days is None or not days.covers(seat.days))


def _setup(lease: Lease, month: date) -> Decimal:
    charges = charges_for(month_of(month), lease.facts)
    return total(charge for charge in charges if charge.kind == ChargeKind.SETUP)


def _content(lease: Lease) -> list[Any]:
    return [
        lease.state,
        _days(lease.days),
        _sorted([str(seat.workstation), *_days(seat.days), seat.setup] for seat in lease.seats if seat.days),
        _sorted([*(getattr(terms, name) for name in terms.__slots__)] for terms in lease.terms),
        _sorted([once.kind, once.on, once.quantity, once.unit_net] for once in lease.one_offs),
        lease.billed_before,
    ]


def _days(days: Any) -> list[date | None]:
    return [days.start, days.end]


def _sorted(rows: Iterable[list[Any]]) -> list[list[Any]]:
    return sorted([str(value) for value in row] for row in rows)
