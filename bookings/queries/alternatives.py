"""Alternatives to a request that can't be met: the nearest that can, the least change first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.queries.seat_features import SeatFeatures
from bookings.seat_requests import SeatRequest
from facilities.demand import Demand
from facilities.models import Facility, Rate, ShiftPattern
from facilities.queries.availability import free_from
from facilities.queries.catalogue import offered_patterns
from facilities.queries.prices import rates_on
from facilities.queries.vacancies import vacancies_of
from kernel.period import Period, add_months
from kernel.wording import written

MONTHS_LOOKED_AHEAD = 6
# Other facilities named for one that has too few seats: the nearest ones.
MOST_OTHER_FACILITIES = 3
# Facilities nobody asked about that are looked at for them.
MOST_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another request that can be met; ``params`` are the search parameters that differ."""

    kind: str
    label: str
    params: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Search:
    """A request that is searched for, and the answers that several offers share.

    ``demand`` is what it asks of the seats of any facility. Of the ``facilities`` asked about, ``free`` has how many
    seats are free in each, ``priced`` those that have a list price, and ``unmet`` those to find something else for.
    """

    request: SeatRequest
    demand: Demand
    now: datetime
    facilities: Sequence[Facility]
    free: Mapping[UUID, int]
    priced: Collection[UUID]
    unmet: Sequence[Facility] = ()

    @cached_property
    def other_shifts(self) -> list[tuple[ShiftPattern, dict[UUID, int]]]:
        """Every other shift on offer, with the free seats of each unmet facility that has a price for it."""
        rates = rates_on(self.request.start).filter(facility__in=self.unmet)
        priced = set(rates.values_list("facility", "pattern"))
        return [
            (
                pattern,
                self._counted(
                    [place for place in self.unmet if (place.pk, pattern.pk) in priced],
                    replace(self.demand, pattern=pattern),
                ),
            )
            for pattern in offered_patterns()
            if pattern != self.request.pattern
        ]

    @cached_property
    def free_in_own_zone(self) -> dict[UUID, int]:
        """Free seats when the hours follow each facility's time zone instead."""
        return self._counted(self.unmet, replace(self.demand, zone=None))

    @cached_property
    def free_for_good(self) -> dict[UUID, list[date]]:
        for_good = replace(self.demand, days=Period(self.request.start))
        return free_from(for_good, facilities=self.unmet, now=self.now)

    @cached_property
    def roomy(self) -> list[Facility]:
        """Facilities with enough seats and a list price: of those asked about, and of a few others, the nearest."""
        seats = self.request.count
        known = [place for place in self.facilities if place.pk in self.priced and self.free[place.pk] >= seats]
        if len(self.facilities) > 1 and all(
            sum(other != place and other.city == place.city for other in known) >= MOST_OTHER_FACILITIES
            for place in self.unmet
        ):
            # A search of several places has all of their city already, so that none outside is nearer.
            return known
        asked = {place.pk for place in self.facilities}
        cities, countries = {place.city for place in self.facilities}, {place.country for place in self.facilities}
        others = sorted(
            Facility.objects.listed().exclude(pk__in=asked),
            key=lambda place: (place.city not in cities, place.country not in countries, place.name),
        )[:MOST_LOOKED_AT]
        rates = rates_on(self.request.start).filter(facility__in=others, pattern=self.request.pattern)
        priced = {*self.priced, *rates.values_list("facility", flat=True)}
        free = {**self.free, **self._counted([place for place in others if place.pk in priced], self.demand)}
        return [place for place in (*self.facilities, *others) if place.pk in priced and free.get(place.pk, 0) >= seats]

    def _counted(self, facilities: Sequence[Facility], demand: Demand) -> dict[UUID, int]:
        """Count the seats that are free in each."""
        free = vacancies_of(demand, facilities=facilities, now=self.now)
        return {place: vacancies.count for place, vacancies in free.items()}


def alternatives(
    place: Facility, free: int, rate: Rate | None, search: Search, features: SeatFeatures
) -> Iterator[Alternative]:
    """The nearest requests that can be met: the least change first.

    A first day before the one asked for is none of them: seats that are free for good from a day on are free from
    every later one.
    """
    request = search.request
    if rate is not None and features.left_out(place, rate):
        yield from _with_less(place, rate, search, features)
        return
    if rate is not None and (request.count < rate.minimum_seats or request.months < rate.minimum_months):
        yield from _to_the_minimum(rate, search.request)
        return
    if request.requirements.asks_for_rooms:
        # How many seats of such rooms are free on other days and shifts is not counted.
        yield from _in_any_room(place, search)
        yield from _fewer(free, rate, search.request)
        return
    starts = search.free_for_good[place.pk]
    horizon = add_months(request.start, MONTHS_LOOKED_AHEAD)
    if rate is not None and len(starts) >= request.count and request.start < starts[request.count - 1] <= horizon:
        later = starts[request.count - 1]
        label = _("Start on %(day)s") % {"day": written(later)}
        yield Alternative("start", label, {"start": later.isoformat()})
    if search.demand.zone is not None and rate is not None and search.free_in_own_zone[place.pk] >= request.count:
        label = _("Keep the hours at %(city)s time") % {"city": place.city}
        yield Alternative("time_zone", label, {"time_zone": ""})
    for pattern, counts in search.other_shifts:
        if counts.get(place.pk, 0) >= request.count:
            label = _("Take the shift “%(shift)s”") % {"shift": pattern.name}
            yield Alternative("shift", label, {"shift": pattern.slug})
    for other in _nearest(place, search):
        label = _("%(seats)s seats are free in %(facility)s") % {"seats": request.count, "facility": other.name}
        yield Alternative("facility", label, {"city": other.city, "facility": other.slug})
    yield from _fewer(free, rate, search.request)


def _nearest(place: Facility, search: Search) -> list[Facility]:
    """A few others with enough seats and a list price: in the same city, then in the same country, then anywhere."""
    others = [other for other in search.roomy if other != place]
    others.sort(key=lambda other: (other.city != place.city, other.country != place.country, other.name))
    return others[:MOST_OTHER_FACILITIES]


def _fewer(free: int, rate: Rate | None, request: SeatRequest) -> Iterator[Alternative]:
    if rate is not None and rate.minimum_seats <= free < request.count:
        label = ngettext("Take the %(free)s seat that is free", "Take the %(free)s seats that are free", free)
        yield Alternative("seats", label % {"free": free}, {"seats": str(free)})


def _in_any_room(place: Facility, search: Search) -> Iterator[Alternative]:
    if search.free[place.pk] >= search.request.count:
        yield Alternative("needs", _("Take seats in any room"), {"space": "", "clean_room": ""})


def _with_less(place: Facility, rate: Rate, search: Search, features: SeatFeatures) -> Iterator[Alternative]:
    if lacking := features.lacking(rate):
        names = ", ".join(inclusion.name for inclusion in lacking)
        kept = [need.key for need in search.request.requirements.inclusions if need not in lacking]
        yield Alternative("needs", _("Search without %(names)s") % {"names": names}, {"needs": ",".join(kept)})
    else:
        yield from _in_any_room(place, search)


def _to_the_minimum(rate: Rate, request: SeatRequest) -> Iterator[Alternative]:
    if request.count < rate.minimum_seats:
        label = _("Ask for %(seats)s seats") % {"seats": rate.minimum_seats}
        yield Alternative("seats", label, {"seats": str(rate.minimum_seats)})
    if request.months < rate.minimum_months:
        label = _("Take %(months)s months") % {"months": rate.minimum_months}
        yield Alternative("months", label, {"months": str(rate.minimum_months)})
