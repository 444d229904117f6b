"""What a floor ever had, so that a plan from a file finds its seats again."""

from __future__ import annotations

from facilities.models import Floor, PlanBackground, Workstation
from facilities.plans.bringing import Known
from facilities.queries.floors import plan_of


def known_of(floor: Floor) -> Known:
    """The floor's plan, every seat it has, retired ones included, and the pictures brought for it."""
    return Known(
        plan=plan_of(floor),
        seats=set(Workstation.objects.filter(room__floor=floor).values_list("pk", flat=True)),
        pictures=set(PlanBackground.objects.filter(floor=floor).values_list("pk", flat=True)),
    )
