"""The catalogue on offer, for people who look around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet

from facilities.enums import WorkstationState
from facilities.models import Facility, Inclusion, Package, ShiftPattern
from kernel.period import day_in


def listed_facilities() -> QuerySet[Facility]:
    """Facilities the public may find, with ``seats`` (how many are let) and ``from_rate`` (the lowest list price)."""
    return Facility.objects.filter(is_listed=True).annotate(
        seats=Count("workstations", filter=Q(workstations__state=WorkstationState.IN_SERVICE), distinct=True),
        from_rate=Min("rates__monthly_net"),
    )


def time_zones_by_city() -> dict[str, set[str]]:
    """The cities with a listed facility, in alphabetical order, each with the time zones of these."""
    found: dict[str, set[str]] = {}
    listed = Facility.objects.filter(is_listed=True).order_by("city")
    for city, zone in listed.values_list("city", "time_zone").distinct():
        found.setdefault(city, set()).add(zone)
    return found


def cities() -> list[str]:
    """Cities with a listed facility, in alphabetical order."""
    return list(time_zones_by_city())


def first_today(now: datetime, *, city: str = "") -> date:
    """Return the day it is in the listed facilities, of a city where that is told: the earliest, where it is two."""
    zones = time_zones_by_city()
    return earliest_day(now, zones.get(city, set()) if city else set().union(*zones.values()))


def earliest_day(now: datetime, zones: Iterable[str]) -> date:
    """Return the day it is where, of some time zones, it is earliest; UTC's where there are none."""
    return min((day_in(zone, now) for zone in zones), default=day_in("UTC", now))


def local_days(now: datetime) -> Iterator[tuple[str, date]]:
    """Yield each time zone with a facility, and the day it is there."""
    for zone in Facility.objects.order_by().values_list("time_zone", flat=True).distinct():
        yield zone, day_in(zone, now)


def offered_patterns() -> QuerySet[ShiftPattern]:
    """Shifts people can choose from, with their hours."""
    return ShiftPattern.objects.filter(is_offered=True).prefetch_related("spans")


def packages() -> QuerySet[Package]:
    return Package.objects.prefetch_related("inclusions")


def inclusions_by_key() -> dict[str, Inclusion]:
    """Return everything a package or a facility may have, by the key that people and programs ask for it with."""
    return {inclusion.key: inclusion for inclusion in Inclusion.objects.all()}
