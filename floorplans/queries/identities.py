"""Everything a floor ever had, so that a plan from a file finds its seats again."""

from __future__ import annotations

from facilities.enums import WorkstationState
from facilities.models import Floor, Room, Workstation
from floorplans.models import PlanBackground
from floorplans.plans.files import Known
from floorplans.queries.floors import plan_of


def known_of(floor: Floor) -> Known:
    """The floor's plan, what was retired on it, the latest last, and the pictures brought for it."""
    seats = Workstation.objects.filter(room__floor=floor, state=WorkstationState.RETIRED)
    rooms = Room.objects.filter(floor=floor, retired_at__isnull=False)
    return Known(
        plan=plan_of(floor),
        retired_rooms=dict(rooms.order_by("retired_at", "pk").values_list("pk", "name")),
        retired_seats=dict(seats.order_by("pk").values_list("pk", "code")),
        pictures=set(PlanBackground.objects.filter(floor=floor).values_list("pk", flat=True)),
    )
