"""What seats would cost, and where a wish can be met: every answer with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import overload
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Client
from bookings import errors, rules
from bookings.prices import Price, RateFacts, Tier, price
from bookings.queries.alternatives import Alternative, Asked, alternatives
from bookings.queries.needs import NOTHING_MORE, Means, Needs, means_of
from facilities.clocks import FollowedZone
from facilities.models import DiscountTier, Facility, Package, Rate, ShiftPattern
from facilities.queries.clocks import resolved_until
from facilities.queries.prices import rate_for, rates_of, tiers_of
from facilities.queries.vacancies import Vacancies, vacancies_of
from facilities.seat_choice import Choice, choose

# Of a long list that nothing fits in nobody reads what else would do at its end.
MOST_WITH_ALTERNATIVES = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """What a facility can do for a wish. ``price`` is missing where there is no list price; ``choice`` when it
    doesn't fit; ``has_all`` is whether the place and the package have all that is needed beside seats."""

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


def facts_of(rate: Rate) -> RateFacts:
    return RateFacts(
        currency=rate.currency,
        monthly_net=rate.monthly_net,
        setup_net=rate.setup_net,
        deposit_months=rate.deposit_months,
        minimum_seats=rate.minimum_seats,
        minimum_months=rate.minimum_months,
        notice_days=rate.notice_days,
        escalation_percent=rate.escalation_percent,
    )


def _tiers(found: Sequence[DiscountTier]) -> list[Tier]:
    return [Tier(tier.kind, tier.threshold, tier.percent) for tier in found]


def price_for(
    *, facility: Facility, package: Package, pattern: ShiftPattern, seats: int, months: int, start: date
) -> Price:
    """Today's list price for a wish.

    :raises NotPriced, TooFewSeats, TermTooShort:
    """
    rate = rate_for(facility=facility, package=package, pattern=pattern, day=start)
    if seats < rate.minimum_seats:
        raise errors.TooFewSeats(minimum=rate.minimum_seats)
    if months < rate.minimum_months:
        raise errors.TermTooShort(minimum=rate.minimum_months)
    tiers = _tiers(tiers_of([facility])[facility.pk])
    return price(rate=facts_of(rate), tiers=tiers, seats=seats, months=months, start=start)


class Ranking(Sequence[Offer]):
    """The facilities asked about, those that fit first: seats together, then the lower monthly price. Of the others,
    those that come nearest to the seats asked for are first.

    It knows the order of all of them; the offers themselves, with the seats chosen and what else would do, are worked
    out for those that are looked at. The first dozen of those that don't fit come with the nearest wishes that do.
    """

    def __init__(self, ranked: Sequence[_Ranked], wish: Asked, means: Means) -> None:
        self._ranked = sorted(ranked, key=_rank)
        self._wish = wish
        self._means = means

    def __len__(self) -> int:
        return len(self._ranked)

    def __iter__(self) -> Iterator[Offer]:
        return iter(self[:])

    @overload
    def __getitem__(self, shown: int) -> Offer: ...
    @overload
    def __getitem__(self, shown: slice) -> list[Offer]: ...
    def __getitem__(self, shown: int | slice) -> Offer | list[Offer]:
        if isinstance(shown, int):
            [offer] = self._offers([self._ranked[shown]])
            return offer
        return self._offers(self._ranked[shown])

    def _offers(self, ranked: Sequence[_Ranked]) -> list[Offer]:
        unmet = [entry for entry in ranked if not entry.fits][:MOST_WITH_ALTERNATIVES]
        wish = replace(self._wish, unmet=[entry.place for entry in unmet])
        offers = [self._offer(entry) for entry in ranked]
        rates = {entry.place.pk: entry.rate for entry in unmet}
        for offer in offers:
            if offer.facility.pk in rates:
                rate = rates[offer.facility.pk]
                offer.alternatives.extend(alternatives(offer.facility, offer.free, rate, wish, self._means))
        return offers

    def _offer(self, entry: _Ranked) -> Offer:
        wish, rate = self._wish, entry.rate
        choice = choose(entry.free.free_seats, wish.seats) if entry.fits else None
        return Offer(
            facility=entry.place,
            pattern=wish.pattern,
            package=rate.package if rate else None,
            price=entry.price,
            free=entry.free.count,
            choice=choice,
            reasons=_reasons(entry.place, entry.free.count, wish.seats, choice, rate, wish.months, self._means),
            has_all=rate is None or not self._means.left_out(entry.place, rate),
        )


