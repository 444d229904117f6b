"""What is on offer, for people who look around."""

from __future__ import annotations

from django.db.models import Count, Min, Q, QuerySet

from facilities.enums import WorkstationState
from facilities.models import Facility, Package, ShiftPattern


def listed_facilities() -> QuerySet[Facility]:
    """Facilities the public may find, with ``seats`` (how many are let) and ``from_rate`` (the lowest list price)."""
    return Facility.objects.filter(is_listed=True).annotate(
        seats=Count("workstations", filter=Q(workstations__state=WorkstationState.IN_SERVICE), distinct=True),
        from_rate=Min("rates__monthly_net"),
    )


def cities() -> list[str]:
    """Cities with a listed facility, in alphabetical order."""
    return list(Facility.objects.filter(is_listed=True).order_by("city").values_list("city", flat=True).distinct())


def offered_patterns() -> QuerySet[ShiftPattern]:
    """Shifts people can choose from, with their hours."""
    return ShiftPattern.objects.filter(is_offered=True).prefetch_related("spans")


def packages() -> QuerySet[Package]:
    return Package.objects.prefetch_related("inclusions")
