"""What happens on the floors: seats closed for maintenance and repair."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from demo.data.closures import CLOSURES, ClosureFacts
from demo.world import World
from facilities.demand import Demand
from facilities.operations import close_workstation
from facilities.queries.availability import free_workstations
from kernel.period import Period


def plan_closures(world: World) -> None:
    for closure in CLOSURES:
        day = world.story.today - timedelta(days=closure.decided_days_ago)
        world.story.plan(world.story.office_hours(day), partial(_close, world, closure))


def _close(world: World, closure: ClosureFacts, now: datetime) -> None:
    """Close seats that nobody has at any hour of those days, the last ones on the plan first."""
    today = world.story.today
    days = Period.inclusive(
        today + timedelta(days=closure.first), None if closure.last is None else today + timedelta(days=closure.last)
    )
    demand = Demand(world.places.patterns["24h"], days)
    free = free_workstations(demand, facility=world.places.facilities[closure.facility], now=now)
    for seat in free.order_by("-code")[: closure.seats]:
        close_workstation(workstation=seat, days=days, reason=closure.reason, actor=world.cast.staff("opal"), now=now)
