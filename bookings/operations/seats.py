"""Get seats for a booking: lock, clear what has expired, choose, take."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.actors import SYSTEM
from bookings import notifications
from bookings.enums import AmendmentState, BookingState
from bookings.errors import NoneLeft, NoneLeftAfterChange, NotEnoughSeats, SeatsTaken, TakenAfterChange
from bookings.models import Booking
from bookings.operations.states import move
from bookings.queries.changes import change_that_brings
from bookings.queries.seats import nearest_free, vacant_seats
from facilities import errors as facilities
from facilities.demand import Demand
from facilities.enums import WorkstationState
from facilities.models import Facility, Occupancy, Workstation
from facilities.operations import lock_workstations, release
from facilities.seat_choice import Choice, FreeSeat, choose

T = TypeVar("T")

# After so many rounds a crowd that wants the same few seats is told "sold out"; that is true long before.
MOST_ROUNDS = 25


class _Busy(Exception):
    """Some of the seats chosen are locked by somebody else just now."""

    def __init__(self, ids: Collection[UUID]) -> None:
        self.ids = ids


def take_named(
    demand: Demand,
    *,
    facility: Facility,
    ids: Sequence[UUID],
    now: datetime,
    take: Callable[[list[Workstation]], T],
) -> T:
    """Lock the seats asked for by name and ``take`` them.

    :raises SeatsUnknown: when one is not let in this facility.
    :raises SeatsTaken: naming those lost and the nearest free ones; :class:`NoneLeft` when there are none. Where only
        a change of clocks brings them into conflict, :class:`TakenAfterChange` says when.
    :raises BufferNeeded, RoomExclusive: as the database says.
    """
    try:
        with transaction.atomic():
            seats = lock_workstations(facility=facility, ids=ids)
            if len(seats) != len(set(ids)) or any(seat.state != WorkstationState.IN_SERVICE for seat in seats):
                raise facilities.SeatsUnknown
            release_expired(seats, now)
            return take(seats)
    except (facilities.SeatTaken, facilities.BufferNeeded) as refusal:
        if isinstance(refusal, facilities.BufferNeeded) and demand.zone is None:
            raise
        raise (lost(demand, facility=facility, ids=ids, now=now) or refusal) from refusal


def take_any(
    demand: Demand,
    *,
    facility: Facility,
    seats: int,
    now: datetime,
    take: Callable[[list[Workstation]], T],
    choose: Callable[[Iterable[FreeSeat], int], Choice | None] = choose,
) -> T:
    """Choose ``seats`` free seats, lock and ``take`` them; chooses again while rivals are faster.

    Each round runs in a savepoint of its own: giving it up gives its locks back, so locks are always taken in one
    order. Seats that are locked are passed over first; before saying "sold out" one round waits for them.

    :raises NotEnoughSeats: when fewer are free.
    """
    busy: set[UUID] = set()
    wait = False
    for _ in range(MOST_ROUNDS):
        free_seats = vacant_seats(demand, facility=facility, now=now)
        choice = choose((free_seat for free_seat in free_seats if free_seat.id not in busy), seats)
        if choice is None:
            if not busy:
                raise NotEnoughSeats(asked=seats, free=len(free_seats))
            busy.clear()
            wait = True
            continue
        try:
            with transaction.atomic():
                locked = lock_workstations(facility=facility, ids=choice.workstations, skip_locked=not wait)
                _require_all(choice.workstations, locked)
                release_expired(locked, now)
                return take(locked)
        except _Busy as missed:
            busy |= set(missed.ids)
        except (facilities.SeatTaken, facilities.BufferNeeded, facilities.RoomExclusive):
            # A rival committed between our look and our lock; the next look sees it.
            continue
    raise NotEnoughSeats(asked=seats, free=0)


def _require_all(wanted: Collection[UUID], locked: Sequence[Workstation]) -> None:
    """:raises _Busy: naming those that somebody else is busy with."""
    if missing := set(wanted) - {seat.pk for seat in locked}:
        raise _Busy(missing)


def lock_seats_of(booking: Booking) -> None:
    """Lock the seats of a booking, before it is locked itself: whoever changes what is taken waits for rivals here,
    where nobody deadlocks. Seats that only a planned change would bring are among them: others may bring them back."""
    kept = Q(days__isnull=False) | Q(amended__amendment__state=AmendmentState.SCHEDULED)
    ids = set(booking.allocations.filter(kept).values_list("workstation", flat=True))
    lock_workstations(facility=booking.facility, ids=ids)


def release_expired(seats: Sequence[Workstation], now: datetime) -> None:
    """Expire, each as a whole, the holds whose time is up and that still stand on ``seats``, or anywhere in a room of
    theirs that is let to one company."""
    suites = [seat.room_id for seat in seats if seat.room.is_exclusive]
    claims = (
        Occupancy.objects.unreleased()
        .filter(Q(workstation__in=seats) | Q(room__in=suites), expires_at__lte=now)
        .order_by()
        .values_list("claim", flat=True)
        .distinct()
    )
    expired = (
        Booking.objects.expired_holds(now)
        .filter(pk__in=list(claims))
        .select_related("client", "facility", "pattern", "package")
        .order_by("pk")
        .select_for_update(no_key=True, of=("self",))
    )
    for booking in expired:
        expire(booking, now)


def expire(booking: Booking, now: datetime) -> None:
    """The end of a locked hold whose time is up; the client is told."""
    release(claim=booking.pk, now=now)
    move(booking, BookingState.EXPIRED, actor=SYSTEM, now=now, verb="bookings.expired")
    notifications.hold_expired(booking, now=now)


def lost(demand: Demand, *, facility: Facility, ids: Sequence[UUID], now: datetime) -> SeatsTaken | NoneLeft | None:
    """Return the refusal for somebody whose seats are gone; ``None`` when all of them look free again."""
    wanted = list(Workstation.objects.filter(pk__in=ids).select_related("room").order_by("code"))
    free_seats = vacant_seats(demand, facility=facility, now=now)
    free = {free_seat.id for free_seat in free_seats}
    gone = [seat for seat in wanted if seat.pk not in free]
    if not gone:
        return None
    codes = [seat.code for seat in gone]
    others = nearest_free(gone, [free_seat for free_seat in free_seats if free_seat.id not in set(ids)])
    change = change_that_brings(gone, demand, facility=facility, now=now)
    if not others:
        return NoneLeftAfterChange(seats=codes, **change) if change else NoneLeft(seats=codes)
    alternative = {
        "alternative": [free_seat.code for free_seat in others],
        "alternative_ids": [str(free_seat.id) for free_seat in others],
    }
    if change:
        return TakenAfterChange(seats=codes, **change, **alternative)
    return SeatsTaken(seats=codes, **alternative)
