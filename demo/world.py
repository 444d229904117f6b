"""What every part of the story needs at hand."""

from __future__ import annotations

from dataclasses import dataclass

from demo.people import Cast
from demo.places import Places
from demo.story import Story


@dataclass(frozen=True, slots=True)
class World:
    story: Story
    places: Places
    cast: Cast
