"""Leases whose hours, once clocks have changed, are somebody else's: nobody foresaw it when they were booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from bookings.enums import RUNNING, BookingState
from bookings.models import Allocation, Booking
from bookings.queries.changes import written_hours
from facilities.clocks import FollowedZone
from facilities.queries.clocks import resolved_until
from facilities.queries.conflicts import LeasedSeats, first_conflicts
from kernel.period import Period


@dataclass(frozen=True, slots=True)
class SeatConflict:
    """From ``day`` on a seat is taken in ``hours`` that a change of clocks brings: by ``other``, or by a closure where
    that is missing."""

    code: str
    day: date
    hours: str
    other: Booking | None


@dataclass(frozen=True, slots=True)
class LeaseConflict:
    """A lease with its seats in conflict, soonest first; none where the next tick will find them free again."""

    booking: Booking
    seats: Sequence[SeatConflict]

    @property
    def codes(self) -> list[str]:
        return sorted({each.code for each in self.seats})

    @property
    def first_day(self) -> date | None:
        return self.seats[0].day if self.seats else None


def lease_conflicts(bookings: QuerySet[Booking], *, now: datetime) -> list[LeaseConflict]:
    """Of ``bookings`` those whose hours could not be worked out further, longest first; five queries at most."""
    found = list(
        bookings.filter(hours_collide_since__isnull=False, state__in=[*RUNNING, BookingState.CONFIRMED])
        .prefetch_related("pattern__spans")
        .order_by("hours_collide_since", "pk")
    )
    rows = Allocation.objects.filter(booking__in=found, days__isnull=False).select_related("workstation")
    by_booking: dict[UUID, list[Allocation]] = {}
    for row in rows:
        by_booking.setdefault(row.booking_id, []).append(row)
    wanted = [each for booking in found for each in _leased(booking, by_booking.get(booking.pk, []), now)]
    dated = first_conflicts(wanted, now=now)
    claims = {each.claim for of_lease in dated.values() for each in of_lease}
    others = Booking.objects.select_related("client").in_bulk(claims)
    codes = {row.workstation_id: row.workstation.code for each in by_booking.values() for row in each}
    return [
        LeaseConflict(
            booking,
            [
                SeatConflict(codes[each.seat], each.day, written_hours(each.hours), others.get(each.claim))
                for each in dated.get(booking.pk, [])
            ],
        )
        for booking in found
    ]


def _leased(booking: Booking, rows: Sequence[Allocation], now: datetime) -> list[LeasedSeats]:
    """Return what its seats would take from today on, worked out as far as by now it should be."""
    followed = FollowedZone(booking.time_zone, booking.start, resolved_until(now=now))
    ahead = Period(booking.facility.today(now))
    by_days: dict[Period, list[UUID]] = {}
    for row in rows:
        assert row.days is not None
        if (days := row.days & ahead) is not None:
            by_days.setdefault(days, []).append(row.workstation_id)
    return [
        LeasedSeats(booking.pk, booking.client_id, seats, booking.pattern.slots(booking.facility, days, followed))
        for days, seats in by_days.items()
    ]
