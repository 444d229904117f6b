"""Who has which seats of a room when, drawn by lot. Pure: a room is a number of seats, a client a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from facilities.enums import Purpose, ShiftKind
from kernel.period import Period, add_months

# Seats a team takes, and months it stays, each with its weight.
TEAMS = {4: 10, 6: 15, 8: 20, 12: 25, 20: 20, 40: 10}
TERMS = {3: 20, 6: 30, 12: 35, 24: 15}
GAPS = {1: 50, 2: 30, 4: 20}

MONTHS_BACK = 57
MONTHS_AHEAD = 15
GAP_SHARE = 0.25
# Of the leases that go on today or begin later; of the others so many have a lease after them already.
OPEN_ENDED_SHARE = 0.5
FOLLOWED_SHARE = 0.9
ROUND_THE_CLOCK_SHARE = 0.3
# Seats nobody has now or later.
VACANT_SHARE = 0.1
GIVEN_BACK_SHARE = 0.03

Fate = Literal["stands", "given back", "expired"]


@dataclass(frozen=True, slots=True)
class Letting:
    """Seats of a room, by their places, taken together; ``client`` is ``None`` where they are closed.

    ``fate`` says whether it was given back before its first day, or is a hold nobody has swept away yet.
    """

    seats: range
    shift: ShiftKind
    client: int | None
    purpose: Purpose
    days: Period
    fate: Fate = "stands"


def lettings(*, seats: int, exclusive: bool, clients: int, today: date, lot: Random) -> Iterator[Letting]:
    """Years of one room, past and to come. No two of those that stand ask for one seat in the same hours.

    A room is cut into teams of neighbours. A team's seats are let round the clock, or by day and by night to two
    clients; a room let to one company is let as a whole, in hours that end before midnight.
    """
    for team in [range(seats)] if exclusive else _teams(seats, lot):
        if exclusive or lot.random() < ROUND_THE_CLOCK_SHARE:
            yield from _track(team, ShiftKind.ROUND_THE_CLOCK, clients, today, lot)
        else:
            yield from _track(team, ShiftKind.DAY, clients, today, lot)
            yield from _track(team, ShiftKind.NIGHT, clients, today, lot)


def _teams(seats: int, lot: Random) -> Iterator[range]:
    start = 0
    while start < seats:
        end = min(start + _drawn(TEAMS, lot), seats)
        yield range(start, end)
        start = end


def _track(team: range, shift: ShiftKind, clients: int, today: date, lot: Random) -> Iterator[Letting]:
    """One lease after the other, until one has no end or the horizon is reached."""
    day = add_months(today, -MONTHS_BACK) + timedelta(days=lot.randrange(180))
    horizon = add_months(today, MONTHS_AHEAD)
    is_vacant = lot.random() < VACANT_SHARE
    while day < horizon:
        end = add_months(day, _drawn(TERMS, lot))
        if is_vacant and end > today:
            return
        client = lot.randrange(clients)
        if lot.random() < GIVEN_BACK_SHARE:
            yield Letting(team, shift, lot.randrange(clients), Purpose.LEASE, Period(day, end), "given back")
        if end > today and lot.random() < OPEN_ENDED_SHARE:
            yield Letting(team, shift, client, Purpose.LEASE, Period(day))
            return
        yield Letting(team, shift, client, Purpose.LEASE, Period(day, end))
        if end > today and lot.random() > FOLLOWED_SHARE:
            return
        day = end
        if lot.random() < GAP_SHARE:
            day = add_months(end, _drawn(GAPS, lot))
            gap = Period(end, day)
            if end > today and lot.random() < 0.5:
                fate: Fate = "stands" if lot.random() < 0.8 else "expired"
                yield Letting(team, shift, lot.randrange(clients), Purpose.HOLD, gap, fate)
            elif shift == ShiftKind.ROUND_THE_CLOCK and lot.random() < 0.5:
                yield Letting(team, shift, None, Purpose.CLOSURE, gap)


def _drawn(weights: dict[int, int], lot: Random) -> int:
    return lot.choices(list(weights), list(weights.values()))[0]
