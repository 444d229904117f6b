"""The hours of a shift as people read them, on the clock of any time zone; pure, no clock of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from kernel.week import ALL_WEEK, DAY, Span, weekly_minutes


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a day that is worked, for a bar of 24 hours: where it starts and how long it is, in minutes."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Hours:
    """A shift on one clock: ``text`` such as ``Mon–Fri 21:00–06:00``, and its stretches in a day from midnight.

    ``since`` is the day from which a clock change makes them so; ``None`` for the hours at the start.
    """

    text: str
    stretches: tuple[Stretch, ...]
    since: date | None = None


def local_hours(spans: Sequence[Span]) -> Hours:
    """The hours of a shift on the facility's own clock."""
    return Hours(_text(spans), _stretches(spans))


def hours_in(spans: Sequence[Span], *, zone: str, seen_from: str, start: date, last: date | None = None) -> list[Hours]:
    """The hours of a shift of a facility in ``zone`` as somebody in ``seen_from`` lives them.

    The first entry holds at ``start``; where clocks change by ``last`` (a year from the start when not told) the
    next one says from when, at most one more.
    """
    home, away = ZoneInfo(zone), ZoneInfo(seen_from)
    first = _gap(home, away, start)
    found = [Hours(_text(moved := [_moved(span, first) for span in spans]), _stretches(moved))]
    day = start
    end = last or start + timedelta(days=365)
    while (day := day + timedelta(days=1)) <= end:
        gap = _gap(home, away, day)
        if gap != first:
            moved = [_moved(span, gap) for span in spans]
            if _text(moved) != found[0].text:
                found.append(Hours(_text(moved), _stretches(moved), since=day))
            break
    return found


def _gap(home: ZoneInfo, away: ZoneInfo, day: date) -> int:
    """Minutes that the away clock is ahead of the home clock at noon of ``day``."""
    noon = datetime.combine(day, time(12), tzinfo=home)
    there = noon.astimezone(away).replace(tzinfo=None)
    return int((there - noon.replace(tzinfo=None)).total_seconds() // 60)


def _moved(span: Span, gap: int) -> Span:
    days, start = divmod(span.start + gap, DAY)
    return Span((span.weekday + days) % 7, start, span.length)


def _text(spans: Sequence[Span]) -> str:
    """``Mon–Fri 08:00–17:00``; days with other hours follow after a comma."""
    if weekly_minutes(spans) == ALL_WEEK:
        return _("Every day, 24 hours")
    groups: dict[tuple[int, int], list[int]] = {}
    for span in sorted(spans):
        groups.setdefault((span.start, span.length), []).append(span.weekday)
    return ", ".join(
        f"{_weekdays(days)} {_time(start)}–{_time(start + length)}" for (start, length), days in groups.items()
    )


def _weekdays(days: Sequence[int]) -> str:
    """``Mon–Fri``, ``Sat, Sun``, ``Sun–Thu``; a run may go round the end of the week."""
    if len(days) == 7:
        return f"{WEEKDAYS_ABBR[0]}–{WEEKDAYS_ABBR[6]}"
    runs: list[list[int]] = []
    for weekday in _from_the_gap(days):
        if runs and (runs[-1][-1] + 1) % 7 == weekday:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    return ", ".join(_run(run) for run in runs)


def _run(days: Sequence[int]) -> str:
    names = [str(WEEKDAYS_ABBR[day]) for day in days]
    return f"{names[0]}–{names[-1]}" if len(names) > 2 else ", ".join(names)


def _from_the_gap(days: Sequence[int]) -> list[int]:
    """``days`` in the order of the week, beginning after a day off, so that a run over Sunday stays one."""
    ordered = sorted(set(days))
    begin = next((day for day in ordered if (day - 1) % 7 not in ordered), ordered[0])
    return sorted(ordered, key=lambda day: (day - begin) % 7)


def _time(minutes: int) -> str:
    hour, minute = divmod(minutes % DAY, 60)
    return f"{hour:02}:{minute:02}"


def _stretches(spans: Iterable[Span]) -> tuple[Stretch, ...]:
    """What of a day from midnight is worked, on any day of the week."""
    parts: set[tuple[int, int]] = set()
    for span in spans:
        end = span.start + span.length
        parts.add((span.start, min(end, DAY)))
        if end > DAY:
            parts.add((0, end - DAY))
    return tuple(Stretch(start, end - start) for start, end in sorted(parts))
