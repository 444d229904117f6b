"""Teams that come and go, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from benchmarks.fragmentation.demand import WARM_UP, Request
from benchmarks.fragmentation.floors import Broken, broken
from benchmarks.fragmentation.strategies import Strategy
from facilities.seat_choice import FreeSeat


@dataclass(slots=True)
class Story:
    """What became of the requests.

    ``too_scattered`` went away although enough seats were free; ``taken`` are seats accepted. ``together`` sit in one
    room, ``side_by_side`` in one stretch of neighbours; ``months`` has how broken up the free seats were at the end of
    each.
    """

    seats: int
    asked: int = 0
    accepted: int = 0
    too_scattered: int = 0
    together: int = 0
    side_by_side: int = 0
    taken: int = 0
    seat_months: int = 0
    months: list[Broken] = field(default_factory=list)

    @property
    def occupancy(self) -> float:
        return 1 - fmean(month.free for month in self.months) / self.seats

    @property
    def fragmentation(self) -> float:
        """The mean of the months."""
        return fmean(month.fragmentation for month in self.months)

    @property
    def weighted(self) -> float:
        """The same with each month weighted by its free seats: the last five seats of a full floor tell little."""
        return 1 - sum(month.longest for month in self.months) / self._free

    @property
    def unusable_side_by_side(self) -> float:
        """Share of the free seats, all months together."""
        return sum(month.unusable_side_by_side for month in self.months) / self._free

    @property
    def unusable_in_one_room(self) -> float:
        """Share of the free seats, all months together."""
        return sum(month.unusable_in_one_room for month in self.months) / self._free

    @property
    def refused(self) -> float:
        """The mean of the months."""
        return fmean(month.refused for month in self.months)

    @property
    def _free(self) -> int:
        return sum(month.free for month in self.months)


COUNTS = ("asked", "accepted", "too_scattered", "together", "side_by_side", "taken", "seat_months")


def joined(stories: Sequence[Story]) -> Story:
    """Several stories of one floor told as one."""
    told = Story(stories[0].seats)
    for story in stories:
        for count in COUNTS:
            setattr(told, count, getattr(told, count) + getattr(story, count))
        told.months += story.months
    return told


def live(floor: Sequence[FreeSeat], wishes: Iterable[Request], strategy: Strategy, *, months: int) -> Story:
    """Let a floor for ``months`` after the warm-up, seating each team for which there are seats as it wants them; the
    others go away.

    :raises ValueError: when a strategy gives away a taken seat, too few or too many.
    """
    story = Story(len(floor))
    place_of = {free_seat.id: place for place, free_seat in enumerate(floor)}
    until = [0] * len(floor)
    coming: defaultdict[int, list[Request]] = defaultdict(list)
    for wish in wishes:
        coming[wish.month].append(wish)
    for month in range(WARM_UP + months):
        counts = month >= WARM_UP
        for wish in coming[month]:
            free = [free_seat for free_seat, end in zip(floor, until, strict=True) if end <= month]
            seated = strategy(free, wish) if len(free) >= wish.seats else []
            places = {place_of[free_seat.id] for free_seat in seated}
            if seated and (len(places) != wish.seats or any(until[place] > month for place in places)):
                raise ValueError(f"not {wish.seats} free seats: {seated}")
            for place in places:
                until[place] = month + wish.term
            if counts:
                _tell(story, wish, seated, were_enough=len(free) >= wish.seats)
        if counts:
            story.months.append(
                broken([free_seat for free_seat, end in zip(floor, until, strict=True) if end <= month])
            )
    return story


def _tell(story: Story, wish: Request, seated: Sequence[FreeSeat], *, were_enough: bool) -> None:
    story.asked += 1
    if seated:
        found = broken(seated)
        story.accepted += 1
        story.together += len(found.rooms) == 1
        story.side_by_side += len(found.stretches) == 1
        story.taken += wish.seats
        story.seat_months += wish.seats * wish.term
    else:
        story.too_scattered += were_enough
