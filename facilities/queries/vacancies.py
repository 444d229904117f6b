"""Free seats of many facilities at once, kept in the cache for as long as nothing changes there.

A search across all facilities asks about every one of them, and most visitors ask alike: the same shifts, the first of
the same months. What one facility answered stands until its version token is another one, so that a booking in one
makes only that one be asked again. Operations never look here: what a search finds is tried on the database, which has
the last word.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID
from zlib import crc32

from django.core.cache import cache
from redis.exceptions import RedisError

from facilities.demand import Demand
from facilities.models import Facility
from facilities.queries.availability import free_workstations_of
from facilities.queries.versions import version_tokens
from facilities.seat_choice import FreeSeat

logger = logging.getLogger(__name__)

# For so few facilities it takes PostgreSQL as long to say whether answers are still right as to give new ones.
FEW = 2
KEPT_SECONDS = 15 * 60

# A room's id and name, and the id, code, row and position of each of its free seats: plain values, which a cache gives
# back ten times as fast as objects.
_Room = tuple[bytes, str, list[tuple[bytes, str, str, int]]]
# Part of each key: a new version of the product, with rooms of another form, doesn't read what an older one has kept.
_FORM = crc32(repr(_Room).encode())


@dataclass(frozen=True)
class Vacancies:
    """The free seats of a facility, room by room; each :class:`~facilities.seat_choice.FreeSeat` is made when
    needed."""

    rooms: Sequence[_Room]

    @cached_property
    def count(self) -> int:
        return sum(len(seats) for _id, _name, seats in self.rooms)

    def have_together(self, seats: int) -> bool:
        """Return whether a single room has so many."""
        return any(len(free) >= seats for _id, _name, free in self.rooms)

    def within(self, rooms: Collection[UUID]) -> Vacancies:
        """Those in some rooms."""
        wanted = {room.bytes for room in rooms}
        return Vacancies([room for room in self.rooms if room[0] in wanted])

    @property
    def free_seats(self) -> list[FreeSeat]:
        """Sorted by code."""
        found = []
        for room, name, seats in self.rooms:
            room_id = UUID(bytes=room)
            found += [FreeSeat(UUID(bytes=pk), code, room_id, name, row, position) for pk, code, row, position in seats]
        return sorted(found, key=lambda free_seat: free_seat.code)


def vacancies_of(demand: Demand, *, facilities: Iterable[Facility], now: datetime) -> dict[UUID, Vacancies]:
    """The free seats of each facility, by its id.

    As :func:`~facilities.queries.availability.free_workstations_of` finds them, or found them when it was last asked
    the same and nothing had changed since.
    """
    facilities = list(facilities)
    if len(facilities) <= FEW:
        return _asked(demand, facilities, now)
    # First the tokens, then the answers: one that is newer than its token does no harm, an older one would stay.
    question = _question(demand)
    tokens = version_tokens(facilities, now=now)
    keys = {place: f"vacancies:{_FORM}:{place}:{token}:{question}" for place, token in tokens.items()}
    kept = _kept(keys.values())
    found = {place: Vacancies(kept[key]) for place, key in keys.items() if key in kept}
    missing = [place for place in facilities if place.pk not in found]
    if missing:
        new = _asked(demand, missing, now)
        _keep({keys[place]: vacancies.rooms for place, vacancies in new.items()}, question)
        found |= new
    return found


def _question(demand: Demand) -> str:
    """Return what tells a demand from others in the cache."""
    zone, client = demand.zone, demand.client
    following = (zone.zone, zone.since, zone.until) if zone else ()
    return ":".join(map(str, (demand.pattern.pk, demand.days.start, demand.days.end, client and client.pk, *following)))


def _asked(demand: Demand, facilities: Sequence[Facility], now: datetime) -> dict[UUID, Vacancies]:
    rooms: dict[UUID, dict[UUID, _Room]] = {facility.pk: {} for facility in facilities}
    for free in free_workstations_of(demand, facilities=facilities, now=now):
        rows = free.order_by("code").values_list("facility", "room", "room__name", "pk", "code", "row", "position")
        for facility, room, name, pk, code, row, position in rows:
            in_facility = rooms[facility]
            if room not in in_facility:
                in_facility[room] = (room.bytes, name, [])
            in_facility[room][2].append((pk.bytes, code, row, position))
    return {facility: Vacancies(list(found.values())) for facility, found in rooms.items()}


def _kept(keys: Collection[str]) -> Mapping[str, Sequence[_Room]]:
    """Read answers from the cache; where it is away everything is asked anew."""
    try:
        return cache.get_many(keys)
    except (RedisError, OSError) as error:
        logger.warning("Free seats are asked anew, the cache is away: %s", error)
        return {}


def _keep(found: dict[str, Sequence[_Room]], question: str) -> None:
    """From the second time on that something is asked: a robot that tries every day and shift must not fill the cache,
    which the queue shares and nothing is thrown out of."""
    try:
        if not cache.add(f"vacancies:asked:{question}", True, KEPT_SECONDS):
            cache.set_many(found, KEPT_SECONDS)
    except (RedisError, OSError) as error:
        logger.warning("Free seats are not kept, the cache is away: %s", error)
