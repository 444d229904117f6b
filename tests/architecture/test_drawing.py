"""The drawing of who imports whom says what the contract says."""

from __future__ import annotations

import re
from itertools import pairwise

from local.paths import ROOT
from tests.architecture.sources import layers


def drawn() -> set[tuple[str, str]]:
    """The arrows of the first drawing in docs/architecture.md: from whom to whom."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    lines = text.split("```mermaid\n", 1)[1].split("```", 1)[0].splitlines()[1:]
    arrows = [[_names(side) for side in line.split("-->")] for line in lines if "-->" in line]
    return {(upper, lower) for uppers, lowers in arrows for upper in uppers for lower in lowers}


def _names(side: str) -> list[str]:
    return [part.strip().partition("[")[0] for part in re.sub(r'"[^"]*"', "", side).split("&")]


def test_the_drawing_has_every_app_and_arrows_that_lead_down() -> None:
    height = {app: n for n, layer in enumerate(layers()) for app in layer}
    assert {app for arrow in drawn() for app in arrow} == set(height)
    assert [arrow for arrow in drawn() if height[arrow[0]] >= height[arrow[1]]] == []


def test_each_layer_is_drawn_above_the_next() -> None:
    joined = drawn()
    assert ("billing", "bookings") in joined
    apart = [
        (sorted(upper), sorted(lower))
        for upper, lower in pairwise(layers())
        if not any((one, other) in joined for one in upper for other in lower)
    ]
    assert apart == []
