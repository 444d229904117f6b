"""What else would do when a wish can't be met: the nearest wishes that can, the least change first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Client
from bookings.queries.needs import Means, Needs
from facilities.clocks import FollowedZone
from facilities.models import Facility, Rate, ShiftPattern
from facilities.queries.availability import free_from
from facilities.queries.catalogue import offered_patterns
from facilities.queries.prices import rates_on
from facilities.queries.vacancies import vacancies_of
from kernel.period import Period, add_months

MONTHS_LOOKED_AHEAD = 6
# Other facilities named for one that has too few seats: the nearest ones.
MOST_OTHER_FACILITIES = 3
# Facilities nobody asked about that are looked at for them.
MOST_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another wish that can be met; ``params`` are the search parameters that differ."""

    kind: str
    label: str
    params: dict[str, str]


@dataclass(frozen=True)
class Asked:
    """What is searched for, and the answers that several offers share.

    ``unmet`` are the facilities to find something else for, of those ``asked`` about: of these, ``free`` has how many
    seats are free, and ``priced`` those that have a list price.
    """

    pattern: ShiftPattern
    seats: int
    start: date
    months: int
    now: datetime
    client: Client | None
    days: Period
    unmet: Sequence[Facility]
    asked: Sequence[Facility]
    free: dict[UUID, int]
    priced: Collection[object]
    followed: FollowedZone | None
    needs: Needs

    @cached_property
    def other_shifts(self) -> list[tuple[ShiftPattern, dict[UUID, int]]]:
        """Every other shift on offer, with the free seats of each unmet facility that has a price for it."""
        priced = set(rates_on(self.start).filter(facility__in=self.unmet).values_list("facility", "pattern"))
        return [
            (
                pattern,
                self._counted(
                    [place for place in self.unmet if (place.pk, pattern.pk) in priced], pattern, self.followed
                ),
            )
            for pattern in offered_patterns()
            if pattern != self.pattern
        ]

    @cached_property
    def free_in_own_zone(self) -> dict[UUID, int]:
        """Free seats when the hours keep each facility's clock instead."""
        return self._counted(self.unmet, self.pattern, None)

    @cached_property
    def free_for_good(self) -> dict[UUID, list[date]]:
        return free_from(
            facilities=self.unmet,
            pattern=self.pattern,
            start=self.start,
            now=self.now,
            client=self.client,
            followed=self.followed,
        )

    @cached_property
    def roomy(self) -> list[Facility]:
        """Facilities with enough seats and a list price: of those asked about, and of a few others, the nearest."""
        known = [place for place in self.asked if place.pk in self.priced and self.free[place.pk] >= self.seats]
        if len(self.asked) > 1 and all(
            sum(other != place and other.city == place.city for other in known) >= MOST_OTHER_FACILITIES
            for place in self.unmet
        ):
            # Who asks about more than one place asks about all of their city, and nothing is nearer.
            return known
        cities, countries = {place.city for place in self.asked}, {place.country for place in self.asked}
        others = sorted(
            Facility.objects.listed().exclude(pk__in=[place.pk for place in self.asked]),
            key=lambda place: (place.city not in cities, place.country not in countries, place.name),
        )[:MOST_LOOKED_AT]
        rates = rates_on(self.start).filter(facility__in=others, pattern=self.pattern)
        priced = {*self.priced, *rates.values_list("facility", flat=True)}
        free = self.free | self._counted([place for place in others if place.pk in priced], self.pattern, self.followed)
        return [place for place in (*self.asked, *others) if place.pk in priced and free.get(place.pk, 0) >= self.seats]

    def _counted(
        self, facilities: Sequence[Facility], pattern: ShiftPattern, followed: FollowedZone | None
    ) -> dict[UUID, int]:
        """How many seats are free in each."""
        free = vacancies_of(
            facilities=facilities, days=self.days, pattern=pattern, now=self.now, client=self.client, followed=followed
        )
        return {place: vacancies.count for place, vacancies in free.items()}


