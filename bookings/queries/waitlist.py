"""The waitlist: who is next, what they could have, and how many are before them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from bookings.enums import WaitState
from bookings.models import Wait
from facilities.models import Facility, ShiftPattern
from facilities.queries.availability import free_from
from facilities.queries.calendars import free_to_stay
from kernel.period import Period
from kernel.week import Minutes, weekly_minutes


def first_in_line() -> QuerySet[Wait]:
    """Those who wait, in the order they are served."""
    return Wait.objects.in_line()


def offers_made() -> QuerySet[Wait]:
    """Offers that nobody has seen the end of."""
    return Wait.objects.filter(state=WaitState.OFFERED).order_by("offered_at", "pk")


@dataclass(frozen=True, slots=True)
class Fit:
    """Where and from when on enough seats are free for good."""

    facility: Facility
    start: date


def fits(wait: Wait, *, now: datetime) -> list[Fit]:
    """What the wait could be offered, the earliest first day first; a few queries however many facilities."""
    facilities = Facility.objects.listed()
    places = list(facilities.filter(pk=wait.facility_id) if wait.facility_id else facilities.filter(city=wait.city))
    if not places:
        return []
    # Where it is tomorrow already nobody can begin today.
    start = max(wait.earliest, *(now.astimezone(place.zone).date() for place in places))
    if start > wait.latest:
        return []
    moving = [place for place in places if wait.time_zone not in {"", place.time_zone}]
    staying = [place for place in places if place not in moving]
    free = free_from(facilities=staying, pattern=wait.pattern, start=start, now=now, client=wait.client)
    firsts = {place: days[wait.seats - 1] for place in staying if len(days := free[place.pk]) >= wait.seats}
    firsts |= {place: day for place in moving if (day := _first_day(wait, place, start, now)) is not None}
    found = [Fit(place, day) for place, day in firsts.items() if day <= wait.latest]
    return sorted(found, key=lambda fit: (fit.start, fit.facility.name))


def _first_day(wait: Wait, place: Facility, start: date, now: datetime) -> date | None:
    """The first day from which on enough seats are free in hours that keep the wait's clock; those free before a
    change of clocks need not be free after it."""
    [calendar] = free_to_stay(
        facility=place,
        patterns=[wait.pattern],
        period=Period.inclusive(start, wait.latest),
        now=now,
        zone=wait.time_zone,
        client=wait.client,
    )
    return next((day for day, free in calendar.by_day() if free is not None and free >= wait.seats), None)


def positions(waits: Iterable[Wait]) -> dict[UUID, int]:
    """The place in line of each that waits, 1 for who is next: those before it want hours that meet, where it could be
    served too. Three queries."""
    line = list(Wait.objects.in_line().select_related("facility"))
    patterns = ShiftPattern.objects.filter(pk__in={wait.pattern_id for wait in line}).prefetch_related("spans")
    minutes = {pattern.pk: weekly_minutes(pattern.hours) for pattern in patterns}
    wanted = {wait.pk for wait in waits}
    return {wait.pk: 1 + _before(wait, line[:number], minutes) for number, wait in enumerate(line) if wait.pk in wanted}


def _before(wait: Wait, earlier: Sequence[Wait], minutes: dict[UUID, Minutes]) -> int:
    return sum(
        _same_place(wait, other) and minutes[wait.pattern_id].overlaps(minutes[other.pattern_id]) for other in earlier
    )


def _same_place(one: Wait, other: Wait) -> bool:
    if one.facility_id and other.facility_id:
        return one.facility_id == other.facility_id
    return _city(one) == _city(other)


def _city(wait: Wait) -> str:
    return wait.facility.city if wait.facility else wait.city
