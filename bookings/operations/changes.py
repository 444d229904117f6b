"""Change a lease: show what a change brings about, and do exactly that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple, assert_never
from uuid import UUID

from django.db import transaction
from django.utils import dateformat

from accounts.actors import Actor
from accounts.capabilities import Capability
from bookings import errors
from bookings.access import authority_of, require_for
from bookings.changes import (
    AddSeats,
    Change,
    GiveNotice,
    MoveSeats,
    Preview,
    RemoveSeats,
    Terminate,
    WithdrawChange,
    WithdrawNotice,
    apply,
)
from bookings.changes.seats import require_addition, require_move
from bookings.enums import AmendmentKind, Authority
from bookings.lease import Lease
from bookings.models import Amendment, Booking
from bookings.operations.amendments import begin_due, write
from bookings.operations.seats import MOST_ROUNDS, lock_seats_of, lost, release_expired, take_any, take_named
from bookings.operations.states import locked
from bookings.queries.lease import load
from bookings.queries.seats import choice_beside, vacant_seats
from bookings.queries.targets import days_from, free_targets, nearest, seats_from
from facilities import errors as facilities
from facilities.enums import WorkstationState
from facilities.models import Workstation
from facilities.operations import lock_workstations
from facilities.queries.conflicts import first_conflict
from kernel.period import Period
from kernel.refusal import Refusal

IN_THE_WAY = (facilities.SeatTaken, facilities.BufferNeeded, facilities.RoomExclusive)


class Acceptance(NamedTuple):
    """The digest of the preview that somebody accepted, and what was shown, for people to read."""

    digest: str
    shown: Mapping[str, Any]


Accept = Callable[[Preview], Acceptance]


def preview(*, booking: Booking, change: Change, actor: Actor, now: datetime) -> Preview:
    """Return what a change would bring about, were it made now. Nothing is locked or written.

    Seats left to us are chosen, and its ``change`` names them.

    :raises Refusal: what :func:`change` would raise.
    """
    _require_may(actor, booking, change)
    looked = _looked(booking)
    today, by = looked.facility.today(now), authority_of(actor)
    lease = load(looked, also=_workstations(change))
    chosen = _chosen(looked, lease, change, by=by, today=today, now=now)
    found = _preview(looked, chosen, by=by, today=today)
    _require_free(looked, found, now=now)
    return found


def change(*, booking: Booking, change: Change, actor: Actor, now: datetime, accept: Accept | None = None) -> Amendment:
    """Make a change to a lease, on its day or planned until then; all of it, or nothing.

    :param accept: is called with the preview of what is about to be written, once everything is locked; it says what
        is kept as accepted, or raises. It may be called more than once, for rivals, so it writes nothing.
    :raises NotAllowed: unless the actor may; only staff terminate.
    :raises Refusal: those of `bookings.changes.apply`.
    :raises SeatsTaken, NoneLeft, NotEnoughSeats, BufferNeeded, RoomExclusive, SeatsUnknown: for seats it needs.
    :raises SeatsSoldOn, ChangeStands: when seats that would come back were promised to somebody else.
    """
    _require_may(actor, booking, change)
    looked = _looked(booking)
    today, by = looked.facility.today(now), authority_of(actor)

    def make(named: Change) -> Amendment:
        fresh = locked(booking)
        found = _preview(fresh, named, by=by, today=today)
        accepted = accept(found) if accept else Acceptance(found.digest, found.as_json())
        return write(fresh, found, digest=accepted.digest, shown=accepted.shown, actor=actor, today=today, now=now)

    with transaction.atomic():
        match change:
            case AddSeats():
                return _add(looked, change, make, by=by, today=today, now=now)
            case MoveSeats():
                return _move(looked, change, make, by=by, today=today, now=now)
            case RemoveSeats() | GiveNotice() | Terminate():
                lock_seats_of(looked)
                return make(change)
            case WithdrawNotice() | WithdrawChange():
                lock_seats_of(looked)
                return _withdraw(looked, change, make)
            case _:
                assert_never(change)


@transaction.atomic
def begin_changes(*, booking: Booking, now: datetime) -> int:
    """Planned changes whose day has come are in force; returns how many. Their seats have been kept all along."""
    fresh = locked(booking)
    return begin_due(fresh, today=fresh.facility.today(now), now=now)


def _require_may(actor: Actor, booking: Booking, change: Change) -> None:
    """:raises NotAllowed:"""
    require_for(actor, Capability.END_LEASES if isinstance(change, Terminate) else Capability.CHANGE_LEASES, booking)


def _looked(booking: Booking) -> Booking:
    return Booking.objects.select_related("client", "facility", "package", "pattern").get(pk=booking.pk)


def _preview(booking: Booking, change: Change, *, by: Authority, today: date) -> Preview:
    """The change of the lease as it is in the database now."""
    lease = load(booking, also=_workstations(change))
    return Preview(change, lease, apply(lease, change, by, today))


def _workstations(change: Change) -> set[UUID]:
    """Seats that a change names."""
    if isinstance(change, AddSeats | RemoveSeats):
        return set(change.workstations)
    if isinstance(change, MoveSeats):
        return set(change.moves) | {to for to in change.moves.values() if to is not None}
    return set()


# --- Seats that come -------------------------------------------------------------------------------------------


def _add(
    looked: Booking, change: AddSeats, make: Callable[[Change], Amendment], *, by: Authority, today: date, now: datetime
) -> Amendment:
    lease = load(looked)
    require_addition(lease, change, by, today)
    demand = looked.demand(Period(change.effective_on, lease.days.end))

    def take(seats: list[Workstation]) -> Amendment:
        return make(replace(change, workstations=tuple(seat.pk for seat in seats)))

    if change.workstations:
        return take_named(demand, facility=looked.facility, ids=change.workstations, now=now, take=take)
    return take_any(
        demand,
        facility=looked.facility,
        seats=change.seats,
        now=now,
        take=take,
        choose=choice_beside(looked, change.effective_on),
    )


def _move(
    looked: Booking,
    change: MoveSeats,
    make: Callable[[Change], Amendment],
    *,
    by: Authority,
    today: date,
    now: datetime,
) -> Amendment:
    for _ in range(MOST_ROUNDS):
        # Our choice, and what the lease has, may be others the next time.
        lease = load(looked, also=_workstations(change))
        named = _chosen(looked, lease, change, by=by, today=today, now=now)
        assert isinstance(named, MoveSeats)
        targets = [to for to in named.moves.values() if to is not None]
        try:
            with transaction.atomic():
                _lock_targets(looked, targets, also=named.moves, now=now)
                return make(named)
        except IN_THE_WAY as refusal:
            # A rival was faster. Where we chose, the next look sees it.
            gone = _gone(looked, change, now)
            if gone is not None or None not in change.moves.values():
                raise (gone or refusal) from refusal
    raise errors.NotEnoughSeats(asked=len(change.moves), free=0)


def _lock_targets(booking: Booking, targets: list[UUID], *, also: Iterable[UUID], now: datetime) -> None:
    """:raises SeatsUnknown: when one is not let in this facility."""
    seats = {seat.pk: seat for seat in lock_workstations(facility=booking.facility, ids={*also, *targets})}
    found = [seats[pk] for pk in targets if pk in seats]
    if len(found) != len(targets) or any(seat.state != WorkstationState.IN_SERVICE for seat in found):
        raise facilities.SeatsUnknown
    release_expired(found, now)


def _withdraw(looked: Booking, change: Change, make: Callable[[Change], Amendment]) -> Amendment:
    try:
        with transaction.atomic():
            return make(change)
    except IN_THE_WAY as refusal:
        raise _promised(looked, change) from refusal


def _promised(booking: Booking, change: Change) -> Refusal:
    """Return the refusal for somebody whose seats would come back, and can't."""
    if isinstance(change, WithdrawChange):
        planned = booking.amendments.filter(number=change.number).exclude(kind=AmendmentKind.NOTICE).first()
        if planned is not None:
            return errors.ChangeStands(day=dateformat.format(planned.effective_on, "j M Y"))
    return errors.SeatsSoldOn(day=dateformat.format(booking.days.end, "j M Y"))


