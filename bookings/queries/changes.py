"""Consequences of changes of clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from facilities.clocks import city_of, stages
from facilities.demand import Demand
from facilities.models import Facility, Workstation
from facilities.queries.conflicts import first_conflict
from kernel.wording import written


def change_that_brings(
    gone: Iterable[Workstation], demand: Demand, *, facility: Facility, now: datetime
) -> dict[str, str] | None:
    """``day``, ``city`` and ``hours`` as a refusal names them, when only a change of clocks brings somebody who wants
    the seats into conflict with somebody who has them; ``None`` when they are before."""
    if demand.zone is None:
        return None
    conflict = first_conflict(gone, slots=demand.slots(facility), taker=demand.taker, now=now)
    if conflict is None:
        return None
    coming = stages(demand.pattern.hours, days=demand.days, home=facility.time_zone, followed=demand.zone)[1:]
    change = next((stage for stage in reversed(coming) if stage.days.start <= conflict.day), None)
    if change is None:
        return None
    return {
        "day": written(conflict.day),
        "city": city_of(change.zone),
        "hours": written_hours(conflict.hours),
    }


def written_hours(hours: Iterable[tuple[int, int]]) -> str:
    """``20:00–20:15``, of minutes after midnight."""
    return ", ".join(f"{_time(start)}–{_time(end)}" for start, end in hours)


def _time(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
