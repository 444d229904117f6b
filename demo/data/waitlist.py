"""Who waits for seats, in the order they joined."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaitlistFacts:
    """A request put on the waitlist ``ago`` hours before the story ends, to begin within ``window`` days from ``lead``
    days on. ``place`` is a facility's code, or a city."""

    client: str
    place: str
    shift: str
    seats: int
    term: int
    ago: int
    lead: int
    window: int


WAITLIST = (
    WaitlistFacts("bayani", "CEB", "24h", seats=40, term=24, ago=9 * 24, lead=14, window=120),
    WaitlistFacts("copperline", "Cebu", "night", seats=6, term=12, ago=30, lead=10, window=90),
)
# How many hours before the end the clock last found seats for somebody.
OFFERED_AGO = 6
