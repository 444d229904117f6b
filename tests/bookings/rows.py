"""A lease as its rows have it: which seats, what each month comes to, and all of it together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from bookings.charges import charges_for, total
from bookings.models import Allocation, Booking, OneOff
from bookings.queries.facts import facts_of
from bookings.queries.lease import load
from facilities.models import Occupancy, Workstation
from kernel.period import add_months, month_of

Desks = dict[str, Workstation]


def ids(seats: Desks, *codes: str) -> list[Any]:
    return [seats[code].pk for code in codes]


def month(booking: Booking, day: date) -> Decimal:
    """What the month comes to by the facts that billing reads."""
    return total(charges_for(month_of(day), facts_of([booking])[Booking.objects.get(pk=booking.pk).pk]))


def seats_on(booking: Booking, day: date) -> list[str]:
    return sorted(Allocation.objects.filter(booking=booking).on(day).values_list("workstation__code", flat=True))


def rows_of(booking: Booking) -> dict[str, Any]:
    """All that a lease is, but for the log of its changes."""
    found = Booking.objects.get(pk=booking.pk)
    facts = facts_of([found])[found.pk]
    first = found.start.replace(day=1)
    return {
        "booking": (found.state, found.days, found.notice_given_at, found.decision_reason),
        "seats": set(
            Allocation.objects.filter(booking=found, days__isnull=False).values_list("pk", "workstation", "days")
        ),
        "taken": set(
            Occupancy.objects.unreleased().filter(claim=found.pk).values_list(
                "workstation", "source", "days", "purpose", "client", "room_is_exclusive"
            )
        ),
        "once": sorted(OneOff.objects.owed().filter(booking=found).values_list("allocation", "on", "unit_net")),
        "months": [charges_for(month_of(add_months(first, number)), facts) for number in range(14)],
        "planned": [
            (each.kind, each.effective_on)
            for each in load(found).planned
        ],
    }  # fmt: skip
