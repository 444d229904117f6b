"""Mails about bookings, to clients and to our own people; one function a message."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from accounts.access import roles_with
from accounts.capabilities import Capability
from accounts.models import Client, User
from accounts.queries.people import staff_who_may
from bookings.calendar_files import lease_calendar
from bookings.enums import AmendmentKind
from bookings.models import Booking, WaitlistEntry
from bookings.queries.clocks import zone_table
from bookings.queries.conflicts import LeaseConflict
from bookings.sentences import amendment_sentence
from facilities.access import there_for
from facilities.wording import HoursInTwoZones
from outbox.operations import File, write_message


def _managers(client: Client) -> QuerySet[User]:
    """The people of the client who may act on what we say."""
    return get_user_model().objects.filter(
        memberships__client=client, memberships__role__in=roles_with(Capability.CHANGE_LEASES), is_active=True
    )


def _tell(
    booking: Booking,
    message: str,
    now: datetime,
    *,
    key: str | None = None,
    attachments: tuple[File, ...] = (),
    **context: Any,
) -> int:
    """Write to each manager; returns to how many."""
    written = 0
    zones = zone_table(booking, day=max(booking.facility.today(now), booking.start))
    for person in _managers(booking.client):
        sent = write_message(
            kind=f"bookings.{message}",
            to=person.email,
            context={"booking": booking, "person": person, "zones": zones, **context},
            now=now,
            client=booking.client,
            key=key and f"{key}:{person.pk}",
            attachments=attachments,
        )
        written += sent is not None
    return written


def submitted(booking: Booking, *, now: datetime) -> None:
    """We have the request and are looking at it."""
    _tell(booking, "submitted", now, seats=booking.allocations.count())


def confirmed(booking: Booking, *, now: datetime) -> None:
    """The seats are theirs; with the first day for their calendar."""
    calendar = File("move-in.ics", "text/calendar", lease_calendar(booking, now=now))
    _tell(booking, "confirmed", now, seats=booking.allocations.count(), attachments=(calendar,))


def declined(booking: Booking, *, now: datetime) -> None:
    """We can't, and why."""
    _tell(booking, "declined", now)


def hold_expired(booking: Booking, *, now: datetime) -> None:
    """The hold has run out; how to begin again."""
    _tell(booking, "hold_expired", now, key=f"bookings.hold_expired:{booking.pk}")


def amended(
    booking: Booking, *, kind: AmendmentKind, effective_on: date, details: dict[str, Any], now: datetime
) -> None:
    """Tell the client what was changed, and from when on."""
    _tell(
        booking,
        "amended",
        now,
        change=amendment_sentence(kind, effective_on, details),
        reason=details.get("reason", "") if kind == AmendmentKind.MOVE_SEATS else "",
        costs_the_same=kind == AmendmentKind.MOVE_SEATS,
    )


def renewal(booking: Booking, *, deadline: date, renews_on: date, days_left: int, reminder: int, now: datetime) -> bool:
    """The lease renews unless they give notice by ``deadline``; said once for each reminder of a deadline."""
    return bool(
        _tell(
            booking,
            "renewal",
            now,
            key=f"bookings.renewal:{booking.pk}:{deadline}:{reminder}",
            deadline=deadline,
            renews_on=renews_on,
            days_left=days_left,
        )
    )


def seats_offered(entry: WaitlistEntry, *, now: datetime) -> None:
    """Seats came free and are kept for them; by when to say yes."""
    booking = entry.booking
    assert booking is not None
    key = f"bookings.seats_offered:{entry.pk}"
    _tell(booking, "seats_offered", now, key=key, entry=entry, seats=entry.seats)


def waitlist_over(entry: WaitlistEntry, *, now: datetime) -> None:
    """Nothing came free in time; how to go on."""
    for person in _managers(entry.client):
        write_message(
            kind="bookings.waitlist_over",
            to=person.email,
            context={"entry": entry, "person": person},
            now=now,
            client=entry.client,
            key=f"bookings.waitlist_over:{entry.pk}:{person.pk}",
        )


def waitlist_withdrawn(entry: WaitlistEntry, *, reason: str, now: datetime) -> None:
    """We took them off the waitlist, and why."""
    for person in _managers(entry.client):
        write_message(
            kind="bookings.waitlist_withdrawn",
            to=person.email,
            context={"entry": entry, "person": person, "reason": reason},
            now=now,
            client=entry.client,
            key=f"bookings.waitlist_withdrawn:{entry.pk}:{person.pk}",
        )


def moved_by_client(booking: Booking, *, effective_on: date, details: dict[str, Any], now: datetime) -> None:
    """To our own people: a client moved seats by itself; who moves where."""
    for person in there_for(staff_who_may(Capability.CHANGE_LEASES), booking.facility):
        write_message(
            kind="bookings.moved_by_client",
            to=person.email,
            context={
                "booking": booking,
                "person": person,
                "change": amendment_sentence(AmendmentKind.MOVE_SEATS, effective_on, details),
            },
            now=now,
        )


def hours_conflict(conflict: LeaseConflict, *, now: datetime) -> None:
    """To our own people: hours that a change of clocks brings to a lease are somebody else's; move its seats."""
    for person in there_for(staff_who_may(Capability.CHANGE_LEASES), conflict.booking.facility):
        write_message(
            kind="bookings.hours_conflict",
            to=person.email,
            context={"conflict": conflict, "booking": conflict.booking, "person": person},
            now=now,
            key=f"bookings.hours_conflict:{conflict.booking.pk}:{now.isoformat()}:{person.pk}",
        )


def hours_change(booking: Booking, *, change: HoursInTwoZones, now: datetime) -> bool:
    """From a day near at hand the hours at the facility are other ones; said once for each change."""
    key = f"bookings.hours_change:{booking.pk}:{change.since}"
    return bool(_tell(booking, "hours_change", now, key=key, change=change))
