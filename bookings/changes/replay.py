"""Play accepted changes on a lease: what each begins and ends, in their order, and what that leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils import dateformat

from bookings import errors
from bookings.charges import DatedTerms
from bookings.enums import AmendmentKind, Authority, BookingState
from bookings.lease import Entry, Lease, NewSeat, Seat, Snapshot, terms_on
from kernel.period import Period
from kernel.refusal import Refusal

K = AmendmentKind


def advance(lease: Lease, today: date) -> Lease:
    """The lease on ``today``: planned changes whose day has come have begun. What is agreed stays the same."""
    due = [entry for entry in lease.planned if entry.effective_on <= today]
    if not due:
        return lease
    begun = lease.begun
    for entry in due:
        begun, _played = _play(begun, entry, lease.terms, is_asked_again=True, over=Authority.STAFF)
    return replace(lease, begun=begun, planned=lease.planned[len(due) :])


def stages(lease: Lease) -> list[Lease]:
    """The lease without what is planned, then with the first planned change, and so on to the last."""
    found, agreed = [replace(lease, agreed=lease.begun)], lease.begun
    for entry in lease.planned:
        agreed, _played = _play(agreed, entry, lease.terms, is_asked_again=True, over=Authority.STAFF)
        found.append(replace(lease, agreed=agreed))
    return found


def begin(lease: Lease, entry: Entry, by: Authority) -> Lease:
    """The lease with a change that has begun, and the planned ones played after it."""
    begun, played = _play(lease.begun, entry, lease.terms, is_asked_again=False, over=by)
    return _composed(replace(lease, begun=begun), lease.planned, by, latest=played)


def plan(lease: Lease, entry: Entry, by: Authority, today: date) -> Lease:
    """The lease with one change more: begun where its day has come, else played among the planned ones."""
    if entry.effective_on <= today:
        return begin(lease, entry, by)
    return _composed(lease, [*lease.planned, entry], by, latest=entry)


def without(lease: Lease, number: int, entry: Entry, by: Authority) -> Lease:
    """The lease as if the planned change ``number`` had never been; ``entry`` records that it was withdrawn."""
    kept = [each for each in lease.planned if each.number != number]
    return _composed(lease, kept, by, latest=entry, is_withdrawal=True)


def _composed(
    lease: Lease, planned: Iterable[Entry], by: Authority, *, latest: Entry, is_withdrawal: bool = False
) -> Lease:
    """Return what has begun, with the planned changes played on it in order.

    :raises BreaksAPlannedChange: naming the first of the others that is not possible (any more).
    """
    agreed, played = lease.begun, []
    for entry in sorted(planned, key=lambda each: each.order):
        is_new = entry.number == latest.number
        try:
            agreed, done = _play(agreed, entry, lease.terms, is_asked_again=not is_new, over=by)
            if is_withdrawal:
                _require_once(agreed, entry, lease)
        except Refusal as refusal:
            if is_new:
                raise
            raise errors.BreaksAPlannedChange(
                number=entry.number,
                change=AmendmentKind(entry.kind).label,
                day=dateformat.format(entry.effective_on, "j M Y"),
                why=str(refusal),
            ) from refusal
        played.append(done)
    return replace(
        lease,
        planned=tuple(played),
        agreed=agreed,
        last_number=max(lease.last_number, latest.number),
        latest=next((each for each in played if each.number == latest.number), latest),
    )


def _play(
    snapshot: Snapshot, entry: Entry, terms: Sequence[DatedTerms], *, is_asked_again: bool, over: Authority
) -> tuple[Snapshot, Entry]:
    """The lease after ``entry``, and the entry with what it cut.

    :param over: who makes us play it: what a member of our staff changes is not held against a client's commitment.
    :raises NotThisBookingsSeats: for a seat that the lease doesn't have any more; one that is over only ends no more.
    :raises BelowCommitment:
    """
    day = entry.effective_on
    if entry.kind in (K.NOTICE, K.TERMINATE):
        return _end(snapshot, entry)
    if not set(entry.ends) <= {seat.line for seat in snapshot.seats}:
        raise errors.NotThisBookingsSeats
    there = {seat.line: seat for seat in snapshot.on(day) if seat.line in entry.ends}
    if entry.kind == K.REMOVE_SEATS:
        if Authority.STAFF not in (entry.asked_as, over):
            _require_commitment(terms, day, present=len(snapshot.on(day)), going=len(there))
        ending = {seat.id for seat in snapshot.seats if seat.line in entry.ends}
    else:
        ending = {seat.id for seat in there.values()}
    seats, ended = _cut(snapshot.seats, ending, day, given_back=True)
    begun = [_begun(new, there.get(new.line), entry, snapshot.days) for new in entry.begins]
    return replace(snapshot, seats=(*seats, *begun)), replace(entry, ended=ended)


def _end(snapshot: Snapshot, entry: Entry) -> tuple[Snapshot, Entry]:
    """The lease when it ends before the entry's day."""
    days = snapshot.days.until(entry.effective_on)
    assert days is not None, "it ends within the lease"
    seats, ended = _cut(snapshot.seats, {seat.id for seat in snapshot.seats}, entry.effective_on, given_back=False)
    state = snapshot.state
    if entry.kind == K.TERMINATE:
        state = BookingState.TERMINATED
    elif state == BookingState.ACTIVE:
        state = BookingState.NOTICE_GIVEN
    return Snapshot(state, days, seats), replace(entry, ended=ended)


