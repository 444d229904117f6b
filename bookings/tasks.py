"""Ticks of the timetable: holds run out, leases begin and end, renewals come near. Each tick does what is due, once."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager

from celery import shared_task
from django.utils import timezone

from accounts.actors import SYSTEM
from bookings import operations
from bookings.models import Booking, WaitlistEntry
from bookings.queries.due import (
    changes_to_begin,
    expired_holds,
    following_a_zone,
    hours_to_resolve,
    leases_to_begin,
    leases_to_end,
    renewals_near,
)
from bookings.queries.waitlist import first_in_line, offers_made
from kernel.refusal import Refusal
from kernel.ticks import isolated

log = logging.getLogger(__name__)


@shared_task
def release_expired_holds() -> int:
    """Expire every hold whose time is up; returns how many."""
    now = timezone.now()
    released = 0
    for booking in expired_holds(now=now):
        with _isolated(booking):
            released += operations.expire_hold(booking=booking, now=now)
    return released


@shared_task
def activate_and_end_leases() -> int:
    """Begin and end the leases, and begin the planned changes, whose day has come at their facility; returns how
    many."""
    now = timezone.now()
    turned = 0
    for booking, operation in [
        *((booking, operations.activate) for booking in leases_to_begin(now=now)),
        *((booking, operations.end) for booking in leases_to_end(now=now)),
    ]:
        with _isolated(booking):
            operation(booking=booking, actor=SYSTEM, now=now)
            turned += 1
    for booking in changes_to_begin(now=now):
        with _isolated(booking):
            turned += operations.begin_changes(booking=booking, now=now)
    return turned


@shared_task
def resolve_hours() -> int:
    """Work out, for leases that follow another zone, the hours of the months that have come nearer; returns for how
    many leases."""
    now = timezone.now()
    resolved = 0
    for booking in hours_to_resolve(now=now):
        with _isolated(booking):
            try:
                resolved += operations.resolve_hours(booking=booking, now=now)
            except Refusal as refusal:
                # Only where a country has changed its rules: the lease keeps what it has until somebody makes room.
                log.warning("The hours of %s after its clocks change: %s", booking, refusal)
                operations.note_conflict(booking=booking, now=now)
    return resolved


@shared_task
def remind_of_renewals() -> int:
    """Tell clients whose notice deadline comes near; returns how many leases were spoken of."""
    now = timezone.now()
    reminded = 0
    for booking in renewals_near(now=now):
        with _isolated(booking):
            reminded += operations.remind_of_renewal(booking=booking, now=now)
    return reminded


@shared_task
def process_waitlist() -> int:
    """See what became of offers, then offer what is free, first come first served; returns how many were offered."""
    now = timezone.now()
    for entry in offers_made():
        with _isolated(entry):
            operations.close_offer(entry=entry, now=now)
    offered = 0
    for entry in first_in_line():
        with _isolated(entry):
            offered += operations.offer_seats(entry=entry, now=now) is not None
    return offered


@shared_task
def remind_of_changes() -> int:
    """Tell clients whose hours at the facility a change of clocks moves within a week; returns of how many leases."""
    now = timezone.now()
    told = 0
    for booking in following_a_zone():
        with _isolated(booking):
            told += operations.remind_of_change(booking=booking, now=now)
    return told


def _isolated(subject: Booking | WaitlistEntry) -> AbstractContextManager[None]:
    # A refusal says that somebody changed it since we looked.
    return isolated(log, "%s left as it is", subject, refused=logging.INFO)
