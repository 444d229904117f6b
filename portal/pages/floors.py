"""The floor of a facility that is drawn, and the others beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from facilities.models import Floor
from facilities.queries.plans import FloorPlan


@dataclass(frozen=True, slots=True)
class FloorTab:
    floor: Floor
    free: int
    picked: int
    is_current: bool


def current_floor(
    plans: Sequence[FloorPlan], level: str, codes: Sequence[str], floor_of: Mapping[str, UUID]
) -> FloorPlan | None:
    """The floor asked for, else the one with most of the seats named, else the first with a free one."""
    asked = next((plan for plan in plans if str(plan.floor.level) == level), None)
    if asked is not None:
        return asked
    on = [floor_of.get(code) for code in codes]
    return max(
        plans,
        key=lambda plan: (on.count(plan.floor.pk), plan.free > 0, -plan.floor.level),
        default=None,
    )


def floor_tabs(
    plans: Sequence[FloorPlan], current: FloorPlan | None, picks: Sequence[str], floor_of: Mapping[str, UUID]
) -> list[FloorTab]:
    """All of them, lowest first."""
    return [
        FloorTab(
            floor=plan.floor,
            free=plan.free,
            picked=sum(floor_of.get(code) == plan.floor.pk for code in picks),
            is_current=plan is current,
        )
        for plan in plans
    ]
