"""Free seats as the choice of seats wants them, and the nearest to ones that are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from uuid import UUID

from bookings.models import Allocation, Booking
from facilities.demand import Demand
from facilities.models import Facility, Workstation
from facilities.queries.availability import free_workstations_of
from facilities.seat_choice import Choice, FreeSeat, choose_beside

# The columns of a free seat.
FREE_SEAT = ("pk", "code", "room", "room__name", "row", "position")


def vacant_seats(demand: Demand, *, facility: Facility, now: datetime) -> list[FreeSeat]:
    """The seats of a facility that can be taken as demanded, each with its room and its place there."""
    return vacant_seats_of(demand, facilities=[facility], now=now)[facility.pk]


def vacant_seats_of(demand: Demand, *, facilities: Iterable[Facility], now: datetime) -> dict[UUID, list[FreeSeat]]:
    """The same for several facilities, by their ids."""
    facilities = list(facilities)
    found: dict[UUID, list[FreeSeat]] = {facility.pk: [] for facility in facilities}
    for free in free_workstations_of(demand, facilities=facilities, now=now):
        rows = free.order_by("code").values_list("facility", *FREE_SEAT)
        for facility, *free_seat in rows:
            found[facility].append(FreeSeat._make(free_seat))
    return found


def choice_beside(booking: Booking, day: date) -> Callable[[Iterable[FreeSeat], int], Choice | None]:
    """Return the way to choose seats for a lease that has some: around those it has on a day."""
    there = Allocation.objects.filter(booking=booking).on(day).order_by("workstation__code")
    rows = there.values_list(*(f"workstation__{name}" for name in FREE_SEAT))
    return partial(choose_beside, team=[FreeSeat._make(row) for row in rows])


def nearest_free(gone: Sequence[Workstation], free_seats: Iterable[FreeSeat]) -> list[FreeSeat]:
    """As many free seats as are gone, those closest on the plan, same room first."""
    places = {
        seat.pk: (seat.x, seat.y)
        for seat in Workstation.objects.filter(pk__in=[free_seat.id for free_seat in free_seats]).only("pk", "x", "y")
    }
    rooms = {seat.room_id for seat in gone}

    def distance(free_seat: FreeSeat) -> tuple[bool, float, str]:
        x, y = places[free_seat.id]
        return (
            free_seat.room not in rooms,
            min((x - seat.x) ** 2 + (y - seat.y) ** 2 for seat in gone),
            free_seat.code,
        )

    return sorted((free_seat for free_seat in free_seats if free_seat.id in places), key=distance)[: len(gone)]


def seats_on(booking: Booking, day: date) -> int:
    """Count the seats a booking has on a day."""
    return Allocation.objects.filter(booking=booking).on(day).count()
