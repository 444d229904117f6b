"""Teams that come and go, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import fmean

from benchmarks.fragmentation.floors import Broken, broken
from benchmarks.fragmentation.ways import Way
from facilities.seating import Spot

# Written down before anything was measured: seats of a team and months of its lease, each with its weight out of 100.
SIZES = {1: 6, 2: 8, 3: 8, 4: 10, 5: 12, 6: 10, 8: 12, 10: 12, 12: 8, 15: 6, 20: 4, 30: 3, 40: 1}
TERMS = {1: 5, 3: 20, 6: 30, 12: 30, 24: 15}
# Teams that ask in a month, on average: together they would fill about 75, 90 and 115 % of a floor of 320 seats.
ARRIVALS = {"quiet": 3.0, "busy": 3.6, "crowded": 4.5}
# Until the floor is as full as it will be; not counted.
WARM_UP = 60


@dataclass(frozen=True, slots=True)
class Request:
    """A team that would come in ``month`` for ``term`` months."""

    month: int
    seats: int
    term: int


def requests(months: int, *, arrivals: float, seed: int) -> list[Request]:
    """The same for every way of seating, for so many months after the warm-up: a Poisson process, ``arrivals`` a
    month."""
    lot = Random(seed)
    found = []
    at = lot.expovariate(arrivals)
    while at < WARM_UP + months:
        found.append(Request(int(at), _drawn(SIZES, lot), _drawn(TERMS, lot)))
        at += lot.expovariate(arrivals)
    return found


def _drawn(weights: dict[int, int], lot: Random) -> int:
    return lot.choices(list(weights), list(weights.values()))[0]


@dataclass(slots=True)
class Story:
    """What became of the requests. ``together`` sit in one room, ``side_by_side`` in one stretch of neighbours;
    ``by_size`` has (accepted, split over rooms) by the seats of a team, and ``months`` how broken up the free seats
    were at the end of each."""

    seats: int
    asked: int = 0
    accepted: int = 0
    together: int = 0
    side_by_side: int = 0
    seat_months: int = 0
    by_size: dict[int, tuple[int, int]] = field(default_factory=dict)
    months: list[Broken] = field(default_factory=list)

    @property
    def split(self) -> int:
        return self.accepted - self.together

    @property
    def taken_share(self) -> float:
        return 1 - fmean(month.free for month in self.months) / self.seats

    @property
    def fragmentation(self) -> float:
        """The mean of the months."""
        return fmean(month.fragmentation for month in self.months)

    @property
    def weighted(self) -> float:
        """The same with each month weighted by its free seats: the last five seats of a full floor tell little."""
        return 1 - sum(month.longest for month in self.months) / sum(month.free for month in self.months)

    @property
    def fragmentation_by_room(self) -> float:
        return fmean(month.by_room for month in self.months)

    @property
    def stretches(self) -> float:
        return fmean(month.stretches for month in self.months)

    @property
    def longest(self) -> float:
        return fmean(month.longest for month in self.months)


def joined(stories: Sequence[Story]) -> Story:
    """Several stories of one floor told as one."""
    told = Story(stories[0].seats)
    for story in stories:
        for count in ("asked", "accepted", "together", "side_by_side", "seat_months"):
            setattr(told, count, getattr(told, count) + getattr(story, count))
        for size, (accepted, split) in story.by_size.items():
            before = told.by_size.get(size, (0, 0))
            told.by_size[size] = (before[0] + accepted, before[1] + split)
        told.months += story.months
    return told


def live(floor: Sequence[Spot], wishes: Iterable[Request], way: Way, *, months: int, insist: bool) -> Story:
    """Let a floor for ``months`` after the warm-up, seating each team for which there are seats.

    With ``insist`` a team that would be split over rooms goes away; without, it comes all the same.
    """
    story = Story(len(floor))
    until: dict[Spot, int] = {}
    coming: defaultdict[int, list[Request]] = defaultdict(list)
    for wish in wishes:
        coming[wish.month].append(wish)
    for month in range(WARM_UP + months):
        until = {spot: end for spot, end in until.items() if end > month}
        counts = month >= WARM_UP
        for wish in coming[month]:
            free = [spot for spot in floor if spot not in until]
            seated = way(free, wish.seats) if len(free) >= wish.seats else []
            together = len({spot.room for spot in seated}) == 1
            if insist and not together:
                seated = []
            until |= dict.fromkeys(seated, month + wish.term)
            if counts:
                _tell(story, wish, seated, together=together)
        if counts:
            story.months.append(broken([spot for spot in floor if spot not in until]))
    return story


def _tell(story: Story, wish: Request, seated: Sequence[Spot], *, together: bool) -> None:
    story.asked += 1
    if seated:
        story.accepted += 1
        story.together += together
        story.side_by_side += broken(seated).stretches == 1
        story.seat_months += wish.seats * wish.term
        accepted, split = story.by_size.get(wish.seats, (0, 0))
        story.by_size[wish.seats] = (accepted + 1, split + (not together))
