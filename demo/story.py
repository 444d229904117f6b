"""A year told by doing it: operations at their instants, done in order under a moved clock."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from kernel.period import add_months, day_in

Operation = Callable[[datetime], object]

MANILA = ZoneInfo("Asia/Manila")


class Story:
    """Operations planned for instants from ``since`` until ``now``; an operation may plan later ones.

    What is planned for after ``now`` never happens: it is the future. Everything by chance comes from one seeded
    source, asked in the order of the story, so the same day tells the same story.
    """

    def __init__(self, *, since: date, now: datetime) -> None:
        self.since = since
        self.now = now
        self.today = day_of(now)
        self.chance = Random("Sinagtala")  # noqa: S311 - a story, not a secret
        self._planned: list[tuple[datetime, int, Operation]] = []
        self._order = count()

    def plan(self, at: datetime, operation: Operation) -> None:
        if at <= self.now:
            heapq.heappush(self._planned, (at, next(self._order), operation))

    def tell(self, say: Callable[[str], object]) -> int:
        """Do everything in order; returns how many operations. ``say`` hears each month that begins."""
        done = 0
        month = ""
        while self._planned:
            at, _order, operation = heapq.heappop(self._planned)
            if (name := f"{at.astimezone(MANILA):%B %Y}") != month:
                month = name
                say(month)
            operation(at)
            done += 1
        return done

    def month(self, offset: int, day: int = 1) -> date:
        """A day of the month that is ``offset`` months from today's."""
        return add_months(self.today.replace(day=1), offset).replace(day=day)

    def office_hours(self, day: date) -> datetime:
        """Some minute of ``day`` between 9 and 17 in Manila."""
        return at(day, 9) + timedelta(minutes=self.chance.randrange(8 * 60))


def day_of(now: datetime) -> date:
    """The day it is in Manila."""
    return day_in(MANILA.key, now)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant on the clocks of Manila."""
    return datetime.combine(day, time(hour, minute), MANILA)
