"""The client leaves, or stays after all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils import dateformat

from bookings import errors, rules
from bookings.changes.policy import require_near, require_state
from bookings.changes.replay import begin, plan, without
from bookings.enums import AmendmentKind, Authority, BookingState
from bookings.lease import Entry, Lease, Snapshot
from kernel.period import ONE_DAY, Period


@dataclass(frozen=True, slots=True)
class GiveNotice:
    """The lease ends with ``last_day`` (inclusive), by default the earliest possible."""

    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class WithdrawNotice:
    """The lease goes on as it was agreed before the notice, planned changes included."""


def earliest_last_day(lease: Lease, today: date) -> date:
    """The earliest last service day that notice given today can bring about."""
    end = rules.earliest_end(
        start=lease.start, months=lease.term_months, notice_days=lease.terms_on(today).notice_days, today=today
    )
    return end - ONE_DAY


def require_notice(lease: Lease) -> None:
    """:raises WrongState, EndsByItself: unless notice can be given at all."""
    require_state(lease, BookingState.NOTICE_GIVEN)
    if lease.days.last is not None:
        raise errors.EndsByItself(last_day=dateformat.format(lease.days.last, "j M Y"))


def give_notice(lease: Lease, change: GiveNotice, by: Authority, today: date) -> Lease:
    """:raises WrongState, EndsByItself, NoticeTooShort, OutsideTheLease, TooFarAhead:"""
    require_notice(lease)
    earliest = earliest_last_day(lease, today)
    last_day = change.last_day or earliest
    if last_day < earliest and by != Authority.STAFF:
        raise errors.NoticeTooShort(earliest=dateformat.format(earliest, "j M Y"))
    if last_day not in lease.days:
        raise errors.OutsideTheLease
    require_near(last_day, today)
    entry = Entry(
        number=lease.last_number + 1,
        kind=AmendmentKind.NOTICE,
        effective_on=last_day + ONE_DAY,
        asked_as=by,
        last_day=last_day,
    )
    return plan(lease, entry, by, today)


def require_notice_given(lease: Lease) -> None:
    """:raises WrongState: unless notice was given."""
    require_state(lease, BookingState.ACTIVE, out_of=BookingState.NOTICE_GIVEN)


def withdraw_notice(lease: Lease, by: Authority, today: date) -> Lease:
    """:raises WrongState, BreaksAPlannedChange:"""
    require_notice_given(lease)
    end = lease.days.end
    assert end is not None, "notice set an end"
    notice = next((each for each in lease.planned if each.kind == AmendmentKind.NOTICE), None)
    entry = Entry(
        number=lease.last_number + 1,
        kind=AmendmentKind.WITHDRAW_NOTICE,
        effective_on=end,
        asked_as=by,
        withdraws=None if notice is None else notice.number,
    )
    if notice is not None:
        return without(lease, notice.number, entry, by)
    # It has begun, or was given before the lease came here.
    return begin(replace(lease, begun=_going_on(lease)), entry, by)


def _going_on(lease: Lease) -> Snapshot:
    """Return what has begun, without its end: seats that ended with the lease go on."""
    begun = lease.begun
    days = rules.lease_days(start=begun.days.start, months=lease.term_months, auto_renews=lease.auto_renews)
    seats = tuple(
        replace(seat, days=Period(seat.days.start, days.end))
        if seat.days is not None and seat.days.end == begun.days.end and not seat.given_back
        else seat
        for seat in begun.seats
    )
    return Snapshot(BookingState.ACTIVE, days, seats)
