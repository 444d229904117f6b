"""The hours of a lease that follows another time zone, in both zones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bookings.models import Booking
from facilities.clocks import city_of
from facilities.wording import HoursInTwoZones, hours_in_two_zones
from kernel.period import Period, add_months

MONTHS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class ZoneTable:
    """The hours on two clocks, from now (or the first day) and from each coming change; ``kept`` is the city whose
    clock they keep."""

    here: str
    there: str
    kept: str
    rows: Sequence[HoursInTwoZones]

    @property
    def coming(self) -> Sequence[HoursInTwoZones]:
        return self.rows[1:]


def zone_table(booking: Booking, *, day: date) -> ZoneTable | None:
    """The hours of a lease that follows another zone, on ``day`` and after each change in the year after it."""
    followed = booking.followed_zone
    if followed is None:
        return None
    days = booking.days & Period(booking.start, add_months(day, MONTHS_AHEAD)) or booking.days
    rows = hours_in_two_zones(
        booking.pattern.hours, home=booking.facility.time_zone, days=days, followed=followed, is_kept=True
    )
    current = max((number for number, row in enumerate(rows) if row.since <= day), default=0)
    there = city_of(followed.zone)
    return ZoneTable(booking.facility.city, there, there, rows[current:])
