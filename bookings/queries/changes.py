"""What changes of clocks bring about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import dateformat

from accounts.models import Client
from facilities.clocks import FollowedZone, city_of, stages
from facilities.models import Facility, ShiftPattern, Workstation
from facilities.queries.meetings import first_meeting
from kernel.period import Period


def change_that_brings(
    gone: Iterable[Workstation],
    *,
    facility: Facility,
    days: Period,
    pattern: ShiftPattern,
    client: Client,
    now: datetime,
    followed: FollowedZone,
) -> dict[str, str] | None:
    """``day``, ``city`` and ``hours`` as a refusal names them, when only a change of clocks makes somebody who wants
    the seats meet somebody who has them; ``None`` when they meet before."""
    meeting = first_meeting(gone, slots=pattern.slots(facility, days, followed), now=now, client=client)
    if meeting is None:
        return None
    coming = stages(pattern.hours, days=days, home=facility.time_zone, followed=followed)[1:]
    change = next((stage for stage in reversed(coming) if stage.days.start <= meeting.day), None)
    if change is None:
        return None
    return {
        "day": dateformat.format(meeting.day, "j M Y"),
        "city": city_of(change.zone),
        "hours": written_hours(meeting.hours),
    }


def written_hours(hours: Iterable[tuple[int, int]]) -> str:
    """``20:00–20:15``, of minutes after midnight."""
    return ", ".join(f"{_time(start)}–{_time(end)}" for start, end in hours)


def _time(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
