"""Write the difference that a change makes to a lease, keep the change, and tell the client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, assert_never
from uuid import UUID

from accounts.actors import SYSTEM, Actor
from accounts.operations import record
from bookings import notifications
from bookings.changes import Preview
from bookings.enums import (
    AMENDMENT_MOVES,
    AmendmentKind,
    AmendmentState,
    Authority,
    BookingState,
    OneOffKind,
    SeatEffect,
)
from bookings.lease import Entry, Lease, Seat
from bookings.models import Allocation, AmendedSeat, Amendment, Booking, OneOff
from bookings.operations.seats import release_expired
from bookings.operations.states import move, save_and_log
from facilities.enums import Purpose
from facilities.models import Workstation
from facilities.operations import Sold, occupy, release, replace, rewrite
from kernel.period import Period
from kernel.states import require_move

K = AmendmentKind


def write(
    booking: Booking,
    preview: Preview,
    *,
    digest: str,
    shown: Mapping[str, Any],
    actor: Actor,
    today: date,
    now: datetime,
) -> Amendment:
    """Make a locked booking what the preview says that it is after the change.

    :raises SeatTaken, BufferNeeded, RoomExclusive: when somebody else has one of the seats.
    """
    entry, after = preview.entry, preview.after
    _move(booking, after, entry, actor, now)
    _write_seats(booking, after, now)
    _write_set_up(booking, after.seats)
    _turn_planned(booking, preview, today)
    amendment = Amendment.objects.create(
        booking=booking,
        number=entry.number,
        kind=entry.kind,
        state=AmendmentState.SCHEDULED if entry in after.planned else AmendmentState.APPLIED,
        effective_on=entry.effective_on,
        last_day=entry.last_day,
        reason=entry.reason,
        withdraws=_withdrawn(booking, entry),
        asked_as=entry.asked_as,
        made_at=now,
        made_by=actor.user,
        details=_details(booking, preview),
        preview=shown,
        digest=digest,
    )
    _write_effects(booking, after.planned, amendment, entry)
    _tell(booking, amendment, preview, actor, now)
    return amendment


def begin_due(booking: Booking, *, today: date, now: datetime) -> int:
    """The planned changes of a locked booking whose day has come are in force; returns how many."""
    due = list(Amendment.objects.filter(booking=booking, effective_on__lte=today).scheduled())
    for amendment in due:
        record(
            actor=SYSTEM, verb="bookings.change_begun", subject=booking, now=now, number=amendment.number,
            kind=amendment.kind,
        )  # fmt: skip
        _turn(amendment, AmendmentState.APPLIED)
    return len(due)


def drop_planned(booking: Booking) -> None:
    """Withdraw all that is planned for a booking that comes to nothing, or is over."""
    for amendment in Amendment.objects.filter(booking=booking).scheduled():
        _turn(amendment, AmendmentState.WITHDRAWN)


def _turn(amendment: Amendment, to: AmendmentState) -> None:
    require_move(AMENDMENT_MOVES, amendment, to)
    amendment.state = to
    amendment.save(update_fields=["state"])


def _move(booking: Booking, after: Lease, entry: Entry, actor: Actor, now: datetime) -> None:
    """State and days of the booking, where the change moves them."""
    moved: dict[str, Any] = {"actor": actor, "now": now, "days": after.days}
    match entry.kind:
        case K.NOTICE:
            move(
                booking, BookingState.NOTICE_GIVEN, verb="bookings.notice_given",
                details={"last_day": entry.last_day}, notice_given_at=now, **moved,
            )  # fmt: skip
        case K.WITHDRAW_NOTICE:
            move(booking, BookingState.ACTIVE, verb="bookings.notice_withdrawn", notice_given_at=None, **moved)
        case K.TERMINATE:
            move(
                booking, BookingState.TERMINATED, verb="bookings.terminated",
                details={"reason": entry.reason, "last_day": entry.last_day}, decision_reason=entry.reason, **moved,
            )  # fmt: skip
        case K.ADD_SEATS | K.REMOVE_SEATS | K.MOVE_SEATS | K.WITHDRAW_CHANGE:
            assert (booking.state, booking.days) == (after.state, after.days), "they leave both alone"
        case _:
            assert_never(entry.kind)


def _write_seats(booking: Booking, after: Lease, now: datetime) -> None:
    """Allocations and what they take: first what ends, then what goes on longer, then what is new."""
    rows = {row.pk: row for row in booking.allocations.select_related("workstation__room")}
    wanted = {seat.id: seat for seat in after.seats}
    slots_on = cache(booking.slots)
    gone: list[Allocation] = []
    shorter: list[Allocation] = []
    longer: list[Allocation] = []
    for row in rows.values():
        before, row.days = row.days, wanted[row.pk].days if row.pk in wanted else None
        if row.days == before:
            continue
        if row.days is None:
            gone.append(row)
        elif before is not None and before.covers(row.days):
            shorter.append(row)
        else:
            longer.append(row)
    if gone:
        release(claim=booking.pk, now=now, sources=[row.pk for row in gone])
    if shorter:
        rewrite(claim=booking.pk, client=booking.client, seats=[_sold(row, slots_on) for row in shorter], now=now)
    # The rows that give days up are written first: of one workstation, a booking has each day once.
    Allocation.objects.bulk_update([*gone, *shorter], ["days"])
    if longer:
        release_expired([row.workstation for row in longer], now)
        replace(claim=booking.pk, client=booking.client, seats=[_sold(row, slots_on) for row in longer], now=now)
        Allocation.objects.bulk_update(longer, ["days"])
    _begin_seats(booking, [seat for seat in after.seats if seat.id not in rows])


def _begin_seats(booking: Booking, seats: Sequence[Seat]) -> None:
    if not seats:
        return
    slots_on = cache(booking.slots)
    desks = Workstation.objects.select_related("room").in_bulk([seat.workstation for seat in seats])
    rows = [
        Allocation(
            pk=seat.id,
            booking=booking,
            workstation=desks[seat.workstation],
            pattern=booking.pattern,
            days=seat.days,
            origin_id=None if seat.line == seat.id else seat.line,
        )
        for seat in seats
    ]
    occupy(
        claim=booking.pk,
        client=booking.client,
        purpose=Purpose.LEASE,
        seats=[_sold(row, slots_on) for row in rows if row.days is not None],
    )
    Allocation.objects.bulk_create(rows)


def _sold(row: Allocation, slots_on: Any) -> Sold:
    return Sold(row.workstation, row.pk, slots_on(row.days))


def _write_set_up(booking: Booking, seats: Sequence[Seat]) -> None:
    """Write the set-up of seats that have none written yet."""
    new = {seat.id: seat for seat in seats if seat.setup and seat.days is not None}
    written = OneOff.objects.filter(booking=booking, allocation__in=new, kind=OneOffKind.SETUP)
    for allocation in written.values_list("allocation", flat=True):
        del new[allocation]
    OneOff.objects.bulk_create(
        OneOff(
            booking=booking, kind=OneOffKind.SETUP, on=seat.days.start, quantity=1, unit_net=seat.setup,
            allocation_id=seat.id,
        )
        for seat in new.values() if seat.days is not None
    )  # fmt: skip


def _turn_planned(booking: Booking, preview: Preview, today: date) -> None:
    """Planned changes that have begun meanwhile, or are not planned any more."""
    still = {entry.number for entry in preview.after.planned}
    for entry in preview.before.planned:
        if entry.number not in still:
            withdrawn = entry.number == preview.entry.withdraws or entry.effective_on > today
            state = AmendmentState.WITHDRAWN if withdrawn else AmendmentState.APPLIED
            _turn(booking.amendments.get(number=entry.number), state)


def _write_effects(booking: Booking, planned: Sequence[Entry], amendment: Amendment, entry: Entry) -> None:
    """Write the seats the new change begins and ends, and those that planned ones end now they were played again."""
    AmendedSeat.objects.bulk_create(
        AmendedSeat(amendment=amendment, allocation_id=new.id, effect=SeatEffect.BEGINS) for new in entry.begins
    )
    numbers = dict(booking.amendments.filter(number__in=[each.number for each in planned]).values_list("number", "pk"))
    lines = {
        pk: origin or pk for pk, origin in Allocation.objects.filter(booking=booking).values_list("pk", "origin")
    }  # fmt: skip
    wanted = {
        (numbers.get(each.number, amendment.pk), *row)
        for each in {each.number: each for each in (entry, *planned)}.values()
        for row in _ending(each, lines)
    }
    rows = AmendedSeat.objects.filter(amendment__in=numbers.values(), effect=SeatEffect.ENDS)
    there = {(row.amendment_id, row.allocation_id, row.days_before): row.pk for row in rows}
    AmendedSeat.objects.filter(pk__in=[pk for key, pk in there.items() if key not in wanted]).delete()
    AmendedSeat.objects.bulk_create(
        AmendedSeat(amendment_id=pk, allocation_id=seat, effect=SeatEffect.ENDS, days_before=days)
        for pk, seat, days in wanted - there.keys()
    )


def _ending(entry: Entry, lines: Mapping[UUID, UUID]) -> list[tuple[UUID, Period | None]]:
    """Return what a change ends: the seats it cut, and the first of each line it names where it found none."""
    cut = {lines[seat] for seat, _days in entry.ended}
    return [*entry.ended, *((line, None) for line in entry.ends if line not in cut)]


def _details(booking: Booking, preview: Preview) -> dict[str, Any]:
    """Return what people read of it: seats by code, as they are called today."""
    entry, lease = preview.entry, preview.before
    match entry.kind:
        case K.ADD_SEATS:
            return {"seats": sorted(lease.codes[new.workstation] for new in entry.begins)}
        case K.REMOVE_SEATS:
            there = {seat.line: seat.workstation for seat in lease.on(entry.effective_on)}
            return {"seats": sorted(lease.codes[there[line]] for line in entry.ends)}
        case K.MOVE_SEATS:
            there = {seat.line: seat.workstation for seat in lease.on(entry.effective_on)}
            pairs = sorted((lease.codes[there[new.line]], lease.codes[new.workstation]) for new in entry.begins)
            return {
                "seats": [before for before, _after in pairs],
                "moved_to": [after for _before, after in pairs],
                "reason": entry.reason,
            }
        case K.NOTICE:
            return {"last_day": entry.last_day}
        case K.WITHDRAW_NOTICE:
            return {}
        case K.TERMINATE:
            return {"last_day": entry.last_day, "reason": entry.reason}
        case K.WITHDRAW_CHANGE:
            withdrawn = _withdrawn(booking, entry)
            assert withdrawn is not None, "a withdrawal names what it withdraws"
            return {
                "withdrawn": {
                    **withdrawn.details, "kind": withdrawn.kind, "effective_on": withdrawn.effective_on,
                    "number": withdrawn.number,
                }
            }  # fmt: skip
        case _:
            assert_never(entry.kind)


def _withdrawn(booking: Booking, entry: Entry) -> Amendment | None:
    """The change that ``entry`` withdraws, if any."""
    return None if entry.withdraws is None else booking.amendments.get(number=entry.withdraws)


def _tell(booking: Booking, amendment: Amendment, preview: Preview, actor: Actor, now: datetime) -> None:
    """Mark the charges as changed, log it, and tell the client; our own people too where a client moves seats."""
    details, since = amendment.details, preview.charges_change_from
    changed = {}
    if since is not None:
        changed["charges_changed_from"] = min(booking.charges_changed_from or since, since)
    save_and_log(
        booking,
        actor=actor,
        now=now,
        verb=f"bookings.amended.{amendment.kind}",
        details={"effective_on": amendment.effective_on, **details},
        **changed,
    )
    told: dict[str, Any] = {"effective_on": amendment.effective_on, "details": details, "now": now}
    if amendment.kind == K.MOVE_SEATS and amendment.asked_as == Authority.CLIENT:
        notifications.moved_by_client(booking, **told)
    notifications.amended(booking, kind=K(amendment.kind), **told)
