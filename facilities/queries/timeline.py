"""The history of a workstation, newest first: states, faults and equipment, and the work planned on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from operator import attrgetter
from typing import Literal

from django.db.models import QuerySet

from accounts.models import User
from facilities.enums import Purpose
from facilities.models import Fault, Occupancy, StateChange, Workstation
from kernel.period import Period


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened ``at`` a moment. Which of the others is set goes by ``kind``; ``by`` is empty for the
    clock, for closures and for equipment, which say no more than what and when."""

    at: datetime
    kind: Literal["state", "fault", "fixed", "closure", "placed", "removed"]
    reason: str
    by: User | None = None
    change: StateChange | None = None
    fault: Fault | None = None
    days: Period | None = None
    is_over: bool = False


def timeline(seat: Workstation) -> Sequence[Event]:
    """Everything there is to tell of a seat; four queries. Closures to come stand at their first morning."""
    events = [*_states(seat), *_faults(seat), *_closures(seat), *_placements(seat)]
    return sorted(events, key=attrgetter("at"), reverse=True)


def open_faults() -> QuerySet[Fault]:
    """Faults nobody has put right, oldest first."""
    return (
        Fault.objects.filter(fixed_at__isnull=True)
        .select_related("workstation__facility", "workstation__room__floor")
        .order_by("opened_at", "pk")
    )


def _states(seat: Workstation) -> Iterator[Event]:
    for change in seat.state_changes.select_related("by"):
        yield Event(change.at, "state", change.reason, change.by, change=change)


def _faults(seat: Workstation) -> Iterator[Event]:
    for fault in seat.faults.select_related("opened_by", "fixed_by"):
        yield Event(
            fault.opened_at, "fault", fault.what, fault.opened_by, fault=fault,
            is_over=fault.fixed_at is not None,
        )  # fmt: skip
        if fault.fixed_at is not None:
            yield Event(fault.fixed_at, "fixed", fault.fix, fault.fixed_by, fault=fault)


def _closures(seat: Workstation) -> Iterator[Event]:
    for closure in Occupancy.objects.filter(workstation=seat, purpose=Purpose.CLOSURE):
        at = datetime.combine(closure.days.start, time(), seat.facility.zone)
        yield Event(at, "closure", closure.reason, days=closure.days, is_over=closure.released_at is not None)


def _placements(seat: Workstation) -> Iterator[Event]:
    for placement in seat.placements.select_related("asset"):
        yield Event(placement.placed_at, "placed", str(placement.asset))
        if placement.removed_at is not None:
            yield Event(placement.removed_at, "removed", str(placement.asset))
