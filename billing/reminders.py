"""When to remind of an overdue document: rule values, and which reminder is due."""

from __future__ import annotations

from datetime import date

# Days after the due day.
REMINDERS = (1, 7, 14)


def reminder_due(due_on: date, today: date) -> int | None:
    """Which reminder (in days late) is due now, or ``None``.

    The latest one counts: a clock that stood still for a week sends one reminder, not three.
    """
    late = (today - due_on).days
    return max((days for days in REMINDERS if days <= late), default=None)
