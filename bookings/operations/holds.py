"""From a choice of seats to a request: hold, submit, cancel, expire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.access import MANAGES_SEATS, require_role
from accounts.actors import Actor
from accounts.errors import DetailsMissing
from accounts.models import Client
from accounts.operations import record
from bookings import errors, notifications, rules
from bookings.access import require_manager, require_staff
from bookings.enums import MOVES, BookingState
from bookings.models import Allocation, Booking, Terms
from bookings.operations.seats import Wanted, expire, lock_seats_of, take_any, take_named
from bookings.operations.states import locked, move
from bookings.prices import Price
from bookings.queries.offers import price_for
from bookings.wishes import require_known_time_zone, require_sensible
from facilities.enums import Purpose
from facilities.models import Facility, Package, ShiftPattern, Workstation
from facilities.operations import Sold, extend_expiry, occupy, release
from facilities.queries.clocks import followed_zone
from kernel.ids import new_id
from kernel.period import add_months
from kernel.states import require_move


def hold(
    *,
    client: Client,
    facility: Facility,
    pattern: ShiftPattern,
    package: Package,
    start: date,
    months: int,
    actor: Actor,
    now: datetime,
    workstations: Sequence[UUID] | None = None,
    seats: int | None = None,
    auto_renews: bool = True,
    time_zone: str = "",
) -> Booking:
    """Keep seats for a client for the facility's hold time, at today's price.

    Names the seats in ``workstations``, or leaves the choice to us with ``seats``. Price and conditions are copied
    from the list and fixed from here on.

    :param clock: the time zone whose clock the hours keep, as they are there on the first day; the facility's own
        unless said.
    :raises TimeZoneUnknown: when there is no such zone.
    :raises NotAllowed, StartsInThePast, StartsTooLate, TermTooShort, TermTooLong, TooFewSeats, TooManyHolds,
        NotPriced, SeatsUnknown: before anything is tried.
    :raises SeatsTaken, NoneLeft, NotEnoughSeats, BufferNeeded, RoomExclusive: when others were faster.
    """
    require_role(actor, client, *MANAGES_SEATS)
    count = len(set(workstations)) if workstations is not None else (seats or 0)
    today = now.astimezone(facility.zone).date()
    require_sensible(seats=count, start=start, months=months, today=today, dates_back=actor.is_staff or actor.is_clock)
    price = price_for(facility=facility, package=package, pattern=pattern, seats=count, months=months, start=start)
    days = rules.lease_days(start=start, months=months, auto_renews=auto_renews)
    require_known_time_zone(time_zone)
    kept = followed_zone(time_zone, facility=facility, start=start, now=now)

    def take(found: list[Workstation]) -> Booking:
        booking = Booking.objects.create(
            client=client,
            facility=facility,
            package=package,
            pattern=pattern,
            state=BookingState.HELD,
            days=days,
            term_months=months,
            auto_renews=auto_renews,
            held_at=now,
            hold_expires_at=rules.hold_expires(now=now, hold_hours=facility.hold_hours),
            time_zone=kept.zone if kept else "",
            hours_resolved_until=kept.until if kept else None,
        )
        _fix_terms(booking, price, now)
        slots = booking.slots(days)
        sold = [
            Allocation(pk=new_id(), booking=booking, workstation=seat, pattern=pattern, days=days) for seat in found
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

    wanted: Wanted = {
        "facility": facility, "days": days, "pattern": pattern, "client": client, "now": now, "followed": kept
    }  # fmt: skip
    with transaction.atomic():
        _require_room_for_a_hold(client, actor, now)
        if workstations is not None:
            return take_named(**wanted, ids=workstations, take=take)
        return take_any(**wanted, seats=count, take=take)


def _require_room_for_a_hold(client: Client, actor: Actor, now: datetime) -> None:
    """A company keeps a few holds at a time, or one visitor could empty a floor; staff may go beyond."""
    if actor.is_staff or actor.is_clock:
        return
    # Locks the client, so that two holds at once count each other.
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    open_holds = Booking.objects.filter(client=client, state=BookingState.HELD, hold_expires_at__gt=now).count()
    if open_holds >= rules.MOST_HOLDS:
        raise errors.TooManyHolds(limit=rules.MOST_HOLDS)


def _fix_terms(booking: Booking, price: Price, now: datetime) -> Terms:
    return Terms.objects.create(
        booking=booking,
        effective_from=booking.days.start,
        currency=price.currency,
        list_rate=price.list_rate,
        net_rate=price.net_rate,
        discounts=[
            {"rule": tier.rule, "threshold": tier.threshold, "percent": str(tier.percent)} for tier in price.discounts
        ],
        setup_rate=price.setup_rate,
        deposit_months=price.deposit_months,
        committed_seats=price.seats,
        committed_until=add_months(booking.days.start, price.months),
        minimum_months=price.months,
        notice_days=price.notice_days,
        escalation_percent=price.escalation_percent,
        created_at=now,
    )


@transaction.atomic
def submit(*, booking: Booking, actor: Actor, now: datetime, accepted: bool, note: str = "") -> Booking:
    """The client accepts the agreement and asks for the seats; they stay kept while staff decide.

    :raises NotAllowed, WrongState, HoldExpired, AgreementNotAccepted, DetailsMissing:
    """
    require_manager(actor, booking)
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
    notifications.submitted(booking, now=now)
    return booking


@transaction.atomic
def cancel(*, booking: Booking, actor: Actor, now: datetime, reason: str = "") -> Booking:
    """Give the seats back before the lease has begun; once it is confirmed, only staff can let a client go.

    :raises NotAllowed, WrongState:
    """
    booking = locked(booking)
    require_manager(actor, booking)
    if booking.state == BookingState.CONFIRMED:
        require_staff(actor)
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
