"""Write a change to a live lease down, mark its charges as changed, and tell the client."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.actors import Actor
from bookings import notifications
from bookings.enums import AmendmentKind
from bookings.models import Amendment, Booking
from bookings.operations.states import save_and_log


def amended(
    booking: Booking,
    kind: AmendmentKind,
    effective_on: date,
    details: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
    changes_charges: bool = True,
) -> Booking:
    """Keep the amendment of a locked booking; its charges count as changed from ``effective_on``, where they may be."""
    changed = {"charges_changed_from": min(booking.charges_changed_from or effective_on, effective_on)}
    Amendment.objects.create(
        booking=booking, kind=kind, effective_on=effective_on, details=details, made_at=now, made_by=actor.user
    )
    save_and_log(
        booking,
        actor=actor,
        now=now,
        verb=f"bookings.amended.{kind}",
        details={"effective_on": effective_on, **details},
        **(changed if changes_charges else {}),
    )
    notifications.amended(booking, kind=kind, effective_on=effective_on, details=details, now=now)
    return booking
