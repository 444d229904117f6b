"""Notice of a lease: from when on it can end, and what its last month comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.actors import Actor
from bookings import operations
from bookings.changes import GiveNotice
from bookings.changes.notice import earliest_last_day
from bookings.models import Booking
from bookings.queries.lease import load
from portal.pages.resizing import today_at


@dataclass(frozen=True, slots=True)
class Leaving:
    """The effect of notice to ``last_day``: ``last_month_net`` is what its month still comes to, in ``currency``."""

    earliest: date
    last_day: date
    notice_days: int
    last_month: date
    last_month_net: Decimal
    currency: str


def earliest(booking: Booking, now: datetime) -> date:
    """The earliest last day that notice given now can bring about."""
    return earliest_last_day(load(booking), today_at(booking, now))


def leaving(booking: Booking, *, actor: Actor, now: datetime, last_day: date | None = None) -> Leaving:
    """What ends when; without a ``last_day``, on the earliest.

    :raises Refusal: when no notice can be given.
    """
    shown = operations.preview(booking=booking, change=GiveNotice(last_day), actor=actor, now=now)
    last = shown.entry.last_day
    assert last is not None, "notice has a last day"
    return Leaving(
        earliest=earliest(booking, now),
        last_day=last,
        notice_days=shown.before.terms_on(last).notice_days,
        last_month=last.replace(day=1),
        last_month_net=shown.after.month_net(last),
        currency=shown.currency,
    )
