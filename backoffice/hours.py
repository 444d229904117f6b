"""Hours of a shift as staff read them: over midnight and over the week's end, with the hand-over after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facilities.enums import Weekday
from kernel.week import DAY, WEEK, Minutes, Span, weekly_minutes


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of work: ``Sun 22:00`` until ``Mon 06:00``, and kept free until ``Mon 06:15``.

    ``free_until`` is empty where the shift itself goes on.
    """

    starts: str
    ends: str
    free_until: str


def stretches(spans: Sequence[Span], *, buffer: int) -> list[Stretch]:
    """Every stretch of a shift, Monday first; ``buffer`` is the hand-over in minutes."""
    worked = weekly_minutes(spans)
    return [
        Stretch(
            _said(span.week_start),
            _said(span.week_end),
            _said(span.week_end + buffer) if buffer and not _goes_on(worked, span.week_end) else "",
        )
        for span in sorted(spans)
    ]


def _goes_on(worked: Minutes, minute: int) -> bool:
    start = minute % WEEK
    return worked.overlaps(Minutes.of([(start, start + 1)]))


def _said(minute: int) -> str:
    day, rest = divmod(minute % WEEK, DAY)
    return f"{str(Weekday(day).label)[:3]} {rest // 60:02}:{rest % 60:02}"
