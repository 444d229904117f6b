"""The users of a seat and their days: for our own people, who may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Client
from facilities.enums import Purpose
from facilities.models import Occupancy, Workstation
from kernel.period import ONE_DAY, Period, day_in


@dataclass(frozen=True, slots=True)
class SeatUse:
    """A use of a seat: a hold or a lease of ``client``, or a closure with its ``reason``.

    ``claim`` is the public id of the booking or the closure; ``days`` are those on which it begins and ends, the
    morning after the last night included.
    """

    claim: UUID
    purpose: Purpose
    client: Client | None
    days: Period
    reason: str


def taken(workstation: Workstation, *, now: datetime) -> Sequence[SeatUse]:
    """Return what takes a seat now and later, first come first; one query."""
    # In some time zone it is still yesterday.
    rows = (
        Occupancy.objects.taking(now)
        .filter(workstation=workstation)
        .during(Period(day_in("UTC", now) - ONE_DAY))
        .select_related("client")
        .order_by("days", "pk")
    )
    found: dict[UUID, SeatUse] = {}
    for row in rows:
        known = found.get(row.claim)
        days = row.days
        if known is not None:
            end = None if None in {known.days.end, days.end} else max(known.days.end, days.end)
            days = Period(min(known.days.start, days.start), end)
        found[row.claim] = SeatUse(row.claim, Purpose(row.purpose), row.client, days, row.reason)
    return list(found.values())
