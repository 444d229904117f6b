"""Clients that wait for seats, and the clock that offers them what came free."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from bookings import operations
from bookings.queries.waitlist import first_in_line
from bookings.seat_requests import SeatRequest
from demo.data.waitlist import OFFERED_AGO, WAITLIST, WaitlistFacts
from demo.story import day_of
from demo.world import World


def plan_waitlist(world: World) -> None:
    """Each joins at its hour; near the end what is free for one of them is offered."""
    for entry in WAITLIST:
        world.story.plan(world.story.now - timedelta(hours=entry.ago), partial(_join, world, entry))
    world.story.plan(world.story.now - timedelta(hours=OFFERED_AGO), _offer)


def _join(world: World, entry: WaitlistFacts, now: datetime) -> None:
    earliest = day_of(now) + timedelta(days=entry.lead)
    facility = world.places.facilities.get(entry.place)
    request = SeatRequest(
        client=world.cast.clients[entry.client],
        facility=facility,
        city="" if facility else entry.place,
        pattern=world.places.patterns[entry.shift],
        seats=entry.seats,
        months=entry.term,
        start=earliest,
    )
    operations.join_waitlist(
        request=request,
        latest=earliest + timedelta(days=entry.window),
        actor=world.cast.owner(entry.client),
        now=now,
    )


def _offer(now: datetime) -> None:
    for entry in first_in_line():
        operations.offer_seats(entry=entry, now=now)
