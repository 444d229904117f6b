"""When somebody who wants seats would first meet somebody who has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Client
from facilities.models import Workstation
from facilities.queries.availability import in_the_way
from kernel.period import ONE_DAY, Period
from kernel.week import DAY, Minutes, Slot


@dataclass(frozen=True, slots=True)
class Meeting:
    """The first day on which both would sit there, and when: minutes after midnight, their hand-over included."""

    day: date
    hours: tuple[tuple[int, int], ...]


def first_meeting(
    seats: Iterable[Workstation], *, slots: Sequence[Slot], now: datetime, client: Client
) -> Meeting | None:
    """The earliest on any of the seats; one query."""
    rows = in_the_way(slots=slots, now=now, client=client).filter(workstation__in=seats).order_by()
    found: list[Meeting] = []
    for days, minutes, guarded, owner in rows.values_list("days", "minutes", "guarded_minutes", "client"):
        for slot in slots:
            shared = slot.minutes & minutes
            if owner not in {None, client.pk}:
                shared = shared or slot.guarded & guarded
            both: Period | None = slot.days & days
            if both is not None:
                week = (both.start + ONE_DAY * n for n in range(7))
                found += [Meeting(day, hours) for day in week if day in both and (hours := _on(shared, day))][:1]
    return min(found, key=lambda meeting: (meeting.day, meeting.hours), default=None)


def _on(minutes: Minutes, day: date) -> tuple[tuple[int, int], ...]:
    midnight = day.weekday() * DAY
    here = minutes & Minutes.of([(midnight, midnight + DAY)])
    return tuple((start - midnight, end - midnight) for start, end in here)
