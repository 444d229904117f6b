"""The hours of a shift in words, in one time zone or in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from facilities.clocks import FollowedZone, kept_spans, moved, stages
from kernel.period import Period
from kernel.week import ALL_WEEK, DAY, Span, weekly_minutes


def hours_text(spans: Sequence[Span]) -> str:
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


@dataclass(frozen=True, slots=True)
class HoursInTwoZones:
    """The hours from a service day on, at the facility and in the other zone."""

    since: date
    here: str
    there: str


def hours_in_two_zones(
    spans: Sequence[Span], *, home: str, days: Period, followed: FollowedZone, is_kept: bool
) -> list[HoursInTwoZones]:
    """The hours on both clocks, with each change on ``days``, until clocks are no longer known.

    :param is_kept: whether the hours keep ``followed``; otherwise they keep the facility's.
    """
    there = kept_spans(tuple(spans), home=home, followed=followed)
    return [
        HoursInTwoZones(stage.days.start, hours_text(stage.spans), hours_text(there))
        if is_kept
        else HoursInTwoZones(stage.days.start, hours_text(spans), hours_text(moved(there, -stage.shift)))
        for stage in stages(tuple(spans), days=days, home=home, followed=followed)
    ]
