"""Our staff end a lease early, or for cause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bookings import errors
from bookings.changes.policy import require_near, require_state
from bookings.changes.replay import begin
from bookings.enums import AmendmentKind, Authority, BookingState
from bookings.lease import Entry, Lease
from kernel.period import ONE_DAY


@dataclass(frozen=True, slots=True)
class Terminate:
    """The lease ends with ``last_day`` (inclusive); the reason reaches the client.

    A termination is declared, not planned: the lease is terminated at once, and nothing takes that back. Changes
    planned for its last day or before are still made; later ones come to nothing.
    """

    last_day: date
    reason: str


def require_termination(lease: Lease) -> None:
    """:raises WrongState: unless the lease runs."""
    require_state(lease, BookingState.TERMINATED)


def terminate(lease: Lease, change: Terminate, by: Authority, today: date) -> Lease:
    """:raises ReasonMissing, WrongState, OutsideTheLease, TooFarAhead:"""
    if not change.reason.strip():
        raise errors.ReasonMissing
    require_termination(lease)
    if change.last_day not in lease.days or change.last_day < today - ONE_DAY:
        raise errors.OutsideTheLease
    require_near(change.last_day, today)
    entry = Entry(
        number=lease.last_number + 1,
        kind=AmendmentKind.TERMINATE,
        effective_on=change.last_day + ONE_DAY,
        asked_as=by,
        last_day=change.last_day,
        reason=change.reason.strip(),
    )
    still = tuple(each for each in lease.planned if each.effective_on < entry.effective_on)
    return begin(replace(lease, planned=still), entry, by)