def alternatives(place: Facility, free: int, rate: Rate | None, wish: Asked, means: Means) -> Iterator[Alternative]:
    """The nearest wishes that can be met: the least change first.

    A first day before the one asked for is none of them: seats that are free for good from a day on are free from
    every later one.
    """
    if rate is not None and means.left_out(place, rate):
        yield from _with_less(place, rate, wish, means)
        return
    if rate is not None and (wish.seats < rate.minimum_seats or wish.months < rate.minimum_months):
        yield from _to_the_minimum(rate, wish)
        return
    if wish.needs.asks_for_rooms:
        # How many seats of such rooms are free on other days and shifts is not counted.
        yield from _in_any_room(place, wish)
        yield from _fewer(free, rate, wish)
        return
    starts = wish.free_for_good[place.pk]
    horizon = add_months(wish.start, MONTHS_LOOKED_AHEAD)
    if rate is not None and len(starts) >= wish.seats and wish.start < starts[wish.seats - 1] <= horizon:
        later = starts[wish.seats - 1]
        label = _("Start on %(day)s") % {"day": dateformat.format(later, "j M Y")}
        yield Alternative("start", label, {"start": later.isoformat()})
    if wish.followed is not None and rate is not None and wish.free_in_own_zone[place.pk] >= wish.seats:
        label = _("Keep the hours at %(city)s time") % {"city": place.city}
        yield Alternative("time_zone", label, {"time_zone": ""})
    for pattern, counts in wish.other_shifts:
        if counts.get(place.pk, 0) >= wish.seats:
            label = _("Take the shift “%(shift)s”") % {"shift": pattern.name}
            yield Alternative("shift", label, {"shift": pattern.slug})
    for other in _nearest(place, wish):
        label = _("%(seats)s seats are free in %(facility)s") % {"seats": wish.seats, "facility": other.name}
        yield Alternative("facility", label, {"city": other.city, "facility": other.slug})
    yield from _fewer(free, rate, wish)


def _nearest(place: Facility, wish: Asked) -> list[Facility]:
    """A few others with enough seats and a list price: in the same city, then in the same country, then anywhere."""
    others = [other for other in wish.roomy if other != place]
    others.sort(key=lambda other: (other.city != place.city, other.country != place.country, other.name))
    return others[:MOST_OTHER_FACILITIES]


def _fewer(free: int, rate: Rate | None, wish: Asked) -> Iterator[Alternative]:
    if rate is not None and rate.minimum_seats <= free < wish.seats:
        label = ngettext("Take the %(free)s seat that is free", "Take the %(free)s seats that are free", free)
        yield Alternative("seats", label % {"free": free}, {"seats": str(free)})


def _in_any_room(place: Facility, wish: Asked) -> Iterator[Alternative]:
    if wish.free[place.pk] >= wish.seats:
        yield Alternative("needs", _("Take seats in any room"), {"space": "", "clean_room": ""})


def _with_less(place: Facility, rate: Rate, wish: Asked, means: Means) -> Iterator[Alternative]:
    if lacking := means.lacking(rate):
        names = ", ".join(inclusion.name for inclusion in lacking)
        kept = [need.key for need in wish.needs.inclusions if need not in lacking]
        yield Alternative("needs", _("Search without %(names)s") % {"names": names}, {"needs": ",".join(kept)})
    else:
        yield from _in_any_room(place, wish)


def _to_the_minimum(rate: Rate, wish: Asked) -> Iterator[Alternative]:
    if wish.seats < rate.minimum_seats:
        label = _("Ask for %(seats)s seats") % {"seats": rate.minimum_seats}
        yield Alternative("seats", label, {"seats": str(rate.minimum_seats)})
    if wish.months < rate.minimum_months:
        label = _("Take %(months)s months") % {"months": rate.minimum_months}
        yield Alternative("months", label, {"months": str(rate.minimum_months)})