# --- Before it is done -----------------------------------------------------------------------------------------


def _chosen(booking: Booking, lease: Lease, change: Change, *, by: Authority, today: date, now: datetime) -> Change:
    """The change with every seat named; policy is asked first, so that nobody looks for seats in vain.

    :raises NotEnoughSeats: when fewer are free than are left to us.
    """
    if isinstance(change, AddSeats) and not change.workstations:
        require_addition(lease, change, by, today)
        demand = booking.demand(Period(change.effective_on, lease.days.end))
        free_seats = vacant_seats(demand, facility=booking.facility, now=now)
        choice = choice_beside(booking, change.effective_on)(free_seats, change.seats)
        if choice is None:
            raise errors.NotEnoughSeats(asked=change.seats, free=len(free_seats))
        return replace(change, workstations=tuple(choice.workstations))
    if isinstance(change, MoveSeats):
        require_move(lease, change, by, today)
        rows = [row for row in seats_from(booking, change.effective_on) if change.moves.get(row.workstation_id) is None]
        open_ones = [row for row in rows if row.workstation_id in change.moves]
        if open_ones:
            named = {seat: to for seat, to in change.moves.items() if to is not None}
            free = free_targets(booking, moving=open_ones, effective_on=change.effective_on, now=now)
            found = nearest([row.workstation for row in open_ones], free, but={*named.values(), *change.moves})
            if len(found) != len(open_ones):
                raise errors.NotEnoughSeats(asked=len(open_ones), free=len(found))
            return replace(change, moves={**named, **{seat: target.pk for seat, target in found.items()}})
    return change


