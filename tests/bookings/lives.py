"""Whole lives of a lease: each change is made by the product and, beside it, told day by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from hypothesis import strategies as st

from bookings.changes import (
    AddSeats,
    Change,
    GiveNotice,
    MoveSeats,
    RemoveSeats,
    Terminate,
    WithdrawChange,
    WithdrawNotice,
)
from bookings.enums import Authority
from bookings.lease import Lease
from kernel.period import add_months
from kernel.refusal import Refusal
from tests.bookings.days import ONE, Happened, Told

KINDS = ["add", "remove", "move", "swap", "notice", "withdraw notice", "withdraw", "withdraw", "terminate", "wait"]
MONTHS = 9


def desk(name: str) -> UUID:
    """A workstation that only has a name."""
    return uuid5(NAMESPACE_OID, name)


class Life:
    """One life. ``lease`` reads it as the product sees it, ``make`` makes a change or refuses."""

    def __init__(
        self,
        draw: Callable[[Any], Any],
        told: Told,
        *,
        today: date,
        lease: Callable[[], Lease],
        make: Callable[[Change, Authority, date], None],
        desks: dict[str, UUID] | None = None,
    ) -> None:
        self.draw, self.told, self.today, self.lease, self.make = draw, told, today, lease, make
        self.desks = desks
        self.fresh = 0
        self.done: list[str] = []

    def desk(self, name: str) -> UUID:
        return self.desks[name] if self.desks is not None else desk(name)

    def live(self, kinds: list[str]) -> int:
        """Let one thing after another happen, checked after each; return how often it was checked."""
        checked = 0
        for kind in kinds:
            self.happen(kind)
            self.check()
            checked += 1
        return checked

    def happen(self, kind: str) -> None:
        day = self.draw(self.days())
        by = self.draw(st.sampled_from(list(Authority)))
        match kind:
            case "add":
                names = [self.name() for _ in range(self.draw(st.integers(1, 2)))]
                change = AddSeats(day, tuple(self.desk(name) for name in names))
                self.try_(kind, change, by, day, {name: name for name in names})
            case "remove" | "move" | "swap":
                self.touch(kind, day, by)
            case "notice":
                last = day if by == Authority.STAFF else None
                self.try_(kind, GiveNotice(last), by, day)
            case "withdraw notice":
                self.try_(kind, WithdrawNotice(), by, day)
            case "terminate":
                self.try_(kind, Terminate(day, "Unpaid."), Authority.STAFF, day)
            case "withdraw":
                planned = [entry.number for entry in self.lease().planned]
                if planned:
                    self.try_(kind, WithdrawChange(self.draw(st.sampled_from(planned))), by, day)
            case "wait":
                self.today += timedelta(days=self.draw(st.integers(1, 60)))

    def days(self) -> Any:
        """A day from which on something may be changed; often one on which something changes already."""
        known = sorted({self.told.start, self.today, *(each.day for each in self.told.happened)})
        return st.sampled_from(known) | st.integers(-20, 150).map(lambda away: self.today + timedelta(days=away))

    def make_withdrawal(self, number: int) -> None:
        """By a member of staff, so that no commitment stands in the way."""
        self.try_("withdraw", WithdrawChange(number), Authority.STAFF, self.today)
        self.check()

    def name(self) -> str:
        self.fresh += 1
        return f"N{self.fresh}"

    def touch(self, kind: str, day: date, by: Authority) -> None:
        there = self.told.seats_on(day)
        if not there:
            return
        lines = self.draw(st.lists(st.sampled_from(sorted(there)), min_size=1, max_size=2, unique=True))
        if kind == "remove":
            gone = RemoveSeats(day, tuple(self.desk(there[line]) for line in lines))
            self.try_(kind, gone, by, day, dict.fromkeys(lines, ""))
            return
        if kind == "swap" and len(lines) == 2:
            to = {lines[0]: there[lines[1]], lines[1]: there[lines[0]]}
        else:
            to = {line: self.name() for line in lines}
        moves = {self.desk(there[line]): self.desk(seat) for line, seat in to.items()}
        self.try_("move", MoveSeats(day, moves, "A draught."), by, day, to)

    def try_(self, kind: str, change: Change, by: Authority, day: date, lines: dict[str, str] | None = None) -> None:
        """Make a change and tell it; a refused one leaves everything as it was."""
        before = self.lease()
        try:
            self.make(change, by, self.today)
        except Refusal as refusal:
            self.done.append(f"{kind} refused: {refusal.code}")
            assert self.lease().agreed == before.agreed
            return
        self.done.append(f"{kind} {change}")
        after = self.lease()
        number = after.last_number
        assert number == before.last_number + 1, "no number is left out"
        self.tell(change, number, kind, day, lines or {}, after)

    def tell(self, change: Change, number: int, kind: str, day: date, lines: dict[str, str], after: Lease) -> None:
        withdrawn = change.number if isinstance(change, WithdrawChange) else None
        if isinstance(change, WithdrawNotice):
            withdrawn = next(each.number for each in reversed(self.told.happened) if each.kind == "notice")
        if withdrawn is not None:
            self.told = self.told.without(withdrawn)
            return
        if isinstance(change, GiveNotice | Terminate):
            assert after.days.end is not None
            day = after.days.end
        if isinstance(change, Terminate):
            late = [each.number for each in self.told.happened if each.day > self.today and each.day >= day]
            self.told = self.told.without(*late)
        self.told = self.told.and_then(
            Happened(number, kind, day, lines, ends=isinstance(change, GiveNotice | Terminate))
        )

    def check(self) -> None:
        """The product has the same seats on each day, and the same net for each month, to the cent."""
        lease = self.lease()
        days = {each.day + timedelta(days=away) for each in self.told.happened for away in (-1, 0, 1)}
        for day in sorted({self.told.start, self.told.start - ONE, self.today, *days}):
            wanted = sorted(str(self.desk(seat)) for seat in self.told.seats_on(day).values())
            assert sorted(str(seat.workstation) for seat in lease.on(day)) == wanted, (day, self.done)
        for number in range(MONTHS):
            month = add_months(self.told.start.replace(day=1), number)
            assert lease.month_net(month) == self.told.month(month), (month, self.done)
        assert all(entry.effective_on > self.today for entry in lease.planned), "what has begun is planned no more"
