"""Leases that were agreed and began elsewhere go on here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.db import connection, transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.models import Client
from accounts.operations import record_each
from bookings import rules
from bookings.enums import BookingState
from bookings.models import Allocation, Booking, Terms
from bookings.prices import AGREED, AgreedRate, Tier
from facilities.models import Facility, Package, ShiftPattern, Workstation
from facilities.operations import Sold, occupy_for_many
from kernel.bulk import copy_in
from kernel.period import Period
from kernel.week import Slot

# Leases written between two moves of the progress bar.
CHUNK = 200


@dataclass(frozen=True, slots=True)
class RunningLease:
    """A lease as it runs: ``net_rate`` is what a seat costs a month from the first day billed here on, ``days`` and
    those of its ``seats`` are service days since it began.

    ``billed_before`` is the first day to be billed here, if not the lease's own first day.
    """

    reference: str
    client: Client
    facility: Facility
    pattern: ShiftPattern
    package: Package
    days: Period
    months: int
    auto_renews: bool
    notice_days: int
    currency: str
    net_rate: Decimal
    list_rate: Decimal
    escalation_percent: Decimal
    escalates_on: date | None
    committed_seats: int
    billed_before: date | None
    seats: Sequence[tuple[Workstation, Period]]

    @property
    def billed_from(self) -> date:
        return self.billed_before or self.days.start

    @property
    def committed_until(self) -> date:
        """The end of the term that runs when billing begins here."""
        return rules.term_end(start=self.days.start, months=self.months, on=self.billed_from)

    def state_on(self, today: date) -> BookingState:
        if self.days.start > today:
            return BookingState.CONFIRMED
        gave_notice = self.auto_renews and self.days.end is not None
        return BookingState.NOTICE_GIVEN if gave_notice else BookingState.ACTIVE


@transaction.atomic
def take_over(
    leases: Sequence[RunningLease],
    *,
    actor: Actor,
    now: datetime,
    progress: Callable[[int], None] = lambda leases: None,
) -> list[Booking]:
    """Make a booking of each lease, in the order given; nobody is told, and nothing is owed for days billed before.

    Lock the seats first, and expire the holds on them whose time is up.

    :param progress: told each time how many more are written.
    :raises NotAllowed: at the facility of any of them.
    :raises SeatTaken, BufferNeeded, RoomExclusive: when somebody has the seats.
    """
    require(actor, Capability.GO_LIVE)
    for place in {lease.facility.pk: lease.facility for lease in leases}.values():
        require(actor, Capability.GO_LIVE, facility=place)
    found: list[Booking] = []
    # Leases of one shift and the same days take the same hours.
    slots_of = cache(lambda pattern, facility, days: pattern.slots(facility, days))
    references = _unused_references(len(leases))
    for at in range(0, len(leases), CHUNK):
        chunk = [
            (lease, _booking(lease, reference, now))
            for lease, reference in zip(leases[at : at + CHUNK], references[at : at + CHUNK], strict=True)
        ]
        _write(chunk, slots_of, now)
        record_each(
            actor=actor,
            verb="bookings.taken_over",
            subjects=[(made, {"own_reference": made.own_reference}) for _lease, made in chunk],
            now=now,
        )
        # What is put off to the commit is looked at now: the bar would stand at its end meanwhile.
        connection.check_constraints()
        found += [made for _lease, made in chunk]
        progress(len(chunk))
    return found


def _write(
    chunk: Sequence[tuple[RunningLease, Booking]],
    slots_of: Callable[[ShiftPattern, Facility, Period], Sequence[Slot]],
    now: datetime,
) -> None:
    """Insert some leases with their terms and seats, each table by one COPY."""
    copy_in([made for _lease, made in chunk])
    copy_in([_terms(lease, made, now) for lease, made in chunk])
    sold = {
        made.pk: [
            Allocation(booking=made, workstation=seat, pattern=lease.pattern, days=days) for seat, days in lease.seats
        ]
        for lease, made in chunk
    }
    copy_in([row for rows in sold.values() for row in rows])
    occupy_for_many(
        claims=[
            (
                made.pk,
                lease.client,
                [
                    Sold(row.workstation, row.pk, slots_of(lease.pattern, lease.facility, row.days))
                    for row in sold[made.pk]
                ],
            )
            for lease, made in chunk
        ]
    )


def _unused_references(count: int) -> list[str]:
    """So many references that no booking has: among thousands made at once, two would be the same now and then."""
    found: set[str] = set()
    field = Booking._meta.get_field("reference")
    while len(found) < count:
        more = {field.get_default() for _ in range(count - len(found))}
        found |= more - set(Booking.objects.filter(reference__in=more).values_list("reference", flat=True))
    return list(found)


def _booking(lease: RunningLease, reference: str, now: datetime) -> Booking:
    state = lease.state_on(lease.facility.today(now))
    return Booking(
        reference=reference,
        client=lease.client,
        facility=lease.facility,
        package=lease.package,
        pattern=lease.pattern,
        state=state,
        days=lease.days,
        term_months=lease.months,
        auto_renews=lease.auto_renews,
        held_at=now,
        submitted_at=now,
        decided_at=now,
        notice_given_at=now if state == BookingState.NOTICE_GIVEN else None,
        own_reference=lease.reference,
        billed_before=lease.billed_before,
        charges_changed_from=lease.billed_from,
    )


def _terms(lease: RunningLease, booking: Booking, now: datetime) -> Terms:
    off = (1 - lease.net_rate / lease.list_rate) * 100 if lease.list_rate else Decimal(0)
    rate = AgreedRate(
        currency=lease.currency,
        list_rate=lease.list_rate,
        discounts=(Tier(AGREED, 1, off.quantize(Decimal("0.01"))),) if off else (),
        net_rate=lease.net_rate,
        notice_days=lease.notice_days,
        escalation_percent=lease.escalation_percent,
    )
    return Terms.of(
        rate,
        booking=booking,
        effective_from=lease.billed_from,
        minimum_months=lease.months,
        committed_seats=lease.committed_seats,
        committed_until=lease.committed_until,
        created_at=now,
        escalates_on=lease.escalates_on,
    )
