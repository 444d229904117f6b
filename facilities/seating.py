"""Which of the free seats a team should get: together first, then breaking up as little free space as possible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Spot:
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


@dataclass(frozen=True, slots=True)
class _Run:
    """Free seats side by side in one row."""

    spots: tuple[Spot, ...]


def choose(spots: Iterable[Spot], seats: int) -> Choice | None:
    """Choose ``seats`` of the free ``spots``; ``None`` when there are too few.

    The objective, compared in this order: fewest rooms; in the last room entered, fewest rows broken into; least
    space left over in the room (the room that fits most tightly); and as tie-break the lowest codes, so that the
    same question has the same answer.

    :raises ValueError: for fewer than one seat.
    """
    if seats < 1:
        raise ValueError("choose at least one seat")
    rooms: dict[UUID, list[Spot]] = defaultdict(list)
    for spot in spots:
        rooms[spot.room].append(spot)
    if sum(map(len, rooms.values())) < seats:
        return None
    picked: list[Spot] = []
    left = sorted(rooms.values(), key=lambda room: (-len(room), min(spot.code for spot in room)))
    while len(picked) < seats:
        missing = seats - len(picked)
        fitting = [room for room in left if len(room) >= missing]
        if fitting:
            best = min(
                (_within(room, missing) + (room,) for room in fitting),
                key=lambda found: (found[1], len(found[2]) - missing, [spot.code for spot in found[0]]),
            )
            picked += best[0]
        else:
            # No room takes them all: fill the largest, so that the fewest rooms are used.
            picked += left.pop(0)
    return _explained(picked, seats)


def _within(room: list[Spot], seats: int) -> tuple[list[Spot], int]:
    """Seats of one room in as few unbroken runs as a greedy choice finds, and how many runs that takes."""
    runs = _runs(room)
    picked: list[Spot] = []
    used = 0
    while len(picked) < seats:
        missing = seats - len(picked)
        used += 1
        exact = [run for run in runs if len(run.spots) >= missing]
        if exact:
            run = min(exact, key=lambda run: (len(run.spots), run.spots[0].code))
            picked += run.spots[:missing]
        else:
            run = max(runs, key=lambda run: (len(run.spots), [-ord(letter) for letter in run.spots[0].code]))
            picked += run.spots
        runs.remove(run)
    return picked, used


def _runs(room: list[Spot]) -> list[_Run]:
    runs: list[list[Spot]] = []
    for spot in sorted(room, key=lambda spot: (spot.row, spot.position, spot.code)):
        last = runs[-1][-1] if runs else None
        if last is not None and last.row == spot.row and spot.position == last.position + 1:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return [_Run(tuple(run)) for run in runs]


def _explained(picked: list[Spot], seats: int) -> Choice:
    picked = sorted(picked, key=lambda spot: spot.code)
    rooms = tuple(dict.fromkeys(spot.room_name for spot in picked))
    rows = len({(spot.room, spot.row) for spot in picked})
    reasons = []
    if len(rooms) == 1:
        if seats > 1:
            reasons.append(_("All %(seats)s seats together in %(room)s.") % {"seats": seats, "room": rooms[0]})
        if rows == 1 and seats > 1:
            reasons.append(_("Side by side in one row."))
    else:
        names = ", ".join(rooms)
        reasons.append(
            ngettext(
                "No single room has enough free seats, so they are split over %(count)s room: %(names)s.",
                "No single room has enough free seats, so they are split over %(count)s rooms: %(names)s.",
                len(rooms),
            )
            % {"count": len(rooms), "names": names}
        )
    return Choice(tuple(spot.id for spot in picked), tuple(spot.code for spot in picked), rooms, tuple(reasons))
