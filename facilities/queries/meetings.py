"""When somebody who wants seats would first meet somebody who has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.models import Client
from facilities.models import Occupancy, Workstation
from facilities.queries.availability import in_the_way
from kernel.period import ONE_DAY, Period
from kernel.week import DAY, Minutes, Slot

# A seat, whose it is, when, and for which client.
Row = tuple[UUID, UUID, Period, Minutes, Minutes, UUID | None]
COLUMNS = ("workstation", "claim", "days", "minutes", "guarded_minutes", "client")


@dataclass(frozen=True, slots=True)
class Meeting:
    """The first day on which both would sit there, and when: minutes after midnight, their hand-over included.

    ``seat`` is the workstation, ``claim`` whose it is then: the public id of a booking, or of a closure.
    """

    day: date
    hours: tuple[tuple[int, int], ...]
    seat: UUID
    claim: UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a lease would take of seats; ``claim`` is its public id."""

    claim: UUID
    client: UUID
    seats: Sequence[UUID]
    slots: Sequence[Slot]


def first_meeting(
    seats: Iterable[Workstation], *, slots: Sequence[Slot], now: datetime, client: Client
) -> Meeting | None:
    """The earliest on any of the seats; one query."""
    rows = in_the_way(slots=slots, now=now, client=client).filter(workstation__in=seats).order_by()
    return min(_meetings(rows.values_list(*COLUMNS), slots, client.pk), key=_when, default=None)


def meetings(wanted: Sequence[Wanted], *, now: datetime) -> dict[UUID, list[Meeting]]:
    """For each lease, by its public id, the earliest with each of the others on each of its seats, soonest first. One
    query."""
    seats = {seat for each in wanted for seat in each.seats}
    on: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in Occupancy.objects.taking(now).filter(workstation__in=seats).order_by().values_list(*COLUMNS):
        on[row[0]].append(row)
    found: dict[UUID, dict[tuple[UUID, UUID], Meeting]] = {}
    for each in wanted:
        others = [row for seat in each.seats for row in on[seat] if row[1] != each.claim]
        mine = found.setdefault(each.claim, {})
        for meeting in sorted(_meetings(others, each.slots, each.client), key=_when):
            mine.setdefault((meeting.seat, meeting.claim), meeting)
    return {claim: sorted(each.values(), key=_when) for claim, each in found.items()}


def _when(meeting: Meeting) -> tuple[date, tuple[tuple[int, int], ...]]:
    return meeting.day, meeting.hours


def _meetings(rows: Iterable[Row], slots: Sequence[Slot], client: UUID) -> Iterator[Meeting]:
    for seat, claim, days, minutes, guarded, owner in rows:
        for slot in slots:
            shared = slot.minutes & minutes
            if owner not in {None, client}:
                shared = shared or slot.guarded & guarded
            both: Period | None = slot.days & days
            week = () if both is None else (both.start + ONE_DAY * n for n in range(7))
            for day in week:
                if both is not None and day in both and (hours := _on(shared, day)):
                    yield Meeting(day, hours, seat, claim)
                    break


def _on(minutes: Minutes, day: date) -> tuple[tuple[int, int], ...]:
    midnight = day.weekday() * DAY
    here = minutes & Minutes.of([(midnight, midnight + DAY)])
    return tuple((start - midnight, end - midnight) for start, end in here)
