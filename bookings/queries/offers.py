"""Offers: where a request can be met and at what price, every answer with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings import errors
from bookings.prices import Price, Tier, price
from bookings.queries.alternatives import Alternative, Search, alternatives
from bookings.queries.seat_features import SeatFeatures, features_of
from bookings.seat_requests import SeatRequest
from facilities.models import DiscountTier, Facility, Package, Rate, ShiftPattern
from facilities.queries.prices import rate_for, rates_of, tiers_of
from facilities.queries.vacancies import Vacancies, vacancies_of
from facilities.seat_choice import Choice, choose

# Alternatives are looked for in so many offers: nobody reads them at the end of a long list in which nothing fits.
MOST_WITH_ALTERNATIVES = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer of one facility. ``price`` is missing where there is no list price; ``choice`` when it
    doesn't fit; ``has_all`` is whether the facility and the package have all that is required beyond seats."""

    facility: Facility
    pattern: ShiftPattern
    package: Package | None
    price: Price | None
    free: int
    choice: Choice | None
    reasons: tuple[str, ...]
    has_all: bool
    alternatives: list[Alternative] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        return self.choice is not None and self.price is not None


def _tiers(found: Sequence[DiscountTier]) -> list[Tier]:
    return [Tier(tier.kind, tier.threshold, tier.percent) for tier in found]


@dataclass(frozen=True, slots=True)
class PackagePrice:
    """The price of a request's seats in a package: the one asked for, or the first that has a price."""

    package: Package
    price: Price


def price_for(request: SeatRequest) -> PackagePrice:
    """Return today's list price for a request in a facility.

    :raises NotPriced, TooFewSeats, TermTooShort:
    """
    facility = request.facility
    assert facility is not None, "prices are those of a facility"
    rate = rate_for(facility=facility, package=request.package, pattern=request.pattern, day=request.start)
    if request.count < rate.minimum_seats:
        raise errors.TooFewSeats(minimum=rate.minimum_seats)
    if request.months < rate.minimum_months:
        raise errors.TermTooShort(minimum=rate.minimum_months)
    return PackagePrice(rate.package, _price(rate, tiers_of([facility])[facility.pk], request))


def _price(rate: Rate, tiers: Sequence[DiscountTier], request: SeatRequest) -> Price:
    return price(rate=rate, tiers=_tiers(tiers), seats=request.count, months=request.months, start=request.start)


