"""The places of a company on the waitlist, and what it was offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from bookings.enums import BookingState, WaitlistState
from bookings.models import WaitlistEntry
from bookings.queries.waitlist import positions


@dataclass(frozen=True, slots=True)
class Place:
    """``position`` is 1 for who is next, missing once seats were offered; ``is_offered`` while these are kept."""

    entry: WaitlistEntry
    position: int | None
    is_offered: bool


def places(entries: QuerySet[WaitlistEntry], *, now: datetime) -> Sequence[Place]:
    """The places somebody still hopes for, oldest first; the clock may not have seen yet that an offer is over."""
    held = Q(booking__state=BookingState.HELD, booking__hold_expires_at__gt=now)
    found = list(entries.filter(Q(state=WaitlistState.WAITING) | Q(state=WaitlistState.OFFERED) & held))
    ahead = positions(found) if found else {}
    return [Place(entry, ahead.get(entry.pk), entry.state == WaitlistState.OFFERED) for entry in found]
