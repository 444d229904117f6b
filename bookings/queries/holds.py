"""The length of a hold: what is promised before it is made, and what it is made with."""

from __future__ import annotations

from accounts.models import Client
from facilities.models import Facility


def hold_hours(facility: Facility, client: Client | None) -> int:
    """Return for how many hours a hold in a facility keeps seats for a client, or for a newcomer."""
    return facility.hold_hours
