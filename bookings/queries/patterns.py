"""Shifts, as far as bookings are concerned."""

from __future__ import annotations

from bookings.models import Allocation
from facilities.models import ShiftPattern


def is_let(pattern: ShiftPattern) -> bool:
    """Return whether seats have ever been let on the shift: what was sold are its hours."""
    return Allocation.objects.filter(pattern=pattern).exists()
