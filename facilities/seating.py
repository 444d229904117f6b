"""Which of the free seats a team should get: together first, then breaking up as little free space as possible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Spot(NamedTuple):
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


def choose(spots: Iterable[Spot], seats: int) -> Choice | None:
    """Choose ``seats`` of the free ``spots``; ``None`` when there are too few.

    The best choice there is, compared in this order: fewest rooms, all but one of them filled to the last free seat;
    in that one, the fewest separate stretches of neighbours, then the fewest seats left over in the stretches used,
    then the fewest left over in the room; and as tie-break what comes first by its codes, so that the same question
    has the same answer. docs/seat-choice.md has what this order does to a floor over the years.

    :raises ValueError: for fewer than one seat.
    """
    if seats < 1:
        raise ValueError("choose at least one seat")
    rooms = _rooms(spots)
    if sum(room.size for room in rooms) < seats:
        return None
    ways = list(_ways(rooms, seats))
    fewest = min(way.stretches for way in ways)
    good = [way for way in ways if way.stretches == fewest]
    best = min(good, key=lambda way: (rooms[way.last].over(way.missing), way.left, way.chosen, way.last))
    filled = [spot for place in best.chosen if place != best.last for spot in rooms[place].spots]
    return _explained([*filled, *rooms[best.last].tightest(best.missing)])


@dataclass(frozen=True, slots=True)
class _Way:
    """The fewest rooms, by their places: all of them filled but ``last``, which gives the ``missing`` seats from
    ``stretches`` and has others ``left``."""

    chosen: list[int]
    last: int
    missing: int
    stretches: int
    left: int


def _ways(rooms: Sequence[_Room], seats: int) -> Iterator[_Way]:
    filled = _fewest((room.size for room in rooms), seats) - 1
    for last, room in enumerate(rooms):
        others = [place for place in range(len(rooms)) if place != last]
        sums = _Sums([rooms[place].size for place in others], filled)
        for missing in range(1, min(room.size, seats) + 1):
            if sums.reach(seats - missing):
                chosen = sorted([*(others[n] for n in sums.first(seats - missing)), last])
                yield _Way(chosen, last, missing, room.stretches_for(missing), room.size - missing)


@dataclass(frozen=True, slots=True)
class _Room:
    """The free seats of a room, in stretches that stand side by side."""

    stretches: Sequence[Sequence[Spot]]

    @property
    def size(self) -> int:
        return sum(map(len, self.stretches))

    @property
    def spots(self) -> list[Spot]:
        return [spot for stretch in self.stretches for spot in stretch]

    def stretches_for(self, seats: int) -> int:
        """The fewest stretches that hold so many seats."""
        return _fewest(map(len, self.stretches), seats)

    def over(self, seats: int) -> int:
        """How many seats of the stretches used are left over at least."""
        sums = self._sums(seats)
        return next(over for over in range(self.size) if sums.reach(seats + over))

    def tightest(self, seats: int) -> list[Spot]:
        """So many seats from as few stretches as can be, with as few left over in these."""
        chosen = self._sums(seats).first(seats + self.over(seats))
        # None of them could be left out, so what is too much is less than any of them: the last one has it to spare.
        return [spot for place in chosen for spot in self.stretches[place]][:seats]

    def _sums(self, seats: int) -> _Sums:
        return _Sums([len(stretch) for stretch in self.stretches], self.stretches_for(seats))


class _Sums:
    """Which sums exactly ``count`` of some ``sizes`` make.

    A set of sums is one integer, a bit for each; ``_tails[i][j]`` holds those that ``j`` of the sizes from the
    ``i``-th on make.
    """

    def __init__(self, sizes: Sequence[int], count: int) -> None:
        self._sizes, self._count = sizes, count
        self._tails = [[1] + [0] * count]
        for size in reversed(sizes):
            after = self._tails[-1]
            self._tails.append([1] + [after[j] | after[j - 1] << size for j in range(1, count + 1)])
        self._tails.reverse()

    def reach(self, total: int) -> bool:
        return bool(self._tails[0][self._count] >> total & 1)

    def first(self, total: int) -> list[int]:
        """The places of the sizes that make ``total``, the earliest places there are."""
        found, left = [], self._count
        for place, size in enumerate(self._sizes):
            if left and total >= size and self._tails[place + 1][left - 1] >> (total - size) & 1:
                found.append(place)
                total, left = total - size, left - 1
        return found


def _fewest(sizes: Iterable[int], seats: int) -> int:
    """How few of ``sizes`` hold so many seats, as all of them do: the largest ones."""
    held = accumulate(sorted(sizes, reverse=True))
    return next(number for number, total in enumerate(held, start=1) if total >= seats)


def _rooms(spots: Iterable[Spot]) -> list[_Room]:
    by_room: dict[UUID, list[Spot]] = defaultdict(list)
    for spot in spots:
        by_room[spot.room].append(spot)
    return [
        _Room(_stretches(found)) for found in sorted(by_room.values(), key=lambda found: min(s.code for s in found))
    ]


def _stretches(spots: Iterable[Spot]) -> list[list[Spot]]:
    found: list[list[Spot]] = []
    for spot in sorted(spots, key=lambda spot: (spot.row, spot.position, spot.code)):
        last = found[-1][-1] if found else None
        if last is not None and last.row == spot.row and spot.position == last.position + 1:
            found[-1].append(spot)
        else:
            found.append([spot])
    return found


def _explained(picked: Sequence[Spot]) -> Choice:
    picked = sorted(picked, key=lambda spot: spot.code)
    rooms = tuple({spot.room: spot.room_name for spot in picked}.values())
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
    return Choice(tuple(spot.id for spot in picked), tuple(spot.code for spot in picked), rooms, tuple(reasons))
