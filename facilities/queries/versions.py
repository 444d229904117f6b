"""Whether a floor plan may look otherwise than when somebody last saw it, without drawing it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Max, Q

from facilities.enums import Purpose, WorkstationState
from facilities.models import Facility, Occupancy, Workstation


def plan_version(facility: Facility, *, now: datetime) -> str:
    """Changes whenever a seat is taken or given back, a hold turns into a lease or runs out, or a seat is closed or
    opened; two queries.

    What stands is told by how many rows and the latest of them: rows are only added and released, never moved.
    """
    standing = (
        Occupancy.objects.standing()
        .filter(workstation__facility=facility)
        .aggregate(
            rows=Count("pk"),
            latest=Max("pk"),
            leased=Count("pk", filter=Q(purpose=Purpose.LEASE)),
            expiring=Count("expires_at"),
            run_out=Count("pk", filter=Q(expires_at__lte=now)),
        )
    )
    seats = Workstation.objects.filter(facility=facility).aggregate(
        all=Count("pk"),
        let=Count("pk", filter=Q(state=WorkstationState.IN_SERVICE)),
        retired=Count("pk", filter=Q(state=WorkstationState.RETIRED)),
    )
    return "-".join(str(number or 0) for number in (*standing.values(), *seats.values()))
