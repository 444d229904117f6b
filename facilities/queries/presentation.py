"""The presentation of a facility on a day: its hours, holidays, photographs and certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from facilities.enums import CertificateKind
from facilities.models import Certificate, Facility, Holiday, OpeningHours, Photo, Room

# How far ahead clients read about holidays, and staff about certificates that run out.
HOLIDAYS_AHEAD = timedelta(days=92)
RUNS_OUT_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Presentation:
    """Everything there is to show. ``certificates`` are those valid on the day, and no others."""

    photos: Sequence[Photo]
    hours: Sequence[OpeningHours]
    holidays: Sequence[Holiday]
    certificates: Sequence[Certificate]
    rooms: Sequence[Room]


def presentation(facility: Facility, *, day: date) -> Presentation:
    """Return what clients may see on ``day``; five queries."""
    return Presentation(
        photos=list(facility.photos.all()),
        hours=[] if facility.is_always_open else list(facility.opening_hours.all()),
        holidays=list(facility.holidays.filter(day__gte=day, day__lt=day + HOLIDAYS_AHEAD)),
        certificates=list(shown_certificates(day=day).filter(facility=facility)),
        rooms=list(
            Room.objects.not_retired()
            .filter(floor__facility=facility)
            .select_related("floor")
            .order_by("floor__level", "name")
        ),
    )


def shown_photos() -> QuerySet[Photo]:
    """Pictures the public may see."""
    return Photo.objects.filter(facility__is_listed=True)


def shown_certificates(*, day: date) -> QuerySet[Certificate]:
    """Those valid on ``day``, of facilities the public may find; what has run out is proof of nothing."""
    return Certificate.objects.filter(facility__is_listed=True, days__contains=day)


def certificates_running_out(*, today: date) -> QuerySet[Certificate]:
    """Those that run out within 60 days or have done so, and that no later one of their kind takes over from, first
    come first."""
    soon = today + RUNS_OUT_WITHIN
    successor = Certificate.objects.filter(
        facility=OuterRef("facility"), kind=OuterRef("kind"), days__endswith__isnull=True
    ) | Certificate.objects.filter(
        facility=OuterRef("facility"), kind=OuterRef("kind"), days__endswith__gt=OuterRef("days__endswith")
    )
    return (
        Certificate.objects.filter(days__endswith__lte=soon)
        .exclude(Exists(successor.exclude(kind=CertificateKind.OTHER)))
        .select_related("facility")
        .order_by("days__endswith", "pk")
    )
