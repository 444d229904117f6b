"""What a company waits for: its places in line, and what was offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from bookings.enums import BookingState, WaitState
from bookings.models import Wait
from bookings.queries.waitlist import positions


@dataclass(frozen=True, slots=True)
class Place:
    """``position`` is 1 for who is next, missing once seats were offered; ``is_offered`` while these are kept."""

    wait: Wait
    position: int | None
    is_offered: bool


def places(waits: QuerySet[Wait], *, now: datetime) -> Sequence[Place]:
    """The places somebody still hopes for, oldest first; the clock may not have seen yet that an offer is over."""
    held = Q(booking__state=BookingState.HELD, booking__hold_expires_at__gt=now)
    found = list(waits.filter(Q(state=WaitState.WAITING) | Q(state=WaitState.OFFERED) & held))
    ahead = positions(found) if found else {}
    return [Place(wait, ahead.get(wait.pk), wait.state == WaitState.OFFERED) for wait in found]
