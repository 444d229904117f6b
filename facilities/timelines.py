"""The moments at which the clocks of two zones change, and by how much they are apart in between.

Instants are minutes of UTC since day 0 of the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from kernel.week import DAY

# Nobody changes the clocks and changes them back within so many days.
STEP = 5


@dataclass(frozen=True, slots=True)
class Between:
    """Between two changes of either clock: minutes that the followed clock and the facility's are ahead of UTC."""

    since: int
    away: int
    home: int


def minute(day: date) -> int:
    return day.toordinal() * DAY


def with_ends(timeline: Sequence[Between]) -> Iterator[tuple[Between, float]]:
    return zip(timeline, [*(each.since for each in timeline[1:]), float("inf")], strict=True)


@lru_cache(maxsize=512)
def timeline(home: str, away: str, first_year: int, last_year: int) -> tuple[Between, ...]:
    """Both clocks from before the first year to the end of the last, with an entry for each change of either."""
    begin = minute(date(first_year, 1, 1))
    here, there = _offset(home, begin), _offset(away, begin)
    found = [Between(-(2**62), there, here)]
    moves = sorted(
        [(*move, True) for year in range(first_year, last_year + 1) for move in _changes(home, year)]
        + [(*move, False) for year in range(first_year, last_year + 1) for move in _changes(away, year)]
    )
    for at, offset, is_here in moves:
        here, there = (offset, there) if is_here else (here, offset)
        if found[-1].since == at:
            found.pop()
        found.append(Between(at, there, here))
    return tuple(found)


@cache
def _changes(zone: str, year: int) -> tuple[tuple[int, int], ...]:
    """Minutes of UTC in a year at which a zone's clock changes, with its offset from then on."""
    found = []
    low, end = minute(date(year, 1, 1)), minute(date(year + 1, 1, 1))
    before = _offset(zone, low)
    while low < end:
        high = min(low + STEP * DAY, end)
        after = _offset(zone, high)
        if after != before:
            found.append((_first_with(zone, low, high, after), after))
        low, before = high, after
    return tuple(found)


def _first_with(zone: str, low: int, high: int, offset: int) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _offset(zone, middle) == offset else (middle, high)
    return high


def _offset(zone: str, minute: int) -> int:
    """Minutes that a zone's clock is ahead of UTC at a minute of UTC."""
    days, minutes = divmod(minute, DAY)
    at = datetime.fromordinal(days).replace(tzinfo=UTC) + timedelta(minutes=minutes)
    ahead = at.astimezone(ZoneInfo(zone)).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds() // 60)
