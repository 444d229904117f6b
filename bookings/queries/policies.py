"""The policy of a facility on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from bookings.models import BookingPolicy
from facilities.models import Facility


def policy_on(day: date, facility: Facility | None) -> BookingPolicy:
    """Return what holds on ``day`` at ``facility``: its own policy, or the one of all, or the defaults.

    :param facility: ``None`` for what is asked of no facility in particular.
    """
    rows = BookingPolicy.objects.filter(Q(facility=facility) | Q(facility=None), effective_from__lte=day)
    return rows.order_by(F("facility_id").asc(nulls_last=True), "-effective_from").first() or BookingPolicy()
