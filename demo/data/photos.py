"""Pictures of the demo's facilities: drawn for this project, so they are under its licence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ALBUM = Path(__file__).parent.parent / "photos"


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """``file`` lies in the album; ``shows`` is read to those who can't see it."""

    file: str
    shows: str
    caption: str = ""


ROWS = PhotoFacts(
    "rows-by-day.jpg", "Two long rows of desks with monitors and teal chairs, agents with headsets, towers outside"
)
NIGHT = PhotoFacts(
    "night-shift.jpg", "A floor at night: lit screens, agents at work, city lights outside", "The night shift"
)
GARDEN = PhotoFacts(
    "rows-with-a-garden.jpg", "Rows of bright desks with orange chairs; trees behind the windows at the far end"
)
CLEAN_ROOM = PhotoFacts(
    "clean-room.jpg", "Desks behind a glass wall with a door sign that reads Clean room", "The PCI clean room"
)
SUITE = PhotoFacts(
    "private-suite.jpg",
    "A room of its own with purple chairs and a sideboard, the evening sky outside",
    "A private suite",
)
PANTRY = PhotoFacts(
    "pantry.jpg", "Round tables with stools under green lamps, a counter and trees outside", "The pantry"
)

PHOTOS = {"CEB": (ROWS, NIGHT, CLEAN_ROOM), "CRK": (GARDEN, PANTRY), "MNL": (SUITE, NIGHT, CLEAN_ROOM)}
