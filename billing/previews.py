"""A change of a lease in documents: by date, with tax and deposit, before it and after it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any

from billing.drafts import Draft, deposit
from bookings.changes import Change, Preview
from bookings.charges import Charge, difference, to_json
from kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Issue:
    """A month that is billed, and the day on which its documents are issued."""

    month: date
    on: date


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """The next document of one issue as it would be without the change, and with it.

    :param due_on: of the document with the change.
    """

    issue: Issue
    due_on: date
    before: Draft
    after: Draft

    @property
    def currency(self) -> str:
        return self.after.currency

    @property
    def gross_before(self) -> Decimal:
        return self.before.gross

    @property
    def gross_after(self) -> Decimal:
        return self.after.gross

    @property
    def net(self) -> Decimal:
        """The difference without tax, more or less."""
        return self.after.net - self.before.net

    @property
    def tax(self) -> Decimal:
        return self.after.tax - self.before.tax

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax

    @property
    def charges(self) -> tuple[Charge, ...]:
        """The lines that make the difference, month by month; they sum to ``net``."""
        months = sorted({line.month for draft in (self.before, self.after) for line in draft.lines})
        return tuple(
            charge
            for month in months
            for charge in difference(_charges(self.before, month), _charges(self.after, month))
        )

    @property
    def is_changed(self) -> bool:
        return bool(self.charges) or bool(self.gross)

    def as_json(self) -> dict[str, Any]:
        return {
            "month": self.issue.month.isoformat(),
            "issued_on": self.issue.on.isoformat(),
            "due_on": self.due_on.isoformat(),
            "currency": self.currency,
            "before": _totals(self.before),
            "after": _totals(self.after),
            "charges": to_json(self.charges),
        }


@dataclass(frozen=True, slots=True)
class DepositChange:
    """The deposit of a lease on the day of a change, before and after it; ``months`` of rent a seat."""

    rate: Decimal
    months: Decimal
    seats_before: int
    seats_after: int
    currency: str

    @property
    def before(self) -> Decimal:
        return deposit(rate=self.rate, months=self.months, seats=self.seats_before, currency=self.currency)

    @property
    def after(self) -> Decimal:
        return deposit(rate=self.rate, months=self.months, seats=self.seats_after, currency=self.currency)

    @property
    def more(self) -> Decimal:
        """The amount still to ask for. What was asked for seats that go stays until the lease ends."""
        return max(self.after - self.before, Decimal(0))

    def as_json(self) -> dict[str, str]:
        return {"before": str(self.before), "after": str(self.after), "currency": self.currency}


@dataclass(frozen=True)
class FullPreview:
    """A change of a lease with all that it brings about.

    :param lease: what becomes of the lease and its net charges.
    :param documents: one for each issue, from the next through the first whole month after the change.
    :param problem: why documents can't be worked out, such as a tax rate that is missing; then there are none.
    """

    lease: Preview
    documents: Sequence[DocumentChange]
    deposit: DepositChange
    problem: Refusal | None = None

    @property
    def change(self) -> Change:
        """The change with its seats named."""
        return self.lease.change

    @property
    def currency(self) -> str:
        return self.lease.currency

    @property
    def monthly(self) -> DocumentChange | None:
        """The document of the first whole month after the change: what each month comes to from then on."""
        return self.documents[-1] if self.documents else None

    @property
    def changed(self) -> list[DocumentChange]:
        """The documents before that one which come to something else, by date."""
        return [each for each in self.documents[:-1] if each.is_changed]

    @property
    def earlier(self) -> list[DocumentChange]:
        """Those issued before the day of the change; a month is billed in advance."""
        return [each for each in self.changed if each.issue.on < self.lease.effective_on]

    @property
    def later(self) -> list[DocumentChange]:
        return [each for each in self.changed if each.issue.on >= self.lease.effective_on]

    @cached_property
    def digest(self) -> str:
        """The same as long as the change does what was shown."""
        content = [self.lease.digest, self.deposit.as_json(), [each.as_json() for each in self.documents]]
        return sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Return what people were shown, to be kept with the change; nothing decides by it."""
        return {
            **self.lease.as_json(),
            "documents": [each.as_json() for each in self.documents if each.is_changed],
            "deposit": self.deposit.as_json(),
        }


def _charges(draft: Draft, month: date) -> list[Charge]:
    return [line.charge for line in draft.lines if line.month == month]


def _totals(draft: Draft) -> dict[str, str]:
    return {"kind": str(draft.kind), "net": str(draft.net), "tax": str(draft.tax), "gross": str(draft.gross)}
