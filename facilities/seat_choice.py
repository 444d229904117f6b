"""The choice of free seats for a team: together first, then breaking up as little free space as possible."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class FreeSeat(NamedTuple):
    """A free seat: its room and its place there. ``row`` and ``position`` order seats that stand side by side."""

    id: UUID
    code: str
    room: UUID
    room_name: str
    row: str
    position: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Seats chosen, the rooms they are in, and why, in sentences."""

    workstations: tuple[UUID, ...]
    codes: tuple[str, ...]
    rooms: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def is_split(self) -> bool:
        return len(self.rooms) > 1


def choose(free_seats: Iterable[FreeSeat], seats: int) -> Choice | None:
    """Choose ``seats`` of ``free_seats``; ``None`` when there are too few.

    The best choice there is, compared in this order:

    1. the fewest rooms, all but one of them filled to the last free seat; what follows is about that one;
    2. the fewest stretches of neighbours beyond one for every two seats chosen there, rounded down;
    3. the fewest seats left over in the stretches used;
    4. the fewest left over in the room;
    5. the fewest stretches;
    6. what comes first by its codes, so that the same question has the same answer.

    docs/seat-choice.md has what this order does to a floor over the years.

    :raises ValueError: for fewer than one seat.
    """
    if seats < 1:
        raise ValueError("choose at least one seat")
    rooms = _rooms(free_seats, seats)
    if sum(room.size for room in rooms) < seats:
        return None
    best = min(_candidates(rooms, seats), key=lambda candidate: (candidate.cost, candidate.chosen, candidate.last))
    filled = [free_seat for place in best.chosen if place != best.last for free_seat in rooms[place].free_seats]
    return _explained([*filled, *rooms[best.last].tightest(best.missing)])


def choose_beside(free_seats: Iterable[FreeSeat], seats: int, *, team: Sequence[FreeSeat]) -> Choice | None:
    """Choose ``seats`` of ``free_seats`` around the seats that a ``team`` has; ``None`` when there are too few.

    In the room where most of the team sits and enough is free, each time the seat closest to those it has by then;
    where no room of theirs has enough, as :func:`choose` does.
    """
    free_seats = list(free_seats)
    theirs = Counter(free_seat.room for free_seat in team)
    for room, _count in sorted(theirs.items(), key=lambda item: (-item[1], str(item[0]))):
        free = [free_seat for free_seat in free_seats if free_seat.room == room]
        if len(free) >= seats:
            return _explained(_around([free_seat for free_seat in team if free_seat.room == room], free, seats))
    return choose(free_seats, seats)


def _around(team: Sequence[FreeSeat], free: Sequence[FreeSeat], seats: int) -> list[FreeSeat]:
    """So many of the ``free`` seats of a room, each the closest to the team as it has grown by then."""
    rows = {row: place for place, row in enumerate(sorted({free_seat.row for free_seat in (*team, *free)}))}

    def apart(one: FreeSeat, other: FreeSeat) -> int:
        # Another row is further away than any place in one's own.
        return abs(rows[one.row] - rows[other.row]) * 100 + abs(one.position - other.position)

    first = {free_seat.id: min(apart(free_seat, each) for each in team) for free_seat in free}
    near, left = dict(first), {free_seat.id: free_seat for free_seat in free}
    found: list[FreeSeat] = []
    while len(found) < seats:
        best = left.pop(min(left, key=lambda pk: (near[pk], first[pk], left[pk].code)))
        found.append(best)
        near |= {pk: min(near[pk], apart(free_seat, best)) for pk, free_seat in left.items()}
    return found


