"""Many bookings in a line each, for lists and for a company's home page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Client
from bookings.charges import DatedTerms, rate_on
from bookings.enums import RUNNING
from bookings.models import Allocation, Booking, Terms
from bookings.queries.terms import renewal_of, terms_of
from facilities.models import Facility, ShiftPattern
from kernel.money import rounded
from kernel.period import Period


@dataclass(frozen=True, slots=True)
class Summary:
    """A booking on ``day``: today where it is, or its first or last day when today lies outside (and it is not in use).

    ``monthly_net`` is what a whole month comes to in ``currency``: ``billed_seats`` (those it has, or more where more
    are committed) at that day's ``rate``. ``notice_deadline`` and ``renews_on`` are there only while it renews by
    itself, and are those of the next renewal that notice can still prevent.
    """

    booking: Booking
    day: date
    is_in_use: bool
    seats: int
    billed_seats: int
    rate: Decimal
    currency: str
    notice_deadline: date | None
    renews_on: date | None

    @property
    def monthly_net(self) -> Decimal:
        return rounded(self.rate * self.billed_seats, self.currency)


@dataclass(frozen=True, slots=True)
class ShiftUse:
    """The number of seats a company uses today on one shift of one facility."""

    facility: Facility
    pattern: ShiftPattern
    seats: int


def summaries(bookings: Iterable[Booking], *, now: datetime) -> list[Summary]:
    """One line for each booking (its facility selected along), in the order given; two queries for all of them."""
    bookings = list(bookings)
    seats = _seat_days(bookings)
    terms = _terms(bookings)
    found = []
    for booking in bookings:
        day = _day(booking, now)
        dated = terms[booking.pk]
        agreed = terms_of(dated, day)
        price = _dated(agreed)
        count = sum(day in days for days in seats[booking.pk])
        renewal = renewal_of(booking, agreed, day)
        found.append(
            Summary(
                booking=booking,
                day=day,
                is_in_use=booking.state in RUNNING and booking.facility.today(now) in booking.days,
                seats=count,
                billed_seats=max(count, price.committed_on(day)),
                rate=rate_on(day, start=booking.start, terms=price),
                currency=agreed.currency,
                renews_on=renewal.renews_on if renewal else None,
                notice_deadline=renewal.deadline if renewal else None,
            )
        )
    return found


def in_use_by_shift(found: Iterable[Summary]) -> list[ShiftUse]:
    """Seats in use today, by facility and shift, most first."""
    counts: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    places: dict[tuple[UUID, UUID], Booking] = {}
    for each in found:
        if each.is_in_use:
            key = (each.booking.facility_id, each.booking.pattern_id)
            counts[key] += each.seats
            places[key] = each.booking
    uses = [ShiftUse(places[key].facility, places[key].pattern, count) for key, count in counts.items()]
    return sorted(uses, key=lambda use: (-use.seats, use.facility.name, use.pattern.name))


def _day(booking: Booking, now: datetime) -> date:
    day = max(booking.facility.today(now), booking.start)
    last = booking.days.last
    return day if last is None else min(day, last)


def _dated(agreed: Terms) -> DatedTerms:
    return DatedTerms(
        effective_from=agreed.effective_from,
        currency=agreed.currency,
        net_rate=agreed.net_rate,
        committed_seats=agreed.committed_seats,
        escalation_percent=agreed.escalation_percent,
        committed_until=agreed.committed_until,
        escalates_on=agreed.escalates_on,
    )


def _seat_days(bookings: Sequence[Booking]) -> defaultdict[UUID, list[Period]]:
    found: defaultdict[UUID, list[Period]] = defaultdict(list)
    rows = Allocation.objects.filter(booking__in=bookings).values_list("booking", "days")
    for booking, days in rows:
        if days is not None:
            found[booking].append(days)
    return found


def _terms(bookings: Sequence[Booking]) -> defaultdict[UUID, list[Terms]]:
    found: defaultdict[UUID, list[Terms]] = defaultdict(list)
    for terms in Terms.objects.filter(booking__in=bookings).order_by("effective_from"):
        found[terms.booking_id].append(terms)
    return found


def with_lease_count(clients: QuerySet[Client]) -> QuerySet[Client]:
    """Add how many leases of each client run: ``lease_count``."""
    running = Booking.objects.filter(client=OuterRef("pk"), state__in=RUNNING).order_by()
    counted = running.values("client").annotate(n=Count("pk")).values("n")
    return clients.annotate(lease_count=Coalesce(Subquery(counted), 0))
