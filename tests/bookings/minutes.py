"""Who sits where in which minute, kept in plain bits: the independent account that the database is held against.

One integer per seat and booking, a bit per minute of the horizon. Knows nothing of weeks, legs or ranges.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

FIRST = date(2026, 11, 30)  # a Monday
HORIZON = 150  # days
DAY = 24 * 60


@dataclass(frozen=True)
class Shift:
    """As people say it: on these weekdays from this minute, so many minutes long."""

    weekdays: tuple[int, ...]
    start: int
    length: int


@cache
def worked(shift: Shift, first: date, end: date | None) -> int:
    """The minutes of the shifts that begin on the days from ``first`` up to ``end`` (or the horizon)."""
    bits = 0
    for number in range((first - FIRST).days, HORIZON if end is None else (end - FIRST).days):
        if (FIRST + timedelta(days=number)).weekday() in shift.weekdays:
            bits |= ((1 << shift.length) - 1) << (number * DAY + shift.start)
    return bits


@cache
def guarded(shift: Shift, first: date, end: date | None, buffer: int) -> int:
    """The same and the minutes after each shift, but those in which the next of its own would already be at work."""
    minutes = worked(shift, first, end)
    tails = 0
    for minute in range(1, buffer + 1):
        tails |= minutes << minute
    own = worked(shift, FIRST, None)
    return minutes | (tails & ~own)


def days_of(bits: int) -> tuple[int, int]:
    """The first and the last day with a minute in it."""
    return ((bits & -bits).bit_length() - 1) // DAY, (bits.bit_length() - 1) // DAY


@dataclass
class Stay:
    """One seat of one booking: its shift begins on the days from ``first`` up to ``end``."""

    seat: str
    first: date
    end: date | None

    @property
    def is_over(self) -> bool:
        return self.end is not None and self.end <= self.first


@dataclass
class Lease:
    client: str
    shift: Shift
    stays: list[Stay]


@dataclass
class Building:
    """``rooms`` names the seats of each room; those in ``suites`` are let to one client at a time."""

    rooms: dict[str, Sequence[str]]
    suites: frozenset[str]
    buffer: int
    leases: dict[str, Lease] = field(default_factory=dict)

    def room_of(self, seat: str) -> str:
        return next(room for room, seats in self.rooms.items() if seat in seats)

    def is_free(self, seat: str, *, client: str, shift: Shift, first: date, end: date | None, but: str = "") -> bool:
        """Whether ``client`` could sit there; ``but`` is a booking of its own that doesn't count."""
        mine = worked(shift, first, end)
        mine_guarded = guarded(shift, first, end, self.buffer)
        for name, lease in self.leases.items():
            for stay in lease.stays:
                if name == but or stay.is_over:
                    continue
                theirs = worked(lease.shift, stay.first, stay.end)
                if not theirs:
                    continue
                theirs_guarded = guarded(lease.shift, stay.first, stay.end, self.buffer)
                stranger = lease.client != client
                if stay.seat == seat and (theirs & mine or (stranger and theirs_guarded & mine_guarded)):
                    return False
                room = self.room_of(seat)
                if stranger and room in self.suites and self.room_of(stay.seat) == room:
                    (a, b), (c, d) = days_of(theirs_guarded), days_of(mine_guarded)
                    if a <= d and c <= b:
                        return False
        return True

    def free(self, *, client: str, shift: Shift, first: date, end: date | None) -> set[str]:
        return {
            seat
            for seats in self.rooms.values()
            for seat in seats
            if self.is_free(seat, client=client, shift=shift, first=first, end=end)
        }

    def doubled(self) -> set[str]:
        """Seats on which two sit in one minute."""
        found = set()
        for seat in (seat for seats in self.rooms.values() for seat in seats):
            seen = 0
            for bits in self.sitting(seat):
                found |= {seat} if seen & bits else set()
                seen |= bits
        return found

    def sitting(self, seat: str) -> Iterable[int]:
        for lease in self.leases.values():
            for stay in lease.stays:
                if stay.seat == seat and not stay.is_over:
                    yield worked(lease.shift, stay.first, stay.end)