class _Cost(NamedTuple):
    """The values by which seats of rooms are compared, the second to the fifth of the order."""

    beyond: int
    over: int
    left: int
    stretches: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The fewest rooms, by their places: all of them filled but ``last``, which gives the ``missing`` seats."""

    chosen: list[int]
    last: int
    missing: int
    cost: _Cost


def _candidates(rooms: Sequence[_Room], seats: int) -> Iterator[_Candidate]:
    filled = _fewest((room.size for room in rooms), seats) - 1
    for last, room in enumerate(rooms):
        others = [place for place in range(len(rooms)) if place != last]
        sums = _Sums([rooms[place].size for place in others], filled)
        for missing in range(1, min(room.size, seats) + 1):
            if sums.reach(filled, seats - missing):
                chosen = sorted([*(others[n] for n in sums.first(filled, seats - missing)), last])
                yield _Candidate(chosen, last, missing, room.cost(missing))


class _Room:
    """The free seats of a room, in stretches that stand side by side, for a team of at most ``most``."""

    def __init__(self, stretches: Sequence[Sequence[FreeSeat]], most: int) -> None:
        self.stretches = stretches
        self._lengths = [len(stretch) for stretch in stretches]
        self.size = sum(self._lengths)
        self._most = min(most, self.size)

    @property
    def free_seats(self) -> list[FreeSeat]:
        return [free_seat for stretch in self.stretches for free_seat in stretch]

    def cost(self, seats: int) -> _Cost:
        """Return what so many seats cost at least."""
        beyond = max(0, _fewest(self._lengths, seats) - _in_pairs(seats))
        over, stretches = self._sums.least_over(seats, self._limit(seats))
        return _Cost(beyond, over, self.size - seats, stretches)

    def tightest(self, seats: int) -> list[FreeSeat]:
        """So many seats at that cost."""
        over, stretches = self._sums.least_over(seats, self._limit(seats))
        chosen = self._sums.first(stretches, seats + over)
        # None of them could be left out, so what is too much is less than any of them: the last one has it to spare.
        return [free_seat for place in chosen for free_seat in self.stretches[place]][:seats]

    def _limit(self, seats: int) -> int:
        """Return how many stretches are no more beyond one for every two seats than there must be."""
        return min(len(self._lengths), max(_fewest(self._lengths, seats), _in_pairs(seats)))

    @cached_property
    def _sums(self) -> _Sums:
        return _Sums(self._lengths, self._limit(self._most))


def _in_pairs(seats: int) -> int:
    return seats // 2


class _Sums:
    """The sums that so many of some ``sizes`` make, ``most`` of them at most.

    A set of sums is one integer, a bit for each; ``_tails[i][j]`` holds those that exactly ``j`` of the sizes from
    the ``i``-th on make.
    """

    def __init__(self, sizes: Sequence[int], most: int) -> None:
        self._sizes = sizes
        self._tails = [[1] + [0] * most]
        for size in reversed(sizes):
            after = self._tails[-1]
            self._tails.append([1] + [after[j] | after[j - 1] << size for j in range(1, most + 1)])
        self._tails.reverse()
        self._up_to = list(accumulate(self._tails[0], or_))

    def reach(self, count: int, total: int) -> bool:
        """Return whether exactly ``count`` of the sizes make ``total``."""
        return bool(self._tails[0][count] >> total & 1)

    def least_over(self, total: int, most: int) -> tuple[int, int]:
        """By how little ``most`` of the sizes or fewer exceed ``total``, as they can, and the fewest that do."""
        enough = self._up_to[most] >> total
        over = (enough & -enough).bit_length() - 1
        return over, next(count for count in range(most + 1) if self.reach(count, total + over))

    def first(self, count: int, total: int) -> list[int]:
        """The places of exactly ``count`` sizes that make ``total``, the earliest places there are."""
        found, left = [], count
        for place, size in enumerate(self._sizes):
            if left and total >= size and self._tails[place + 1][left - 1] >> (total - size) & 1:
                found.append(place)
                total, left = total - size, left - 1
        return found


def _fewest(sizes: Iterable[int], seats: int) -> int:
    """Return how few of ``sizes`` hold so many seats, as all of them do: the largest ones."""
    held = accumulate(sorted(sizes, reverse=True))
    return next(number for number, total in enumerate(held, start=1) if total >= seats)


def _rooms(free_seats: Iterable[FreeSeat], most: int) -> list[_Room]:
    by_room: dict[UUID, list[FreeSeat]] = defaultdict(list)
    for free_seat in free_seats:
        by_room[free_seat.room].append(free_seat)
    return [
        _Room(_stretches(found), most)
        for found in sorted(by_room.values(), key=lambda found: min(s.code for s in found))
    ]


def _stretches(free_seats: Iterable[FreeSeat]) -> list[list[FreeSeat]]:
    found: list[list[FreeSeat]] = []
    for free_seat in sorted(free_seats, key=lambda free_seat: (free_seat.row, free_seat.position, free_seat.code)):
        last = found[-1][-1] if found else None
        if last is not None and last.row == free_seat.row and free_seat.position == last.position + 1:
            found[-1].append(free_seat)
        else:
            found.append([free_seat])
    return found


def _explained(picked: Sequence[FreeSeat]) -> Choice:
    picked = sorted(picked, key=lambda free_seat: free_seat.code)
    rooms = tuple({free_seat.room: free_seat.room_name for free_seat in picked}.values())
    reasons = []
    if len(rooms) > 1:
        reasons.append(
            ngettext(
                "No single room has enough free seats, so they are split over %(count)s room: %(names)s.",
                "No single room has enough free seats, so they are split over %(count)s rooms: %(names)s.",
                len(rooms),
            )
            % {"count": len(rooms), "names": ", ".join(rooms)}
        )
    elif len(picked) > 1:
        reasons.append(_("All %(seats)s seats together in %(room)s.") % {"seats": len(picked), "room": rooms[0]})
        if len(_stretches(picked)) == 1:
            reasons.append(_("Side by side in one row."))
    return Choice(
        tuple(free_seat.id for free_seat in picked),
        tuple(free_seat.code for free_seat in picked),
        rooms,
        tuple(reasons),
    )
