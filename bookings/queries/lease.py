"""A lease as facts, read from its rows: the one way from the one to the other."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import Max

from bookings.enums import AmendmentKind, AmendmentState, Authority, BookingState, OneOffKind, SeatEffect
from bookings.lease import Entry, Lease, NewSeat, Seat, Snapshot
from bookings.models import Allocation, AmendedSeat, Amendment, Booking, OneOff
from bookings.queries.facts import conditions_of
from facilities.models import Workstation
from kernel.period import Period

BY_NAME = (AmendmentKind.REMOVE_SEATS, AmendmentKind.MOVE_SEATS)


def load(booking: Booking, *, also: Iterable[UUID] = ()) -> Lease:
    """The lease as it is agreed now; lock the booking first where the answer is to be acted on.

    :param also: further workstations whose codes are wanted.
    """
    rows = list(Allocation.objects.filter(booking=booking).select_related("workstation").order_by("pk"))
    setups = dict(
        OneOff.objects.filter(allocation__in=rows, kind=OneOffKind.SETUP).values_list("allocation", "unit_net")
    )
    ended = AmendedSeat.objects.filter(
        amendment__booking=booking,
        amendment__state=AmendmentState.APPLIED,
        amendment__kind__in=BY_NAME,
        effect=SeatEffect.ENDS,
        days_before__isnull=False,
    )
    given_back = set(ended.values_list("allocation", flat=True))
    seats = {
        row.pk: Seat(
            id=row.pk,
            workstation=row.workstation_id,
            days=row.days,
            line=row.origin_id or row.pk,
            setup=setups.get(row.pk, Decimal(0)),
            given_back=row.pk in given_back,
        )
        for row in rows
    }
    planned = _planned(booking, seats)
    state, days = BookingState(booking.state), booking.days
    agreed = Snapshot(state, days, tuple(seats.values()))
    codes = {row.workstation_id: row.workstation.code for row in rows}
    if unknown := set(also) - codes.keys():
        codes |= dict(Workstation.objects.filter(pk__in=unknown).values_list("pk", "code"))
    conditions = conditions_of([booking.pk])[booking.pk]
    return Lease(
        booking=booking.pk,
        term_months=booking.term_months,
        auto_renews=booking.auto_renews,
        time_zone=booking.time_zone,
        terms=tuple(sorted(conditions.terms, key=lambda terms: terms.effective_from)),
        one_offs=tuple(conditions.one_offs),
        billed_before=booking.billed_before,
        begun=_begun(agreed, planned),
        planned=planned,
        agreed=agreed,
        last_number=booking.amendments.aggregate(last=Max("number"))["last"] or 0,
        codes=codes,
    )


def _planned(booking: Booking, seats: dict[UUID, Seat]) -> tuple[Entry, ...]:
    scheduled = Amendment.objects.filter(booking=booking).scheduled().prefetch_related("seats")
    return tuple(_entry(amendment, seats) for amendment in scheduled)


def _entry(amendment: Amendment, seats: dict[UUID, Seat]) -> Entry:
    rows = sorted(amendment.seats.all(), key=lambda row: row.pk)
    begins = [seats[row.allocation_id] for row in rows if row.effect == SeatEffect.BEGINS]
    ends = [row for row in rows if row.effect == SeatEffect.ENDS]
    return Entry(
        number=amendment.number,
        kind=AmendmentKind(amendment.kind),
        effective_on=amendment.effective_on,
        asked_as=Authority(amendment.asked_as),
        # The set-up of a seat that goes on for another comes with the move, each time it is played.
        begins=tuple(
            NewSeat(seat.id, seat.workstation, seat.line, seat.setup if seat.line == seat.id else Decimal(0))
            for seat in begins
        ),
        ends=tuple(sorted({seats[row.allocation_id].line for row in ends})) if amendment.kind in BY_NAME else (),
        last_day=amendment.last_day,
        reason=amendment.reason,
        ended=tuple((row.allocation_id, row.days_before) for row in ends if row.days_before is not None),
    )


def _begun(agreed: Snapshot, planned: tuple[Entry, ...]) -> Snapshot:
    """Return what has begun: what is agreed, without what the planned changes begin and end.

    Each of them says what it found, so the first that ended a seat knows the days that it had before all of them.
    Notice is given of a lease without an end only.
    """
    if not planned:
        return agreed
    coming = {new.id for entry in planned for new in entry.begins}
    before: dict[UUID, Period] = {}
    for entry in planned:
        for seat, days in entry.ended:
            before.setdefault(seat, days)
    seats = tuple(
        Seat(seat.id, seat.workstation, before[seat.id], seat.line, seat.setup) if seat.id in before else seat
        for seat in agreed.seats
        if seat.id not in coming
    )
    if any(entry.kind == AmendmentKind.NOTICE for entry in planned):
        return Snapshot(BookingState.ACTIVE, Period(agreed.days.start), seats)
    return Snapshot(agreed.state, agreed.days, seats)
