"""What keeps a seat from being taken, written once as SQL: conditions that every queryset about free seats is made of.

They say what the exclusion constraints of :class:`~facilities.models.Occupancy` would refuse. As text they cost next to
nothing to put together, where the same in ``Q`` objects takes longer than PostgreSQL needs to answer for a facility.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, F
from psycopg.types.multirange import DateMultirange, Int4Multirange
from psycopg.types.range import DateRange, Int4Range

from accounts.models import Client
from kernel.period import Period
from kernel.week import Minutes, Slot

# A piece of SQL, and what stands for its %s.
Said = tuple[str, tuple[Any, ...]]

OCCUPANCY = ("released_at", "expires_at", "days", "minutes", "guarded_minutes", "client", "room_is_exclusive")
_TAKEN = {name: f"taken.{name}" for name in OCCUPANCY} | {"client": "taken.client_id"}

# Searched by room and days, as the indexes have them; rooms bound it to the facilities asked about.
_TAKEN_THERE = """facilities_occupancy AS taken
    JOIN facilities_room AS asked ON asked.id = taken.room_id
    JOIN facilities_floor AS floor ON floor.id = asked.floor_id
    WHERE floor.facility_id = {places}"""
_NOBODY_SITS_THERE = f"NOT EXISTS (SELECT FROM {_TAKEN_THERE} AND taken.workstation_id = {{seat}} AND {{in_the_way}})"
_THE_ROOM_IS_NOBODYS = (
    f"NOT ({{is_exclusive}} AND EXISTS (SELECT FROM {_TAKEN_THERE} AND taken.room_id = {{room}} AND {{of_others}}))"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """``slots`` of the calendar, wanted at ``now`` by a client or, with ``None``, by a newcomer."""

    slots: Sequence[Slot]
    now: datetime
    client: UUID | None

    @classmethod
    def by(cls, client: Client | None, *, slots: Sequence[Slot], now: datetime) -> Self:
        return cls(slots, now, None if client is None else client.pk)


class InTheWay(Expression):
    """Of an occupancy: whether it keeps its seat from being taken.

    A stranger's guarded minutes hold the minutes themselves, so that nothing else needs to be compared; a client's own
    seats need no buffer between its shifts, and a closure needs none. Expired holds don't count.
    """

    names: tuple[str, ...] = OCCUPANCY

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(output_field=BooleanField())
        self.wanted = wanted
        self.columns: list[Any] = [F(name) for name in self.names]

    def get_source_expressions(self) -> list[Any]:
        return self.columns

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.columns = list(exprs)

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Said:
        written = [compiler.compile(column)[0] for column in self.columns]
        return self.said(dict(zip(self.names, written, strict=True)))

    def said(self, columns: Mapping[str, str]) -> Said:
        return _in_the_way(self.wanted, columns)


class KeepsTheRoom(InTheWay):
    """Of an occupancy: whether it keeps its whole room, let to one company at a time, from anybody but its own."""

    def said(self, columns: Mapping[str, str]) -> Said:
        return _keeps_the_room(self.wanted, columns)


class Free(InTheWay):
    """Of a workstation in one of ``facilities``: whether nobody is in the way of its being taken.

    Bound the workstations to these facilities as well.
    """

    names = ("pk", "room", "room__is_exclusive")

    def __init__(self, wanted: Wanted, *, facilities: Sequence[UUID]) -> None:
        super().__init__(wanted)
        self.facilities = list(facilities)

    def said(self, columns: Mapping[str, str]) -> Said:
        in_the_way, sitting = _in_the_way(self.wanted, _TAKEN)
        of_others, keeping = _keeps_the_room(self.wanted, _TAKEN)
        # One place is compared like one: what PostgreSQL expects of it is then what it finds.
        (places, named) = ("%s", self.facilities[0]) if len(self.facilities) == 1 else ("ANY(%s)", self.facilities)
        sits = _NOBODY_SITS_THERE.format(places=places, seat=columns["pk"], in_the_way=in_the_way)
        keeps = _THE_ROOM_IS_NOBODYS.format(
            places=places, is_exclusive=columns["room__is_exclusive"], room=columns["room"], of_others=of_others
        )
        return f"({sits} AND {keeps})", (named, *sitting, named, *keeping)


def _in_the_way(wanted: Wanted, of: Mapping[str, str]) -> Said:
    if not wanted.slots:
        return "false", ()
    # One condition on days, from the first of all slots to the last, for the index to be searched with; in CASE, which
    # no index is searched for, the rest is only compared.
    ends = [slot.days.end for slot in wanted.slots]
    end = None if None in ends else max(end for end in ends if end is not None)
    in_force, params = _in_force(wanted, of)
    said = [in_force, f"{of['days']} && %s"]
    params += (_dates(Period(min(slot.days.start for slot in wanted.slots), end)),)
    compared = []
    is_strange, strange = ("IS NOT NULL", ()) if wanted.client is None else ("<> %s", (wanted.client,))
    for slot in wanted.slots:
        compared.append(
            f"WHEN {of['days']} && %s AND CASE WHEN {of['client']} {is_strange} THEN {of['guarded_minutes']} && %s"
            f" ELSE {of['minutes']} && %s END THEN true"
        )
        params += (_dates(slot.days), *strange, _minutes(slot.guarded), _minutes(slot.minutes))
    said.append(f"CASE {' '.join(compared)} ELSE false END")
    return f"({' AND '.join(said)})", params


def _keeps_the_room(wanted: Wanted, of: Mapping[str, str]) -> Said:
    if not wanted.slots:
        return "false", ()
    in_force, params = _in_force(wanted, of)
    said = f"({in_force} AND {of['room_is_exclusive']} AND {of['client']} IS NOT NULL AND {of['days']} && %s"
    params += (DateMultirange(_dates(slot.days) for slot in wanted.slots),)
    if wanted.client is None:
        return f"{said})", params
    return f"{said} AND {of['client']} <> %s)", (*params, wanted.client)


def _in_force(wanted: Wanted, of: Mapping[str, str]) -> Said:
    """Not released, and not a hold that has expired."""
    return (
        f"{of['released_at']} IS NULL AND ({of['expires_at']} IS NULL OR {of['expires_at']} > %s)",
        (wanted.now,),
    )


def _dates(days: Period) -> DateRange:
    return DateRange(days.start, days.end)


def _minutes(minutes: Minutes) -> Int4Multirange:
    return Int4Multirange(Int4Range(start, end) for start, end in minutes)
