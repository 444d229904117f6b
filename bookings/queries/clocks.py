"""The hours of a lease that keeps another clock, on both clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bookings.models import Booking
from facilities.clocks import city_of
from facilities.wording import TwoClocks, two_clocks
from kernel.period import Period, add_months

MONTHS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class ClockTable:
    """The hours on two clocks, from now (or the first day) and from each coming change; ``kept`` is the city whose
    clock they keep."""

    here: str
    there: str
    kept: str
    rows: Sequence[TwoClocks]

    @property
    def coming(self) -> Sequence[TwoClocks]:
        return self.rows[1:]


def clock_table(booking: Booking, *, day: date) -> ClockTable | None:
    """The hours of a lease that keeps another clock, on ``day`` and after each change in the year after it."""
    clock = booking.kept_clock
    if clock is None:
        return None
    days = booking.days & Period(booking.start, add_months(day, MONTHS_AHEAD)) or booking.days
    rows = two_clocks(booking.pattern.hours, home=booking.facility.time_zone, days=days, clock=clock, is_kept=True)
    current = max((number for number, row in enumerate(rows) if row.since <= day), default=0)
    there = city_of(clock.zone)
    return ClockTable(booking.facility.city, there, there, rows[current:])
