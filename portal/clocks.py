"""Which clock the hours of a lease are to keep: the choice before it is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bookings.queries.clocks import ClockTable
from facilities.clocks import city_of
from facilities.models import Facility, ShiftPattern
from facilities.queries.clocks import clock_of
from facilities.wording import two_clocks
from portal.hours import ShiftHours, shift_hours
from portal.wishes import Wish

# More changes than these nobody looks at before a lease.
MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class ClockChoice:
    """Offered where it makes a difference: from ``changes`` on the two clocks are nearer or further apart."""

    table: ClockTable
    changes: date
    is_kept: bool


def clock_choice(wish: Wish, facility: Facility, zone: str, now: datetime) -> ClockChoice | None:
    """The choice for a wish of somebody in ``zone``; ``None`` where the clocks keep their distance for all of it."""
    clock = clock_of(wish.clock or zone, facility=facility, start=wish.start, now=now)
    if clock is None:
        return None
    rows = two_clocks(
        wish.pattern.hours, home=facility.time_zone, days=wish.days, clock=clock, is_kept=bool(wish.clock)
    )
    if len(rows) == 1:
        return None
    there = city_of(clock.zone)
    table = ClockTable(facility.city, there, there if wish.clock else facility.city, rows[: 1 + MOST_CHANGES])
    return ClockChoice(table, rows[1].since, bool(wish.clock))


def hours_for(
    wish: Wish, facility: Facility, zone: str, now: datetime, pattern: ShiftPattern | None = None
) -> ShiftHours:
    """The hours of the wish, or of another shift in its place, as its first term has them in a facility."""
    return shift_hours(
        (pattern or wish.pattern).hours,
        home=facility.time_zone,
        zone=zone,
        term=wish.term,
        clock=wish.clock_at(facility, now),
    )
