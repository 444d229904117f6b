"""Clients that wait for seats, and the clock that offers them what came free."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from bookings import operations
from bookings.queries.waitlist import first_in_line
from demo.data.waits import OFFERED_AGO, WAITS, WaitFacts
from demo.story import MANILA
from demo.world import World


def plan_waits(world: World) -> None:
    """Each joins at its hour; near the end what is free for one of them is offered."""
    for wait in WAITS:
        world.story.plan(world.story.now - timedelta(hours=wait.ago), partial(_join, world, wait))
    world.story.plan(world.story.now - timedelta(hours=OFFERED_AGO), _offer)


def _join(world: World, wait: WaitFacts, now: datetime) -> None:
    earliest = now.astimezone(MANILA).date() + timedelta(days=wait.lead)
    facility = world.places.facilities.get(wait.place)
    operations.join_waitlist(
        client=world.cast.clients[wait.client],
        facility=facility,
        city="" if facility else wait.place,
        pattern=world.places.patterns[wait.shift],
        seats=wait.seats,
        months=wait.term,
        earliest=earliest,
        latest=earliest + timedelta(days=wait.window),
        actor=world.cast.owner(wait.client),
        now=now,
    )


def _offer(now: datetime) -> None:
    for wait in first_in_line():
        operations.offer_seats(wait=wait, now=now)
