"""The choice of the time zone that the hours of a lease follow, before it is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bookings.queries.clocks import ZoneTable
from bookings.seat_requests import SeatRequest
from facilities.clocks import city_of
from facilities.models import Facility, ShiftPattern
from facilities.queries.clocks import followed_zone
from facilities.wording import hours_in_two_zones
from portal.hours import ShiftHours, shift_hours

# More changes than these nobody looks at before a lease.
MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """Offered where it makes a difference: from ``changes`` on the two clocks are nearer or further apart."""

    table: ZoneTable
    changes: date
    is_kept: bool


def zone_choice(request: SeatRequest, facility: Facility, zone: str, now: datetime) -> ZoneChoice | None:
    """The choice for a request of somebody in ``zone``; ``None`` where the clocks keep their distance for all of it."""
    followed = followed_zone(request.time_zone or zone, facility=facility, start=request.start, now=now)
    if followed is None:
        return None
    rows = hours_in_two_zones(
        request.pattern.hours,
        home=facility.time_zone,
        days=request.days,
        followed=followed,
        is_kept=bool(request.time_zone),
    )
    if len(rows) == 1:
        return None
    there = city_of(followed.zone)
    table = ZoneTable(facility.city, there, there if request.time_zone else facility.city, rows[: 1 + MOST_CHANGES])
    return ZoneChoice(table, rows[1].since, bool(request.time_zone))


def hours_for(
    request: SeatRequest, facility: Facility, zone: str, now: datetime, pattern: ShiftPattern | None = None
) -> ShiftHours:
    """The hours of a request, or of another shift in its place, as its first term has them in a facility."""
    return shift_hours(
        (pattern or request.pattern).hours,
        home=facility.time_zone,
        zone=zone,
        term=request.term,
        followed=request.zone_at(facility, now),
    )
