"""From a choice of seats to a request: hold, submit, cancel, expire."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.errors import DetailsMissing
from accounts.models import Client
from accounts.operations import record, tell_owners
from bookings import errors, notifications, rules
from bookings.access import require_for
from bookings.enums import MOVES, BookingState
from bookings.models import Allocation, Booking, BookingPolicy, Terms
from bookings.operations.amendments import drop_planned
from bookings.operations.seats import expire, lock_seats_of, take_any, take_named
from bookings.operations.states import locked, move
from bookings.prices import Price
from bookings.queries.holds import hold_hours
from bookings.queries.offers import price_for
from bookings.queries.policies import policy_on
from bookings.seat_requests import SeatRequest, require_sensible
from facilities.enums import Purpose
from facilities.models import Workstation
from facilities.operations import Sold, extend_expiry, occupy, release
from kernel.ids import new_id
from kernel.period import add_months
from kernel.states import require_move


def hold(*, request: SeatRequest, actor: Actor, now: datetime) -> Booking:
    """Keep seats for a client for the facility's hold time, at today's price.

    Takes the workstations that the request names, or chooses as many as it asks for. Price and conditions are copied
    from the list and fixed from here on.

    :raises NotAllowed, StartsInThePast, StartsTooLate, TermTooShort, TermTooLong, TooFewSeats, TooManySeats,
        TimeZoneUnknown, TooManyHolds, NotPriced, SeatsUnknown: before anything is tried.
    :raises SeatsTaken, NoneLeft, NotEnoughSeats, BufferNeeded, RoomExclusive: when others were faster.
    """
    client, facility = request.client, request.facility
    assert client is not None, "a hold is a client's"
    assert facility is not None, "a hold is in a facility"
    require(actor, Capability.HOLD_SEATS, client, facility)
    today = facility.today(now)
    require_sensible(request, today=today, dates_back=actor.is_ours)
    priced = price_for(request)
    demand = request.demand_at(facility, now)

    def take(found: list[Workstation]) -> Booking:
        zone = demand.zone
        booking = Booking.objects.create(
            client=client,
            facility=facility,
            package=priced.package,
            pattern=request.pattern,
            state=BookingState.HELD,
            days=request.days,
            term_months=request.months,
            auto_renews=request.renews,
            held_at=now,
            hold_expires_at=rules.hold_expires(now=now, hold_hours=hold_hours(facility, client)),
            time_zone=zone.zone if zone else "",
            hours_resolved_until=zone.until if zone else None,
        )
        _fix_terms(booking, priced.price, now)
        slots = demand.slots(facility)
        sold = [
            Allocation(pk=new_id(), booking=booking, workstation=seat, pattern=request.pattern, days=request.days)
            for seat in found
        ]
        occupy(
            claim=booking.pk,
            client=client,
            purpose=Purpose.HOLD,
            expires_at=booking.hold_expires_at,
            seats=[Sold(row.workstation, row.pk, slots) for row in sold],
        )
        Allocation.objects.bulk_create(sold)
        record(actor=actor, verb="bookings.held", subject=booking, now=now, seats=[seat.code for seat in found])
        return booking

    with transaction.atomic():
        _require_room_for_a_hold(client, policy_on(today, facility), actor, now)
        if request.workstations:
            return take_named(demand, facility=facility, ids=request.workstations, now=now, take=take)
        return take_any(demand, facility=facility, seats=request.seats, now=now, take=take)


def _require_room_for_a_hold(client: Client, policy: BookingPolicy, actor: Actor, now: datetime) -> None:
    """A company keeps a few holds at a time, or one visitor could empty a floor; staff may go beyond."""
    if actor.is_ours:
        return
    # Locks the client, so that two holds at once count each other.
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    open_holds = Booking.objects.filter(client=client, state=BookingState.HELD, hold_expires_at__gt=now).count()
    if open_holds >= policy.most_holds:
        raise errors.TooManyHolds(limit=policy.most_holds)


def _fix_terms(booking: Booking, price: Price, now: datetime) -> None:
    Terms.of(
        price,
        booking=booking,
        effective_from=booking.days.start,
        minimum_months=price.months,
        committed_seats=price.seats,
        committed_until=add_months(booking.days.start, price.months),
        created_at=now,
    ).save(force_insert=True)


@transaction.atomic
def submit(*, booking: Booking, actor: Actor, now: datetime, accepted: bool, note: str = "") -> Booking:
    """The client accepts the agreement and asks for the seats; they stay kept while staff decide.

    :raises NotAllowed, ActingReasonMissing, WrongState, HoldExpired, AgreementNotAccepted, DetailsMissing:
    """
    require_for(actor, Capability.ACCEPT_AGREEMENT, booking)
    lock_seats_of(booking)
    booking = locked(booking)
    if booking.state == BookingState.EXPIRED or (
        booking.state == BookingState.HELD and booking.hold_expires_at is not None and booking.hold_expires_at <= now
    ):
        raise errors.HoldExpired
    require_move(MOVES, booking, BookingState.SUBMITTED)
    if not booking.client.has_billing_details:
        raise DetailsMissing
    if not accepted:
        raise errors.AgreementNotAccepted
    move(
        booking,
        BookingState.SUBMITTED,
        actor=actor,
        now=now,
        verb="bookings.submitted",
        details={"agreement": settings.AGREEMENT_VERSION},
        submitted_at=now,
        agreement_version=settings.AGREEMENT_VERSION,
        client_note=note,
    )
    extend_expiry(claim=booking.pk, expires_at=None)
    done = _("The agreement for %(reference)s was accepted for you.") % {"reference": booking.reference}
    tell_owners(actor=actor, client=booking.client, done=done, now=now)
    notifications.submitted(booking, now=now)
    return booking


@transaction.atomic
def cancel(*, booking: Booking, actor: Actor, now: datetime, reason: str = "") -> Booking:
    """Give the seats back before the lease has begun; once it is confirmed, only staff can let a client go.

    :raises NotAllowed, WrongState:
    """
    booking = locked(booking)
    require_for(actor, Capability.CHANGE_LEASES, booking)
    if booking.state == BookingState.CONFIRMED:
        require_for(actor, Capability.END_LEASES, booking)
    move(
        booking,
        BookingState.CANCELLED,
        actor=actor,
        now=now,
        verb="bookings.cancelled",
        details={"reason": reason},
        charges_changed_from=booking.start,
    )
    release(claim=booking.pk, now=now)
    drop_planned(booking)
    return booking


@transaction.atomic
def expire_hold(*, booking: Booking, now: datetime) -> bool:
    """End a hold whose time is up and tell the client; ``False`` when it is no such hold (any more)."""
    found = (
        Booking.objects.expired_holds(now)
        .filter(pk=booking.pk)
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
        .select_related("client", "facility", "pattern", "package")
        .first()
    )
    if found is None:
        return False
    expire(found, now)
    return True
