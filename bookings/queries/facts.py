"""The facts that the charges of bookings depend on, read for many bookings at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from bookings.charges import DatedTerms, Facts, OneOffFact
from bookings.enums import AGREED
from bookings.models import Allocation, Booking, OneOff, Terms
from kernel.period import Period


def facts_of(bookings: Iterable[Booking]) -> dict[UUID, Facts]:
    """The facts of each booking by its id, in three queries however many there are.

    Nothing is owed for a booking that is not agreed (any more): its facts have no days.
    """
    by_id = {booking.pk: booking for booking in bookings}
    allocations: defaultdict[UUID, list[tuple[UUID, Period | None]]] = defaultdict(list)
    # Bounds as plain dates: a range object per seat is what would take longest in a run over thousands of bookings.
    seats = Allocation.objects.filter(booking__in=by_id).values_list(
        "booking", "id", "days__startswith", "days__endswith"
    )
    periods: dict[tuple[date | None, date | None], Period | None] = {}
    for booking, seat, start, end in seats.iterator():
        if (start, end) not in periods:
            periods[start, end] = None if start is None else Period(start, end)
        allocations[booking].append((seat, periods[start, end]))
    terms: defaultdict[UUID, list[DatedTerms]] = defaultdict(list)
    for booking, *dated in Terms.objects.filter(booking__in=by_id).values_list(
        "booking", "effective_from", "currency", "net_rate", "committed_seats", "escalation_percent", "committed_until"
    ):
        terms[booking].append(DatedTerms(*dated))
    one_offs: defaultdict[UUID, list[OneOffFact]] = defaultdict(list)
    for booking, *one_off in OneOff.objects.filter(booking__in=by_id).values_list(
        "booking", "kind", "on", "quantity", "unit_net"
    ):
        one_offs[booking].append(OneOffFact(*one_off))
    return {
        pk: Facts(
            days=booking.days if booking.state in AGREED else None,
            allocations=allocations[pk],
            terms=terms[pk],
            one_offs=one_offs[pk],
        )
        for pk, booking in by_id.items()
    }