def _require_free(booking: Booking, found: Preview, *, now: datetime) -> None:
    """Refuse, as far as a look can tell, what the database would refuse.

    :raises SeatsTaken, NoneLeft, SeatsUnknown, SeatsSoldOn, ChangeStands:
    """
    change = found.change
    gone: Refusal | None = None
    if isinstance(change, AddSeats):
        _require_let(booking, change.workstations)
        demand = booking.demand(Period(change.effective_on, found.before.days.end))
        gone = lost(demand, facility=booking.facility, ids=change.workstations, now=now)
    elif isinstance(change, MoveSeats):
        _require_let(booking, [to for to in change.moves.values() if to is not None])
        gone = _gone(booking, change, now)
    elif isinstance(change, WithdrawChange | WithdrawNotice) and _is_promised(booking, found, now):
        gone = _promised(booking, change)
    if gone is not None:
        raise gone


def _require_let(booking: Booking, ids: Iterable[UUID]) -> None:
    """:raises SeatsUnknown: when one is not let in this facility."""
    rentable = Workstation.objects.filter(facility=booking.facility, state=WorkstationState.IN_SERVICE, pk__in=set(ids))
    if rentable.count() != len(set(ids)):
        raise facilities.SeatsUnknown


def _gone(booking: Booking, change: MoveSeats, now: datetime) -> Refusal | None:
    """Return the refusal about the seats that were named and are not free."""
    named = [to for to in change.moves.values() if to is not None and to not in change.moves]
    if not named:
        return None
    rows = [row for row in seats_from(booking, change.effective_on) if row.workstation_id in change.moves]
    if len(rows) != len(change.moves):
        return errors.NotThisBookingsSeats()
    demand = booking.demand(days_from(rows, change.effective_on))
    return lost(demand, facility=booking.facility, ids=named, now=now)


def _is_promised(booking: Booking, found: Preview, now: datetime) -> bool:
    """Return whether somebody else has seats, on the days that they would come back for."""
    before = {seat.id: seat.days for seat in found.before.seats}
    leaving = {seat.workstation for seat in found.ends}
    back: defaultdict[Period, list[UUID]] = defaultdict(list)
    for seat in found.begins:
        had = before.get(seat.id)
        assert seat.days is not None, "it has days after the change"
        # Where the lease itself sits on the seat it comes back to, it leaves it by the same change.
        if seat.workstation not in leaving:
            start = had.end if had is not None and had.end is not None else seat.days.start
            back[Period(start, seat.days.end)].append(seat.workstation)
    return any(
        first_conflict(
            Workstation.objects.filter(pk__in=seats), slots=booking.slots(days), taker=booking.client_id, now=now
        )
        for days, seats in back.items()
    )
