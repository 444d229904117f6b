"""The facts that the charges of bookings depend on, read for many bookings at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from bookings.charges import DatedTerms, Facts, OneOffFact
from bookings.enums import AGREED
from bookings.models import Allocation, Booking, OneOff, Terms
from kernel.period import Period


def facts_of(bookings: Iterable[Booking]) -> dict[UUID, Facts]:
    """The facts of each booking by its id, in three queries however many there are.

    Nothing is owed for a booking that is not agreed (any more): its facts have no days.
    """
    by_id = {booking.pk: booking for booking in bookings}
    allocations: defaultdict[UUID, list[tuple[int, Period | None]]] = defaultdict(list)
    # Seats with the same days come as one row, bounds as plain dates: a run reads the seats of thousands of bookings.
    same_days = (
        Allocation.objects.filter(booking__in=by_id)
        .order_by()
        .values_list("booking", "days__startswith", "days__endswith")
        .annotate(seats=Count("pk"))
    )
    for booking, start, end, seats in same_days:
        allocations[booking].append((seats, None if start is None else Period(start, end)))
    terms: defaultdict[UUID, list[DatedTerms]] = defaultdict(list)
    agreed = Terms.objects.filter(booking__in=by_id).order_by()
    for booking, since, currency, rate, committed, escalation, until, escalates_on in agreed.values_list(
        "booking", "effective_from", "currency", "net_rate", "committed_seats", "escalation_percent", "committed_until",
        "escalates_on",
    ):  # fmt: skip
        terms[booking].append(DatedTerms(since, currency, rate, committed, escalation, until, escalates_on))
    one_offs: defaultdict[UUID, list[OneOffFact]] = defaultdict(list)
    for once in OneOff.objects.filter(booking__in=by_id).order_by():
        one_offs[once.booking_id].append(OneOffFact(once.kind, once.on, once.quantity, once.unit_net))
    return {
        pk: Facts(
            days=booking.days if booking.state in AGREED else None,
            allocations=allocations[pk],
            terms=terms[pk],
            one_offs=one_offs[pk],
            billed_before=booking.billed_before,
        )
        for pk, booking in by_id.items()
    }
