"""The waitlist: who is next, what they could have, and how many are before them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from bookings.enums import WaitlistState
from bookings.models import WaitlistEntry
from facilities.demand import Demand
from facilities.models import Facility, ShiftPattern
from facilities.queries.availability import free_from
from facilities.queries.calendars import free_to_stay
from facilities.queries.clocks import followed_zone
from kernel.period import Period
from kernel.week import Minutes, weekly_minutes


def first_in_line() -> QuerySet[WaitlistEntry]:
    """Those who wait, in the order they are served."""
    return WaitlistEntry.objects.in_line()


def offers_made() -> QuerySet[WaitlistEntry]:
    """Offers that nobody has seen the end of."""
    return WaitlistEntry.objects.filter(state=WaitlistState.OFFERED).order_by("offered_at", "pk")


@dataclass(frozen=True, slots=True)
class Fit:
    """A facility and the day from which on enough seats are free for good."""

    facility: Facility
    start: date


def fits(entry: WaitlistEntry, *, now: datetime) -> list[Fit]:
    """Return what the entry could be offered, the earliest first day first; a few queries for any facilities."""
    facilities = Facility.objects.listed()
    places = list(facilities.filter(pk=entry.facility_id) if entry.facility_id else facilities.filter(city=entry.city))
    if not places:
        return []
    # Where it is tomorrow already, nobody can begin on the day that is today elsewhere.
    start = max(entry.earliest, *(place.today(now) for place in places))
    if start > entry.latest:
        return []
    moving = [place for place in places if entry.time_zone not in {"", place.time_zone}]
    staying = [place for place in places if place not in moving]
    free = free_from(Demand(entry.pattern, Period(start), entry.client), facilities=staying, now=now)
    firsts = {place: days[entry.seats - 1] for place in staying if len(days := free[place.pk]) >= entry.seats}
    firsts |= {place: day for place in moving if (day := _first_day(entry, place, start, now)) is not None}
    found = [Fit(place, day) for place, day in firsts.items() if day <= entry.latest]
    return sorted(found, key=lambda fit: (fit.start, fit.facility.name))


def _first_day(entry: WaitlistEntry, place: Facility, start: date, now: datetime) -> date | None:
    """The first day from which on enough seats are free in hours that follow the entry's zone; those free before a
    change of clocks need not be free after it."""
    days = Period.inclusive(start, entry.latest)
    demand = Demand(
        entry.pattern, days, entry.client, followed_zone(entry.time_zone, facility=place, start=start, now=now)
    )
    [calendar] = free_to_stay([demand], facility=place, now=now)
    return next((day for day, free in calendar.by_day() if free is not None and free >= entry.seats), None)


def positions(entries: Iterable[WaitlistEntry]) -> dict[UUID, int]:
    """The place in line of each that waits, 1 for who is next: those before it want hours that meet, where it could be
    served too. Three queries."""
    line = list(WaitlistEntry.objects.in_line().select_related("facility"))
    patterns = ShiftPattern.objects.filter(pk__in={entry.pattern_id for entry in line}).prefetch_related("spans")
    minutes = {pattern.pk: weekly_minutes(pattern.hours) for pattern in patterns}
    wanted = {entry.pk for entry in entries}
    return {
        entry.pk: 1 + _before(entry, line[:number], minutes) for number, entry in enumerate(line) if entry.pk in wanted
    }


def _before(entry: WaitlistEntry, earlier: Sequence[WaitlistEntry], minutes: dict[UUID, Minutes]) -> int:
    return sum(
        _same_place(entry, other) and minutes[entry.pattern_id].overlaps(minutes[other.pattern_id]) for other in earlier
    )


def _same_place(one: WaitlistEntry, other: WaitlistEntry) -> bool:
    if one.facility_id and other.facility_id:
        return one.facility_id == other.facility_id
    return _city(one) == _city(other)


def _city(entry: WaitlistEntry) -> str:
    return entry.facility.city if entry.facility else entry.city
