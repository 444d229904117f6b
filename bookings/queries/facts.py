"""The facts that the charges of bookings depend on, read for many bookings at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery, Sum

from bookings.charges import DatedTerms, Facts, OneOffFact
from bookings.enums import BookingState, OneOffKind
from bookings.lease import facts
from bookings.models import Allocation, Booking, OneOff, Terms
from kernel.period import Period


@dataclass(slots=True)
class Conditions:
    """The terms of a booking, and what is owed once and hangs on no seat."""

    terms: list[DatedTerms] = field(default_factory=list)
    one_offs: list[OneOffFact] = field(default_factory=list)


def facts_of(bookings: Iterable[Booking]) -> dict[UUID, Facts]:
    """The facts of each booking by its id, in three queries however many there are.

    Nothing is owed for a booking that is not agreed (any more): its facts have no days.
    """
    by_id = {booking.pk: booking for booking in bookings}
    seats: defaultdict[UUID, list[tuple[int, Period | None, Decimal]]] = defaultdict(list)
    # Seats with the same days come as one row, bounds as plain dates: a run reads the seats of thousands of bookings.
    same_days = (
        Allocation.objects.filter(booking__in=by_id)
        .order_by()
        .annotate(setup=SETUP)
        .values_list("booking", "days__startswith", "days__endswith", "setup")
        .annotate(seats=Count("pk"))
    )
    for booking, start, end, setup, count in same_days:
        days = None if start is None else Period(start, end)
        seats[booking].append((count, days, setup or Decimal(0)))
    conditions = conditions_of(by_id)
    return {
        pk: facts(
            state=BookingState(booking.state),
            days=booking.days,
            seats=seats[pk],
            terms=conditions[pk].terms,
            one_offs=conditions[pk].one_offs,
            billed_before=booking.billed_before,
        )
        for pk, booking in by_id.items()
    }


# What setting up a seat costs, beside its allocation.
SETUP = Subquery(OneOff.objects.filter(allocation=OuterRef("pk"), kind=OneOffKind.SETUP).values("unit_net")[:1])


def conditions_of(bookings: Collection[UUID]) -> dict[UUID, Conditions]:
    """The terms of each booking, and what it owes once besides the set-up of its seats."""
    found: dict[UUID, Conditions] = {pk: Conditions() for pk in bookings}
    agreed = Terms.objects.filter(booking__in=bookings).order_by()
    for booking, since, currency, rate, committed, escalation, until, escalates_on, setup, notice in agreed.values_list(
        "booking", "effective_from", "currency", "net_rate", "committed_seats", "escalation_percent", "committed_until",
        "escalates_on", "setup_rate", "notice_days",
    ):  # fmt: skip
        found[booking].terms.append(
            DatedTerms(since, currency, rate, committed, escalation, until, escalates_on, setup, notice)
        )
    once = OneOff.objects.filter(booking__in=bookings, allocation=None).order_by()
    for booking, kind, on, unit_net, quantity in once.values_list("booking", "kind", "on", "unit_net").annotate(
        seats=Sum("quantity")
    ):
        found[booking].one_offs.append(OneOffFact(kind, on, quantity, unit_net))
    return found
