"""The work of the timetable: which bookings are due for what."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet

from bookings.enums import RUNNING, BookingState
from bookings.models import Amendment, Booking
from facilities.queries.catalogue import local_days
from facilities.queries.clocks import resolved_until
from kernel.period import ONE_DAY, day_in


def expired_holds(*, now: datetime) -> QuerySet[Booking]:
    """Holds whose time is up, oldest first."""
    return Booking.objects.expired_holds(now).order_by("hold_expires_at")


def leases_to_begin(*, now: datetime) -> QuerySet[Booking]:
    """Confirmed leases whose first day has come where they are."""
    come = Q(pk__in=[])
    for zone, today in local_days(now):
        come |= Q(facility__time_zone=zone, days__startswith__lte=today)
    return Booking.objects.filter(come, state=BookingState.CONFIRMED).select_related("facility")


def changes_to_begin(*, now: datetime) -> QuerySet[Booking]:
    """Bookings with a planned change whose day has come where they are."""
    come = Q(pk__in=[])
    for zone, today in local_days(now):
        come |= Q(booking__facility__time_zone=zone, effective_on__lte=today)
    due = Amendment.objects.scheduled().filter(come).order_by()
    return Booking.objects.filter(pk__in=due.values("booking")).select_related("facility").order_by("pk")


def leases_to_end(*, now: datetime) -> QuerySet[Booking]:
    """Running leases whose last day is over where they are."""
    over = Q(pk__in=[])
    for zone, today in local_days(now):
        over |= Q(facility__time_zone=zone, days__endswith__lte=today)
    return Booking.objects.filter(over, state__in=RUNNING).select_related("facility")


def hours_to_resolve(*, now: datetime) -> QuerySet[Booking]:
    """Leases that follow another time zone and go on where their hours are not worked out date by date yet."""
    goes_on = Q(days__endswith__isnull=True) | Q(days__endswith__gt=F("hours_resolved_until"))
    return Booking.objects.filter(
        goes_on, state__in=[*RUNNING, BookingState.CONFIRMED], hours_resolved_until__lt=resolved_until(now=now)
    ).order_by("pk")


def following_a_zone() -> QuerySet[Booking]:
    """Leases whose hours follow another zone than the facility's; the rule decides whose change comes near."""
    return (
        Booking.objects.filter(state__in=[*RUNNING, BookingState.CONFIRMED])
        .exclude(time_zone="")
        .select_related("facility", "client", "pattern", "package")
        .order_by("pk")
    )


def renewals_near(*, now: datetime) -> QuerySet[Booking]:
    """Active leases that renew by themselves and are old enough for a reminder; the rule decides which is due."""
    return Booking.objects.filter(
        state=BookingState.ACTIVE, auto_renews=True, days__startswith__lte=day_in("UTC", now) + ONE_DAY
    ).select_related("facility", "client", "pattern", "package")
