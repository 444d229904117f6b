"""The tone of each state's badge: what is well, what waits for somebody, what went wrong."""

from __future__ import annotations

from typing import Any

TONES = {
    # bookings
    "held": "warning",
    "submitted": "warning",
    "confirmed": "info",
    "active": "success",
    "notice_given": "warning",
    "ended": "default",
    "expired": "default",
    "cancelled": "default",
    "declined": "danger",
    "terminated": "danger",
    # the waitlist
    "offered": "warning",
    "taken": "success",
    "lapsed": "default",
    "withdrawn": "default",
    # seats
    "in_service": "success",
    "spare": "info",
    "retired": "default",
    # mails
    "waiting": "info",
    "sent": "success",
    "failed": "danger",
    # billing runs and their items
    "preparing": "info",
    "ready": "warning",
    "issuing": "info",
    "done": "success",
    "discarded": "default",
    "previewed": "info",
    "issued": "success",
    "nothing": "default",
    "skipped": "default",
    # transfer notices; also items of a run nobody has looked at
    "pending": "warning",
    "matched": "success",
    "rejected": "danger",
}

SEVERITIES = {"minor": "info", "major": "warning", "critical": "danger"}


def badge(subject: Any) -> tuple[str, str]:
    """State and words, as a badge column of a list wants them."""
    words = str(subject.get_state_display())
    return str(subject.state), words[:1].upper() + words[1:]
