"""The end of a lease: notice, its withdrawal, termination."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

from django.db import transaction
from django.utils import dateformat

from accounts.actors import Actor
from accounts.capabilities import Capability
from bookings import errors, rules
from bookings.access import require_for
from bookings.enums import AmendmentKind, BookingState
from bookings.models import Allocation, Booking
from bookings.operations.amending import amended
from bookings.operations.lifecycle import local_day
from bookings.operations.resizing import cut_allocations, require_near
from bookings.operations.seats import lock_seats_of, release_expired
from bookings.operations.states import locked_for, move
from bookings.queries.leaving import earliest_last_day
from facilities import errors as facilities
from facilities.operations import Sold, replace
from kernel.period import ONE_DAY, Period


@transaction.atomic
def give_notice(*, booking: Booking, actor: Actor, now: datetime, last_day: date | None = None) -> Booking:
    """The client leaves: the lease ends with ``last_day`` (inclusive), by default the earliest possible.

    :raises NotAllowed, WrongState, EndsByItself, NoticeTooShort, OutsideTheLease, TooFarAhead:
    """
    require_for(actor, Capability.CHANGE_LEASES, booking)
    lock_seats_of(booking)
    booking = locked_for(booking, BookingState.NOTICE_GIVEN)
    if booking.days.last is not None:
        raise errors.EndsByItself(last_day=dateformat.format(booking.days.last, "j M Y"))
    earliest = earliest_last_day(booking, now)
    last_day = last_day or earliest
    if last_day < earliest and not actor.is_staff:
        raise errors.NoticeTooShort(earliest=dateformat.format(earliest, "j M Y"))
    if last_day not in booking.days:
        raise errors.OutsideTheLease
    require_near(booking, last_day, now)
    move(
        booking,
        BookingState.NOTICE_GIVEN,
        actor=actor,
        now=now,
        verb="bookings.notice_given",
        details={"last_day": last_day},
        days=Period.inclusive(booking.start, last_day),
        notice_given_at=now,
    )
    _end_seats(booking, last_day + ONE_DAY, now)
    return amended(booking, AmendmentKind.NOTICE, last_day + ONE_DAY, {"last_day": last_day}, actor=actor, now=now)


@transaction.atomic
def withdraw_notice(*, booking: Booking, actor: Actor, now: datetime) -> Booking:
    """The client stays after all, if nobody else has taken the seats from then on.

    :raises NotAllowed, WrongState:
    :raises SeatsSoldOn: when one of the seats is somebody else's from then on.
    """
    require_for(actor, Capability.CHANGE_LEASES, booking)
    lock_seats_of(booking)
    booking = locked_for(booking, BookingState.ACTIVE, out_of=BookingState.NOTICE_GIVEN)
    end = booking.days.end
    days = rules.lease_days(start=booking.start, months=booking.term_months, auto_renews=booking.auto_renews)
    move(
        booking,
        BookingState.ACTIVE,
        actor=actor,
        now=now,
        verb="bookings.notice_withdrawn",
        days=days,
        notice_given_at=None,
    )
    slots_on = cache(booking.slots)
    rows = _ended_by_notice(booking, end)
    for row in rows:
        row.days = Period(row.days.start, days.end)
    release_expired([row.workstation for row in rows], now)
    try:
        with transaction.atomic():
            replace(
                claim=booking.pk,
                client=booking.client,
                seats=[Sold(row.workstation, row.pk, slots_on(row.days)) for row in rows],
                now=now,
            )
    except (facilities.SeatTaken, facilities.BufferNeeded, facilities.RoomExclusive) as refusal:
        raise errors.SeatsSoldOn(day=dateformat.format(end, "j M Y")) from refusal
    Allocation.objects.bulk_update(rows, ["days"])
    return amended(booking, AmendmentKind.WITHDRAW_NOTICE, end, {}, actor=actor, now=now)


@transaction.atomic
def terminate(*, booking: Booking, last_day: date, reason: str, actor: Actor, now: datetime) -> Booking:
    """Staff end a lease early, or for cause; the reason reaches the client.

    :raises NotAllowed, WrongState, ReasonMissing, OutsideTheLease, TooFarAhead:
    """
    require_for(actor, Capability.END_LEASES, booking)
    if not reason.strip():
        raise errors.ReasonMissing
    lock_seats_of(booking)
    booking = locked_for(booking, BookingState.TERMINATED)
    if last_day not in booking.days or last_day < local_day(booking, now) - timedelta(days=1):
        raise errors.OutsideTheLease
    require_near(booking, last_day, now)
    move(
        booking,
        BookingState.TERMINATED,
        actor=actor,
        now=now,
        verb="bookings.terminated",
        details={"reason": reason, "last_day": last_day},
        days=Period.inclusive(booking.start, last_day),
        decision_reason=reason.strip(),
    )
    _end_seats(booking, last_day + ONE_DAY, now)
    details = {"last_day": last_day, "reason": reason.strip()}
    return amended(booking, AmendmentKind.TERMINATE, last_day + ONE_DAY, details, actor=actor, now=now)


def _ended_by_notice(booking: Booking, end: date) -> list[Allocation]:
    """The seats that go with the lease, without those the client had given back from that very day on."""
    given_back = booking.amendments.filter(kind=AmendmentKind.REMOVE_SEATS, effective_on=end)
    codes = {code for details in given_back.values_list("details", flat=True) for code in details["seats"]}
    rows = booking.allocations.filter(days__endswith=end).exclude(workstation__code__in=codes)
    return list(rows.select_related("workstation__room"))


def _end_seats(booking: Booking, end: date, now: datetime) -> None:
    rows = booking.allocations.filter(days__isnull=False).select_related("workstation__room")
    reaching = [row for row in rows if row.days.end is None or row.days.end > end]
    cut_allocations(booking, reaching, end, now)