@dataclass(frozen=True, slots=True)
class _Ranked:
    """What decides where a facility stands: its price, and the free seats that would do."""

    place: Facility
    rate: Rate | None
    price: Price | None
    free: Vacancies
    fits: bool
    is_split: bool


def search(
    *,
    pattern: ShiftPattern,
    seats: int,
    start: date,
    months: int,
    now: datetime,
    city: str = "",
    facility: Facility | None = None,
    package: Package | None = None,
    client: Client | None = None,
    auto_renews: bool = True,
    time_zone: str = "",
    needs: Needs = NOTHING_MORE,
) -> Ranking:
    """Offers of the facilities asked about, the best first.

    Without ``package`` the first in the list that has a price is offered, and of those that have all that is needed
    the first.

    :param clock: the time zone whose clock the hours keep, ``""`` for each facility's own.
    """
    if facility is not None:
        asked = [facility] if facility.is_listed and city in {"", facility.city} else []
    else:
        listed = Facility.objects.listed()
        asked = list(listed.filter(city=city) if city else listed)
    days = rules.lease_days(start=start, months=months, auto_renews=auto_renews)
    kept = FollowedZone(time_zone, start, resolved_until(now=now)) if time_zone else None
    free = vacancies_of(facilities=asked, days=days, pattern=pattern, now=now, client=client, followed=kept)
    rates: dict[UUID, list[Rate]] = {place.pk: [] for place in asked}
    currencies = {place.pk: place.currency for place in asked}
    for rate in rates_of(asked, pattern=pattern, day=start):
        if (package is None or rate.package_id == package.pk) and rate.currency == currencies[rate.facility_id]:
            rates[rate.facility_id].append(rate)
    tiers = tiers_of(asked)
    means = means_of(asked, needs)
    ranked = [
        _ranked(place, means.best(rates[place.pk]), tiers[place.pk], free[place.pk], means, seats, months, start)
        for place in asked
    ]
    wish = Asked(
        pattern, seats, start, months, now, client, days, [], asked,
        {pk: vacancies.count for pk, vacancies in free.items()}, {pk for pk, found in rates.items() if found},
        kept, needs,
    )  # fmt: skip
    return Ranking(ranked, wish, means)


def _ranked(
    place: Facility,
    rate: Rate | None,
    tiers: Sequence[DiscountTier],
    free: Vacancies,
    means: Means,
    seats: int,
    months: int,
    start: date,
) -> _Ranked:
    suitable = means.suitable(free)
    if rate is None:
        return _Ranked(place, None, None, suitable, fits=False, is_split=True)
    is_short = seats < rate.minimum_seats or months < rate.minimum_months or bool(means.left_out(place, rate))
    fits = suitable.count >= seats and not is_short
    return _Ranked(
        place,
        rate,
        price(rate=facts_of(rate), tiers=_tiers(tiers), seats=seats, months=months, start=start),
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


def _reasons(
    place: Facility,
    free: int,
    seats: int,
    choice: Choice | None,
    rate: Rate | None,
    months: int,
    means: Means,
) -> tuple[str, ...]:
    if rate is None:
        return (_("No list price for this shift here; ask us for a quote."),)
    if left_out := means.left_out(place, rate):
        return (left_out,)
    if seats < rate.minimum_seats:
        return (_("This price is for %(minimum)s seats or more.") % {"minimum": rate.minimum_seats},)
    if months < rate.minimum_months:
        return (_("This price is for %(minimum)s months or more.") % {"minimum": rate.minimum_months},)
    if choice is None:
        if means.needs.asks_for_rooms:
            return (means.too_few(free, place),)
        if not free:
            return (_("No seat is free for these days."),)
        only = ngettext(
            "Only %(free)s seat is free for these days.", "Only %(free)s seats are free for these days.", free
        )
        return (only % {"free": free},)
    return choice.reasons
