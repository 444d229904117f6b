"""A lease told day by day: who sits where, and what it comes to. It imports nothing of the product, on purpose.

Everything is worked out from the list of changes anew for each day, which is slow and hard to get wrong.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Happened:
    """A change that was made: ``lines`` says, for each line, which seat it is on from ``day`` on, ``""`` for none.

    ``ends`` is whether the lease ends before ``day``.
    """

    number: int
    kind: str
    day: date
    lines: Mapping[str, str] = field(default_factory=dict)
    ends: bool = False


@dataclass(frozen=True)
class Told:
    """A lease from ``start`` on with ``first``, the seat of each line, and all that happened and was not withdrawn."""

    start: date
    first: Mapping[str, str]
    rate: Decimal
    set_up: Decimal
    committed: int
    committed_until: date
    happened: tuple[Happened, ...] = ()

    @property
    def end(self) -> date | None:
        return min((each.day for each in self.happened if each.ends), default=None)

    def and_then(self, change: Happened) -> Told:
        return replace(self, happened=(*self.happened, change))

    def without(self, *numbers: int) -> Told:
        return replace(self, happened=tuple(each for each in self.happened if each.number not in numbers))

    def seats_on(self, day: date) -> dict[str, str]:
        """The seat of each line on a day."""
        if day < self.start or (self.end is not None and day >= self.end):
            return {}
        found = dict(self.first)
        for each in sorted(self.happened, key=lambda change: (change.day, change.number)):
            if each.day > day:
                break
            for line, seat in each.lines.items():
                if each.kind == "add" or (line in found and seat):
                    found[line] = seat
                else:
                    found.pop(line, None)
        return found

    def month(self, day: date) -> Decimal:
        """What the calendar month of ``day`` comes to: each stretch of days that are alike is rounded once."""
        length = calendar.monthrange(day.year, day.month)[1]
        stretches: list[list[int]] = []
        for number in range(1, length + 1):
            on = day.replace(day=number)
            is_owed = on >= self.start and (self.end is None or on < self.end)
            seats = len(self.seats_on(on))
            missing = max(0, self.committed - seats) if is_owed and on < self.committed_until else 0
            for kind, count in ((0, seats), (1, missing)):
                last = next((each for each in reversed(stretches) if each[0] == kind), None)
                if last is not None and last[1] == count:
                    last[2] += 1
                else:
                    stretches.append([kind, count, 1])
        rent = sum((self._rounded(count, days, length) for _kind, count, days in stretches), Decimal(0))
        return rent + self._set_up(day, length)

    def _rounded(self, count: int, days: int, length: int) -> Decimal:
        return (self.rate * count * days / length).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def _set_up(self, day: date, length: int) -> Decimal:
        added = [each for each in self.happened if each.kind == "add"]
        return sum(
            (
                self.set_up
                for each in added
                for line in each.lines
                if (each.day.year, each.day.month) == (day.year, day.month) and line in self.seats_on(each.day)
            ),
            Decimal(0),
        )
