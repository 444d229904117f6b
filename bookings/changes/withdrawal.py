"""A planned change is not wanted any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bookings import errors
from bookings.changes.notice import withdraw_notice
from bookings.changes.replay import without
from bookings.enums import AmendmentKind, Authority
from bookings.lease import Entry, Lease


@dataclass(frozen=True, slots=True)
class WithdrawChange:
    """The lease is as if the planned change ``number`` had never been; the others stay."""

    number: int


def withdraw_change(lease: Lease, change: WithdrawChange, by: Authority, today: date) -> Lease:
    """:raises ChangeNotPlanned: when it has begun, was withdrawn, or never was.
    :raises BreaksAPlannedChange: naming another that is not possible without it."""
    entry = next((each for each in lease.planned if each.number == change.number), None)
    if entry is None:
        raise errors.ChangeNotPlanned
    if entry.kind == AmendmentKind.NOTICE:
        return withdraw_notice(lease, by, today)
    record = Entry(
        number=lease.last_number + 1,
        kind=AmendmentKind.WITHDRAW_CHANGE,
        effective_on=entry.effective_on,
        asked_as=by,
        withdraws=entry.number,
    )
    return without(lease, entry.number, record, by)
