"""Seats come to a lease, go from it, and move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from bookings import errors
from bookings.changes.policy import require_day, require_open
from bookings.changes.replay import plan
from bookings.enums import AmendmentKind, Authority
from bookings.lease import Entry, Lease, NewSeat


@dataclass(frozen=True, slots=True)
class AddSeats:
    """Seats more from a day on, until the lease ends, at the rate agreed for it then.

    :param workstations: which; else ``seats`` is how many, and the choice is left to us.
    """

    effective_on: date
    workstations: tuple[UUID, ...] = ()
    seats: int = 0

    @property
    def count(self) -> int:
        return len(set(self.workstations)) or self.seats


@dataclass(frozen=True, slots=True)
class RemoveSeats:
    """Seats given back from a day on: ``workstations`` are where they are on that day."""

    effective_on: date
    workstations: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class MoveSeats:
    """From a day on, seats go on elsewhere in the facility, until they would have ended anyway; they may trade places.

    :param moves: from workstation to workstation; ``None`` leaves the choice to us, the nearest free seat.
    :param reason: for the client; staff must give one.
    """

    effective_on: date
    moves: Mapping[UUID, UUID | None]
    reason: str = ""


def add_seats(lease: Lease, change: AddSeats, by: Authority, today: date) -> Lease:
    """:raises TooFewSeats, WrongState, OutsideTheLease, TooFarAhead:"""
    day = change.effective_on
    require_addition(lease, change, by, today)
    if not change.workstations:
        raise ValueError("choose the seats first")
    setup = lease.terms_on(day).setup_rate
    entry = Entry(
        number=lease.last_number + 1,
        kind=AmendmentKind.ADD_SEATS,
        effective_on=day,
        asked_as=by,
        begins=tuple(_new(lease, seat, setup=setup) for seat in sorted(set(change.workstations))),
    )
    return plan(lease, entry, by, today)


def remove_seats(lease: Lease, change: RemoveSeats, by: Authority, today: date) -> Lease:
    """:raises WrongState, OutsideTheLease, TooFarAhead, NotThisBookingsSeats, BelowCommitment:"""
    require_open(lease, AmendmentKind.REMOVE_SEATS)
    require_day(lease, change.effective_on, by, today)
    lines = _lines(lease, set(change.workstations), change.effective_on)
    entry = Entry(
        number=lease.last_number + 1,
        kind=AmendmentKind.REMOVE_SEATS,
        effective_on=change.effective_on,
        asked_as=by,
        ends=tuple(sorted(lines.values())),
    )
    return plan(lease, entry, by, today)


def move_seats(lease: Lease, change: MoveSeats, by: Authority, today: date) -> Lease:
    """:raises ReasonMissing, NothingToMove, MoveTargetsConflict, WrongState, OutsideTheLease, TooFarAhead:
    :raises NotThisBookingsSeats:"""
    require_move(lease, change, by, today)
    lines = _lines(lease, set(change.moves), change.effective_on)
    targets = {seat: to for seat, to in change.moves.items() if to is not None}
    if len(targets) != len(change.moves):
        raise ValueError("choose the seats first")
    entry = Entry(
        number=lease.last_number + 1,
        kind=AmendmentKind.MOVE_SEATS,
        effective_on=change.effective_on,
        asked_as=by,
        begins=tuple(_new(lease, to, line=lines[seat]) for seat, to in sorted(targets.items())),
        ends=tuple(sorted(lines.values())),
        reason=change.reason.strip(),
    )
    return plan(lease, entry, by, today)


def require_addition(lease: Lease, change: AddSeats, by: Authority, today: date) -> None:
    """Refuse what can be refused before more seats are chosen; raises as :func:`add_seats` does."""
    require_open(lease, AmendmentKind.ADD_SEATS)
    require_day(lease, change.effective_on, by, today)
    if not change.count:
        raise errors.TooFewSeats(minimum=1)


def require_move(lease: Lease, change: MoveSeats, by: Authority, today: date) -> None:
    """Refuse what can be refused before a move's targets are chosen; raises as :func:`move_seats` does."""
    if by == Authority.STAFF and not change.reason.strip():
        raise errors.ReasonMissing
    if not change.moves:
        raise errors.NothingToMove
    targets = Counter(to for to in change.moves.values() if to is not None)
    staying = {seat for seat, to in change.moves.items() if seat == to}
    wrong = staying | {to for to, count in targets.items() if count > 1}
    if wrong:
        raise errors.MoveTargetsConflict(seats=lease.named(wrong))
    require_open(lease, AmendmentKind.MOVE_SEATS)
    require_day(lease, change.effective_on, by, today)
    _lines(lease, set(change.moves), change.effective_on)


def _new(lease: Lease, workstation: UUID, *, line: UUID | None = None, setup: Decimal = Decimal(0)) -> NewSeat:
    own = lease.new_id(workstation)
    return NewSeat(own, workstation, line or own, setup)


def _lines(lease: Lease, workstations: Iterable[UUID], day: date) -> dict[UUID, UUID]:
    """The line of each workstation that the lease has on the day.

    :raises NotThisBookingsSeats: unless it has all of them, and there are some.
    """
    wanted = set(workstations)
    found = {seat.workstation: seat.line for seat in lease.on(day) if seat.workstation in wanted}
    if not found or len(found) != len(wanted):
        raise errors.NotThisBookingsSeats
    return found
