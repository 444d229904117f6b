"""The time zone that hours follow, as far as it is resolved."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings

from facilities.clocks import FollowedZone
from facilities.models import Facility
from kernel.period import add_months, day_in


def resolved_until(*, now: datetime) -> date:
    """The first of a month up to which hours that follow another zone are worked out date by date."""
    return add_months(day_in("UTC", now).replace(day=1), settings.TIME_ZONE_HORIZON_MONTHS + 1)


def followed_zone(zone: str, *, facility: Facility, start: date, now: datetime) -> FollowedZone | None:
    """The time zone that the hours of a lease from ``start`` on would follow; ``None`` for the facility's own.

    :param zone: an IANA name, or ``""`` for the facility's.
    """
    if zone in {"", facility.time_zone}:
        return None
    return FollowedZone(zone, start, resolved_until(now=now))
