"""The rule of conflict (:mod:`facilities.conflicts`) as SQL, written once: all queries about free seats are made of it.

As text the conditions cost next to nothing to put together, where the same in ``Q`` objects takes longer than
PostgreSQL needs to answer for a facility.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, F, Q, QuerySet
from psycopg.types.multirange import DateMultirange, Int4Multirange
from psycopg.types.range import DateRange, Int4Range

from facilities.conflicts import NEWCOMER, conflict
from facilities.models import Facility, Occupancy, Workstation
from kernel.period import ONE_DAY, Period
from kernel.week import DAY, Minutes, Slot

# A piece of SQL, and what stands for its %s.
Said = tuple[str, tuple[Any, ...]]

OCCUPANCY = ("released_at", "expires_at", "days", "minutes", "guarded_minutes", "client", "room_is_exclusive")
_TAKEN = {name: f"taken.{name}" for name in OCCUPANCY} | {"client": "taken.client_id"}

# Searched by room and days, as the indexes have them; rooms bound it to the facilities asked about.
_TAKEN_THERE = """facilities_occupancy AS taken
    JOIN facilities_room AS asked ON asked.id = taken.room_id
    JOIN facilities_floor AS floor ON floor.id = asked.floor_id
    WHERE floor.facility_id = {places}"""
_NOBODY_SITS_THERE = f"NOT EXISTS (SELECT FROM {_TAKEN_THERE} AND taken.workstation_id = {{seat}} AND {{in_conflict}})"
_THE_ROOM_IS_NOBODYS = (
    f"NOT ({{is_exclusive}} AND EXISTS (SELECT FROM {_TAKEN_THERE} AND taken.room_id = {{room}} AND {{of_others}}))"
)


class InConflict(Expression):
    """Of an occupancy: whether it keeps its seat from being taken for any of ``slots`` by ``taker``.

    A stranger's guarded minutes hold the minutes themselves, so that nothing else needs to be compared; a client's own
    seats need no buffer between its shifts, and a closure needs none. Expired holds don't count.

    :param taker: who asks, as :mod:`facilities.conflicts` tells clients apart.
    """

    names: tuple[str, ...] = OCCUPANCY

    def __init__(self, slots: Iterable[Slot], *, taker: Hashable | None, now: datetime) -> None:
        super().__init__(output_field=BooleanField())
        self.question = _Question(list(slots), taker, now)
        self.columns: list[Any] = [F(name) for name in self.names]

    def get_source_expressions(self) -> list[Any]:
        return self.columns

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.columns = list(exprs)

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Said:
        written = [compiler.compile(column)[0] for column in self.columns]
        return self.said(dict(zip(self.names, written, strict=True)))

    def said(self, columns: Mapping[str, str]) -> Said:
        return _in_conflict(self.question, columns)


class KeepsTheRoom(InConflict):
    """Of an occupancy: whether it keeps its whole room, let to one company at a time, from anybody but its own."""

    def said(self, columns: Mapping[str, str]) -> Said:
        return _keeps_the_room(self.question, columns)


class Free(InConflict):
    """Of a workstation in one of ``facilities``: whether it can be taken without a conflict.

    Bound the workstations to these facilities as well.
    """

    names = ("pk", "room", "room__is_exclusive")

    def __init__(
        self, slots: Iterable[Slot], *, taker: Hashable | None, now: datetime, facilities: Sequence[UUID]
    ) -> None:
        super().__init__(slots, taker=taker, now=now)
        self.facilities = list(facilities)

    def said(self, columns: Mapping[str, str]) -> Said:
        in_conflict, sitting = _in_conflict(self.question, _TAKEN)
        of_others, keeping = _keeps_the_room(self.question, _TAKEN)
        # A single facility is compared with =, not IN: PostgreSQL then estimates the number of rows right.
        (places, named) = ("%s", self.facilities[0]) if len(self.facilities) == 1 else ("ANY(%s)", self.facilities)
        sits = _NOBODY_SITS_THERE.format(places=places, seat=columns["pk"], in_conflict=in_conflict)
        keeps = _THE_ROOM_IS_NOBODYS.format(
            places=places, is_exclusive=columns["room__is_exclusive"], room=columns["room"], of_others=of_others
        )
        return f"({sits} AND {keeps})", (named, *sitting, named, *keeping)


class _Question(NamedTuple):
    slots: Sequence[Slot]
    taker: Hashable | None
    now: datetime


def _in_conflict(question: _Question, of: Mapping[str, str]) -> Said:
    if not question.slots:
        return "false", ()
    # One condition on days, from the first of all slots to the last, for the index to be searched with; in CASE, which
    # no index is searched for, the rest is only compared.
    ends = [slot.days.end for slot in question.slots]
    end = None if None in ends else max(end for end in ends if end is not None)
    in_force, params = _in_force(question, of)
    said = [in_force, f"{of['days']} && %s"]
    params += (_dates(Period(min(slot.days.start for slot in question.slots), end)),)
    compared = []
    strangers, strange = _strangers(question.taker, of["client"])
    for slot in question.slots:
        compared.append(
            f"WHEN {of['days']} && %s AND CASE WHEN {strangers} THEN {of['guarded_minutes']} && %s"
            f" ELSE {of['minutes']} && %s END THEN true"
        )
        params += (_dates(slot.days), *strange, _minutes(slot.guarded), _minutes(slot.minutes))
    said.append(f"CASE {' '.join(compared)} ELSE false END")
    return f"({' AND '.join(said)})", params


def _keeps_the_room(question: _Question, of: Mapping[str, str]) -> Said:
    if not question.slots:
        return "false", ()
    in_force, params = _in_force(question, of)
    strangers, strange = _strangers(question.taker, of["client"])
    said = f"({in_force} AND {of['room_is_exclusive']} AND {strangers} AND {of['days']} && %s)"
    return said, (*params, *strange, DateMultirange(_dates(slot.days) for slot in question.slots))


def _strangers(taker: Hashable | None, owner: str) -> Said:
    """Return whether the taker and the client in the column ``owner`` are different ones: null where that is nobody."""
    if taker is None:
        return "false", ()
    if taker is NEWCOMER:
        return f"{owner} IS NOT NULL", ()
    return f"{owner} <> %s", (taker,)


def _in_force(question: _Question, of: Mapping[str, str]) -> Said:
    """Not released, and not a hold that has expired."""
    return (
        f"{of['released_at']} IS NULL AND ({of['expires_at']} IS NULL OR {of['expires_at']} > %s)",
        (question.now,),
    )


def _dates(days: Period) -> DateRange:
    return DateRange(days.start, days.end)


def _minutes(minutes: Minutes) -> Int4Multirange:
    return Int4Multirange(Int4Range(start, end) for start, end in minutes)


def conflicting(slots: Iterable[Slot], *, taker: Hashable | None, now: datetime) -> QuerySet[Occupancy]:
    """Occupancies that keep a seat from being taken for ``slots``: what the database would refuse.

    Bound it by ``within`` where it is not bound by seats already.
    """
    return Occupancy.objects.filter(InConflict(slots, taker=taker, now=now))


def rooms_of_others(slots: Iterable[Slot], *, taker: Hashable | None, now: datetime) -> QuerySet[Occupancy]:
    """Occupancies that keep an exclusive room from anybody but their own client on the days of ``slots``."""
    return Occupancy.objects.filter(KeepsTheRoom(slots, taker=taker, now=now))


def within(facilities: Iterable[Facility]) -> Q:
    """Occupancies in the rooms of ``facilities``: the way the index by room and days wants to be asked."""
    return Q(room__floor__facility__in=list(facilities))


# A seat, whose it is, when, and for which client.
Row = tuple[UUID, UUID, Period, Minutes, Minutes, UUID | None]
COLUMNS = ("workstation", "claim", "days", "minutes", "guarded_minutes", "client")


@dataclass(frozen=True, slots=True)
class DatedConflict:
    """The first day on which two would sit on a seat, and when: minutes after midnight, their hand-over included.

    ``seat`` is the workstation, ``claim`` whose it is then: the public id of a booking, or of a closure.
    """

    day: date
    hours: tuple[tuple[int, int], ...]
    seat: UUID
    claim: UUID


@dataclass(frozen=True, slots=True)
class LeasedSeats:
    """The seats and hours that a lease would take; ``claim`` is its public id."""

    claim: UUID
    client: UUID
    seats: Sequence[UUID]
    slots: Sequence[Slot]


def first_conflict(
    seats: Iterable[Workstation], *, slots: Sequence[Slot], taker: Hashable | None, now: datetime
) -> DatedConflict | None:
    """The earliest on any of the seats; one query."""
    rows = conflicting(slots, taker=taker, now=now).filter(workstation__in=seats).order_by()
    return min(_dated(rows.values_list(*COLUMNS), slots, taker), key=_when, default=None)


def first_conflicts(leases: Sequence[LeasedSeats], *, now: datetime) -> dict[UUID, list[DatedConflict]]:
    """For each lease, by its public id, the earliest with each of the others on each of its seats, soonest first. One
    query."""
    seats = {seat for lease in leases for seat in lease.seats}
    on: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in Occupancy.objects.taking(now).filter(workstation__in=seats).order_by().values_list(*COLUMNS):
        on[row[0]].append(row)
    found: dict[UUID, dict[tuple[UUID, UUID], DatedConflict]] = {}
    for lease in leases:
        others = [row for seat in lease.seats for row in on[seat] if row[1] != lease.claim]
        mine = found.setdefault(lease.claim, {})
        for each in sorted(_dated(others, lease.slots, lease.client), key=_when):
            mine.setdefault((each.seat, each.claim), each)
    return {claim: sorted(each.values(), key=_when) for claim, each in found.items()}


def _when(found: DatedConflict) -> tuple[date, tuple[tuple[int, int], ...]]:
    return found.day, found.hours


def _dated(rows: Iterable[Row], slots: Sequence[Slot], taker: Hashable | None) -> Iterator[DatedConflict]:
    for seat, claim, days, minutes, guarded, owner in rows:
        taken = Slot(days, minutes, guarded)
        for slot in slots:
            found = conflict(slot, taker, taken, owner)
            week = () if found is None else (found.days.start + ONE_DAY * n for n in range(7))
            for day in week:
                if found is not None and day in found.days and (hours := _on(found.minutes, day)):
                    yield DatedConflict(day, hours, seat, claim)
                    break


def _on(minutes: Minutes, day: date) -> tuple[tuple[int, int], ...]:
    midnight = day.weekday() * DAY
    here = minutes & Minutes.of([(midnight, midnight + DAY)])
    return tuple((start - midnight, end - midnight) for start, end in here)
