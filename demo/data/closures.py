"""Seats closed for maintenance; days count from the day of loading."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClosureFacts:
    """``seats`` of a facility closed from day ``first`` to day ``last`` (``None`` = until opened again)."""

    facility: str
    seats: int
    first: int
    last: int | None
    reason: str
    decided_days_ago: int


CLOSURES = (
    ClosureFacts("CRK", 4, -2, 9, "New carpet and network outlets", 16),
    ClosureFacts("CEB", 4, 12, 14, "Yearly test of the fire pumps", 6),
    ClosureFacts("MNL", 1, -1, None, "Power outlet sparks; electrician is coming", 1),
)
