"""The reminder of an overdue document that is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def reminder_due(due_on: date, today: date, reminders: Iterable[int]) -> int | None:
    """Return which of ``reminders`` (in days late) is due now, or ``None``.

    The latest one counts: a clock that stood still for a week sends one reminder, not three.
    """
    late = (today - due_on).days
    return max((days for days in reminders if days <= late), default=None)
