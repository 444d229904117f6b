"""Whether the tables still tell one story after a race."""

from __future__ import annotations

from itertools import combinations

from bookings.enums import AGREED, KEEPING_SEATS, BookingState
from bookings.models import Booking
from facilities.enums import Purpose
from facilities.models import Facility, Occupancy


def unreleased() -> list[Occupancy]:
    rows = Occupancy.objects.unreleased().select_related("workstation", "client")
    return list(rows)


def doubled() -> list[tuple[Occupancy, Occupancy]]:
    """Pairs that sit on one desk in one minute, found by comparing every two rows in Python."""
    return [
        (one, other)
        for one, other in combinations(unreleased(), 2)
        if one.workstation_id == other.workstation_id
        and one.days.overlaps(other.days)
        and one.minutes.overlaps(other.minutes)
    ]


def assert_one_story() -> None:
    """Nobody sits twice, and each booking takes in its hours what it sold; one that came to nothing takes none."""
    assert doubled() == []
    taken = unreleased()
    for booking in Booking.objects.prefetch_related("allocations"):
        rows = [row for row in taken if row.claim == booking.pk]
        if booking.state not in KEEPING_SEATS | AGREED:
            assert rows == [], f"{booking} is {booking.state} and keeps seats"
            continue
        # As it is now: a test may have changed the hand-over time.
        booking.facility = Facility.objects.get(pk=booking.facility_id)
        sold = {
            (seat.pk, seat.workstation_id, slot.days, slot.minutes)
            for seat in booking.allocations.all()
            if seat.days is not None
            for slot in booking.slots(seat.days)
        }
        assert {(row.source, row.workstation_id, row.days, row.minutes) for row in rows} == sold, str(booking)
        purpose = Purpose.HOLD if booking.state in {BookingState.HELD, BookingState.SUBMITTED} else Purpose.LEASE
        assert {row.purpose for row in rows} <= {purpose}
        assert all((row.expires_at is not None) == (booking.state == BookingState.HELD) for row in rows)
        assert all(row.client_id == booking.client_id for row in rows)