class Ranking:
    """The facilities asked about, those that fit first: seats together, then the lower monthly price. Of the others,
    those that come nearest to the seats asked for are first.

    It knows the order of all of them. :meth:`offers` works out a page of them, with the seats chosen and what else
    would do.
    """

    def __init__(self, ranked: Sequence[_Ranked], search: Search, features: SeatFeatures) -> None:
        self._ranked = sorted(ranked, key=_rank)
        self._search = search
        self._features = features

    def __len__(self) -> int:
        return len(self._ranked)

    def offers(self, first: int = 0, end: int | None = None) -> list[Offer]:
        """Work out the offers from place ``first`` (0 is the best) up to ``end``, all unless told; some queries.

        The first dozen of those that don't fit come with the nearest requests that do.
        """
        ranked = self._ranked[first:end]
        unmet = [entry for entry in ranked if not entry.fits][:MOST_WITH_ALTERNATIVES]
        search = replace(self._search, unmet=[entry.place for entry in unmet])
        offers = [self._offer(entry) for entry in ranked]
        rates = {entry.place.pk: entry.rate for entry in unmet}
        for offer in offers:
            if offer.facility.pk in rates:
                rate = rates[offer.facility.pk]
                offer.alternatives.extend(alternatives(offer.facility, offer.free, rate, search, self._features))
        return offers

    def _offer(self, entry: _Ranked) -> Offer:
        request, rate = self._search.request, entry.rate
        choice = choose(entry.free.free_seats, request.count) if entry.fits else None
        return Offer(
            facility=entry.place,
            pattern=request.pattern,
            package=rate.package if rate else None,
            price=entry.price,
            free=entry.free.count,
            choice=choice,
            reasons=_reasons(entry, request, choice, self._features),
            has_all=rate is None or not self._features.left_out(entry.place, rate),
        )


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A facility with what decides its rank: its price, and the free seats that would do."""

    place: Facility
    rate: Rate | None
    price: Price | None
    free: Vacancies
    fits: bool
    is_split: bool


def search(request: SeatRequest, *, now: datetime) -> Ranking:
    """Rank the facilities asked about that the public may find, the best first.

    Without a package the first in the list that has a price is offered, and of those that have all that is required
    the first.
    """
    facilities = _asked_about(request)
    demand = request.demand_anywhere(now)
    free = vacancies_of(demand, facilities=facilities, now=now)
    rates: dict[UUID, list[Rate]] = {place.pk: [] for place in facilities}
    currencies = {place.pk: place.currency for place in facilities}
    for rate in rates_of(facilities, pattern=request.pattern, day=request.start):
        is_asked = request.package is None or rate.package_id == request.package.pk
        if is_asked and rate.currency == currencies[rate.facility_id]:
            rates[rate.facility_id].append(rate)
    tiers = tiers_of(facilities)
    features = features_of(facilities, request.requirements)
    ranked = [
        _ranked(place, features.best(rates[place.pk]), tiers[place.pk], free[place.pk], request, features)
        for place in facilities
    ]
    found = Search(
        request=request,
        demand=demand,
        now=now,
        facilities=facilities,
        free={pk: vacancies.count for pk, vacancies in free.items()},
        priced={pk for pk, found in rates.items() if found},
    )
    return Ranking(ranked, found, features)


def _asked_about(request: SeatRequest) -> list[Facility]:
    if request.facility is not None:
        is_there = request.facility.is_listed and request.city in {"", request.facility.city}
        return [request.facility] if is_there else []
    listed = Facility.objects.listed()
    return list(listed.filter(city=request.city) if request.city else listed)


def _ranked(
    place: Facility,
    rate: Rate | None,
    tiers: Sequence[DiscountTier],
    free: Vacancies,
    request: SeatRequest,
    features: SeatFeatures,
) -> _Ranked:
    suitable = features.suitable(free)
    if rate is None:
        return _Ranked(place, None, None, suitable, fits=False, is_split=True)
    seats = request.count
    is_short = (
        seats < rate.minimum_seats or request.months < rate.minimum_months or bool(features.left_out(place, rate))
    )
    fits = suitable.count >= seats and not is_short
    return _Ranked(
        place,
        rate,
        _price(rate, tiers, request),
        suitable,
        fits=fits,
        # A team is split only where no room holds it.
        is_split=not (fits and suitable.have_together(seats)),
    )


def _rank(entry: _Ranked) -> tuple[bool, bool, bool, int, object, int, str]:
    cost = entry.price.monthly_net if entry.price else 0
    free = entry.free.count
    nearest = 0 if entry.fits else -free
    return (not entry.fits, entry.is_split, entry.price is None, nearest, cost, -free, entry.place.name)


def _reasons(entry: _Ranked, request: SeatRequest, choice: Choice | None, features: SeatFeatures) -> tuple[str, ...]:
    place, free, rate = entry.place, entry.free.count, entry.rate
    if rate is None:
        return (_("No list price for this shift here; ask us for a quote."),)
    if left_out := features.left_out(place, rate):
        return (left_out,)
    if request.count < rate.minimum_seats:
        return (_("This price is for %(minimum)s seats or more.") % {"minimum": rate.minimum_seats},)
    if request.months < rate.minimum_months:
        return (_("This price is for %(minimum)s months or more.") % {"minimum": rate.minimum_months},)
    if choice is None:
        if request.requirements.asks_for_rooms:
            return (features.too_few(free, place),)
        if not free:
            return (_("No seat is free for these days."),)
        only = ngettext(
            "Only %(free)s seat is free for these days.", "Only %(free)s seats are free for these days.", free
        )
        return (only % {"free": free},)
    return choice.reasons
