"""Policy for changes: in which states a lease may be changed, and from which day on."""

from __future__ import annotations

from datetime import date

from django.utils import dateformat

from bookings import errors, rules
from bookings.enums import MOVES, RUNNING, AmendmentKind, Authority, BookingState
from bookings.lease import Lease
from kernel.states import WrongState

CHANGEABLE = RUNNING | {BookingState.CONFIRMED}


def require_open(lease: Lease, kind: AmendmentKind) -> None:
    """:raises WrongState: unless the lease is agreed and not over."""
    if lease.state not in CHANGEABLE:
        raise WrongState(state=BookingState(lease.state).label, target=str(kind.label).lower())


def require_state(lease: Lease, to: BookingState, *, out_of: BookingState | None = None) -> None:
    """:raises WrongState: unless the lease may move to ``to``.

    :param out_of: the one state this change begins in, where others lead to ``to`` as well.
    """
    if to not in MOVES[lease.state] or (out_of is not None and lease.state != out_of):
        raise WrongState(state=BookingState(lease.state).label, target=to.label)


def require_day(lease: Lease, day: date, by: Authority, today: date) -> None:
    """:raises OutsideTheLease, TooFarAhead: for a wrong day; a client may not date a change back."""
    if day not in lease.days or (day < today and by == Authority.CLIENT):
        raise errors.OutsideTheLease
    require_near(day, today)


def require_near(day: date, today: date) -> None:
    """:raises TooFarAhead: for a day that nobody plans for, such as a year with a digit too many."""
    latest = rules.latest_change(today)
    if day > latest:
        raise errors.TooFarAhead(latest=dateformat.format(latest, "j M Y"))
