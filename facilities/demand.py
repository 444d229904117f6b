"""A demand on the occupancy of a facility: a seat for a shift on days, for whom, in whose time zone."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from accounts.models import Client
from facilities.clocks import FollowedZone
from facilities.conflicts import NEWCOMER
from facilities.models import Facility, ShiftPattern
from kernel.period import Period
from kernel.week import Slot


@dataclass(frozen=True, slots=True)
class Demand:
    """A seat wanted for ``pattern`` on every one of the service ``days``.

    ``client`` is whose own seats need no hand-over buffer, ``None`` for a newcomer. ``zone`` is the time zone that the
    hours follow, ``None`` for the facility's.
    """

    pattern: ShiftPattern
    days: Period
    client: Client | None = None
    zone: FollowedZone | None = None

    @property
    def taker(self) -> Hashable:
        """The client who asks, as :mod:`facilities.conflicts` tells clients apart."""
        return NEWCOMER if self.client is None else self.client.pk

    def slots(self, facility: Facility) -> tuple[Slot, ...]:
        """Return what it takes of a facility's calendar."""
        return self.pattern.slots(facility, self.days, self.zone)
