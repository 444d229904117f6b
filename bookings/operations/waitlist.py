"""The waitlist: join, be offered what comes free, take it or let it pass on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction

from accounts.access import require
from accounts.actors import SYSTEM, Actor
from accounts.capabilities import Capability
from accounts.models import Client
from accounts.operations import record
from bookings import errors, notifications
from bookings.enums import WAITLIST_MOVES, BookingState, WaitlistState
from bookings.models import Booking, WaitlistEntry
from bookings.operations.holds import cancel, hold
from bookings.queries.offers import price_for
from bookings.queries.policies import policy_on
from bookings.queries.waitlist import fits
from bookings.seat_requests import SeatRequest, require_sensible
from facilities.queries.catalogue import first_today
from kernel.refusal import Refusal, refusing
from kernel.states import move, require_move

# What makes one place on the waitlist the same as another.
WAITED_FOR = ("facility", "city", "pattern", "package", "seats", "months", "earliest", "latest", "time_zone")


@transaction.atomic
def join_waitlist(*, request: SeatRequest, latest: date, actor: Actor, now: datetime) -> WaitlistEntry:
    """Wait for seats in one facility, or anywhere in a city; asking for the same again changes nothing.

    :param request: ``start`` is the earliest first day, and ``latest`` the last one that would do.
    :raises NotAllowed, StartsInThePast, StartsTooLate, WindowBackwards, TermTooShort, TermTooLong, TooFewSeats,
        TooManySeats, TimeZoneUnknown:
    :raises NotPriced: when the facility has no list price for it.
    :raises TooManyWaitlistEntries: when the client waits for as much as it may.
    """
    client, facility = request.client, request.facility
    assert client is not None, "it is a client that waits"
    require(actor, Capability.HOLD_SEATS, client, facility)
    today = facility.today(now) if facility else first_today(now, city=request.city)
    require_sensible(request, today=today)
    require_sensible(replace(request, start=latest), today=today)
    if facility is not None:
        price_for(request)
    # Locks the client, so that two requests at once count each other.
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    entry = WaitlistEntry(
        client=client,
        facility=facility,
        city="" if facility else request.city,
        pattern=request.pattern,
        package=request.package,
        seats=request.count,
        months=request.months,
        earliest=request.start,
        latest=latest,
        time_zone="" if facility and request.time_zone == facility.time_zone else request.time_zone,
        joined_at=now,
        joined_by=actor.user,
    )
    open_entries = WaitlistEntry.objects.filter(client=client).open()
    if same := open_entries.filter(**{name: getattr(entry, name) for name in WAITED_FOR}).first():
        return same
    most = policy_on(today, facility).most_waitlist_entries
    if open_entries.count() >= most:
        raise errors.TooManyWaitlistEntries(limit=most)
    with refusing(waitlist_entry_window_runs_forward=errors.WindowBackwards):
        entry.save(force_insert=True)
    record(actor=actor, verb="bookings.waitlist_joined", subject=entry, now=now, seats=entry.seats, place=entry.place)
    return entry


@transaction.atomic
def leave_waitlist(*, entry: WaitlistEntry, actor: Actor, now: datetime) -> WaitlistEntry:
    """Wait no more; seats that are kept as an offer are free for the next.

    :raises NotAllowed, WrongState:
    """
    require(actor, Capability.HOLD_SEATS, entry.client, entry.facility)
    return _withdrawn(entry, actor=actor, now=now)


@transaction.atomic
def withdraw_waitlist_entry(*, entry: WaitlistEntry, actor: Actor, now: datetime, reason: str) -> WaitlistEntry:
    """Staff take a client off the waitlist, seats kept as an offer included, and tell it why.

    :raises NotAllowed, WrongState, ReasonMissing:
    """
    require(actor, Capability.DECIDE_REQUESTS, entry.client, entry.facility)
    if not reason.strip():
        raise errors.ReasonMissing
    entry = _withdrawn(entry, actor=actor, now=now, reason=reason)
    notifications.waitlist_withdrawn(entry, reason=reason, now=now)
    return entry


def _withdrawn(entry: WaitlistEntry, *, actor: Actor, now: datetime, **details: str) -> WaitlistEntry:
    entry = _locked(entry)
    require_move(WAITLIST_MOVES, entry, WaitlistState.WITHDRAWN)
    if entry.booking is not None and entry.booking.state == BookingState.HELD:
        cancel(booking=entry.booking, actor=actor, now=now, **details)
    return _move(entry, WaitlistState.WITHDRAWN, actor=actor, now=now, details=details, closed_at=now)


@transaction.atomic
def offer_seats(*, entry: WaitlistEntry, now: datetime) -> Booking | None:
    """Keep seats for somebody who waits, as a hold like everybody's, and tell them; ``None`` when there are none.

    Whose last possible day has gone by is told so and waits no more. Two clocks at once queue at the row, so nobody
    is served before those who joined earlier, and nobody twice.
    """
    entry = _locked(entry)
    if entry.state != WaitlistState.WAITING:
        return None
    today = entry.facility.today(now) if entry.facility else first_today(now, city=entry.city)
    if entry.latest < today:
        _move(entry, WaitlistState.LAPSED, actor=SYSTEM, now=now, closed_at=now)
        notifications.waitlist_over(entry, now=now)
        return None
    for fit in fits(entry, now=now):
        try:
            request = SeatRequest(
                client=entry.client,
                facility=fit.facility,
                pattern=entry.pattern,
                package=entry.package,
                start=fit.start,
                months=entry.months,
                seats=entry.seats,
                time_zone=entry.time_zone,
            )
            booking = hold(request=request, actor=SYSTEM, now=now)
        except Refusal:
            # Somebody was faster, or it isn't sold like this there.
            continue
        _move(entry, WaitlistState.OFFERED, actor=SYSTEM, now=now, booking=booking, offered_at=now)
        notifications.seats_offered(entry, now=now)
        return booking
    return None


@transaction.atomic
def close_offer(*, entry: WaitlistEntry, now: datetime) -> WaitlistState:
    """See what became of the hold that was offered; while it stands, nothing changes."""
    entry = _locked(entry)
    if entry.state == WaitlistState.OFFERED:
        assert entry.booking is not None
        match entry.booking.state:
            case BookingState.HELD:
                pass
            case BookingState.EXPIRED | BookingState.CANCELLED:
                _move(entry, WaitlistState.LAPSED, actor=SYSTEM, now=now, closed_at=now)
            case _:
                _move(entry, WaitlistState.TAKEN, actor=SYSTEM, now=now, closed_at=now)
    return WaitlistState(entry.state)


def _locked(entry: WaitlistEntry) -> WaitlistEntry:
    """The row as it stands now, locked until the transaction ends; before any seat is."""
    return (
        WaitlistEntry.objects.select_related("client", "facility", "package", "pattern", "booking")
        .select_for_update(no_key=True, of=("self",))
        .get(pk=entry.pk)
    )


def _move(
    entry: WaitlistEntry,
    to: WaitlistState,
    *,
    actor: Actor,
    now: datetime,
    details: Mapping[str, str] = MappingProxyType({}),
    **fields: object,
) -> WaitlistEntry:
    move(entry, to, WAITLIST_MOVES, **fields)
    record(actor=actor, verb=f"bookings.waitlist_{to.value}", subject=entry, now=now, **details)
    return entry
