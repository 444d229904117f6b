"""How many examples a property test draws: as many as it says, more or fewer by the profile that is loaded."""

from __future__ import annotations

from hypothesis import settings

USUAL = 100


def examples(number: int) -> settings:
    """A decorator for ``number`` examples, of a hundred that others draw; in the same proportion under each profile."""
    return settings(max_examples=max(2, number * settings().max_examples // USUAL))