def _cut(
    seats: Iterable[Seat], ids: set[UUID], day: date, *, given_back: bool
) -> tuple[tuple[Seat, ...], tuple[tuple[UUID, Period], ...]]:
    found, ended = [], []
    for seat in seats:
        if seat.id not in ids or seat.days is None or seat.days.until(day) == seat.days:
            found.append(seat)
        else:
            ended.append((seat.id, seat.days))
            found.append(replace(seat, days=seat.days.until(day), given_back=given_back))
    return tuple(found), tuple(ended)


def _begun(new: NewSeat, before: Seat | None, entry: Entry, lease: Period) -> Seat:
    """A seat that begins: added until the lease ends, moved until its predecessor would have ended.

    It never has a day where the lease is over by then, or its predecessor. A predecessor that never has a day because
    of the move hands its set-up on.
    """
    day, setup, days = entry.effective_on, new.setup, None
    if entry.kind == K.MOVE_SEATS:
        if before is not None and before.days is not None:
            days = Period(day, before.days.end)
            setup = before.setup if before.days.start == day else setup
    elif day in lease:
        days = Period(day, lease.end)
    return Seat(new.id, new.workstation, days, new.line, setup)


def _require_once(snapshot: Snapshot, entry: Entry, lease: Lease) -> None:
    """:raises MoveTargetsConflict: where a seat that ``entry`` begins is on the lease already."""
    begun = {new.id for new in entry.begins}
    mine = [seat for seat in snapshot.seats if seat.id in begun and seat.days is not None]
    twice = {
        seat.workstation
        for seat in mine
        for other in snapshot.seats
        if other.id != seat.id and other.workstation == seat.workstation and other.days and seat.days
        if seat.days.overlaps(other.days)
    }
    if twice:
        raise errors.MoveTargetsConflict(seats=lease.named(twice))


def _require_commitment(terms: Sequence[DatedTerms], day: date, *, present: int, going: int) -> None:
    """:raises BelowCommitment: when fewer seats would be left than are committed."""
    agreed = terms_on(terms, day)
    committed = agreed.committed_on(day)
    if going and present - going < committed:
        assert agreed.committed_until is not None
        raise errors.BelowCommitment(
            committed=committed,
            until=dateformat.format(agreed.committed_until, "j M Y"),
            removable=max(present - committed, 0),
        )
