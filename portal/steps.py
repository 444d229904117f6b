"""The way from seats on hold to a lease, as a person on it sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Progress = Literal["done", "now", "next"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name and whether it lies behind, here or ahead."""

    label: str
    progress: Progress


def steps_until(labels: list[str], current: int) -> list[Step]:
    """``labels`` as steps, of which the one at ``current`` (from 0) is where the person stands."""
    return [
        Step(label, "done" if place < current else "now" if place == current else "next")
        for place, label in enumerate(labels)
    ]
