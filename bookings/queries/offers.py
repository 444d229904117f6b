"""What seats would cost, and where a wish can be met: every answer with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Client
from bookings import errors, rules
from bookings.pricing import Price, RateFacts, Tier, price
from bookings.queries.seats import free_spots_of
from facilities.clocks import Clock, city_of
from facilities.models import DiscountTier, Facility, Package, Rate, ShiftPattern
from facilities.queries.availability import free_count_by_facility, free_from
from facilities.queries.catalogue import offered_patterns
from facilities.queries.clocks import resolved_until
from facilities.queries.prices import rate_for, rates_on, tiers_of
from facilities.seating import Choice, choose
from kernel.period import Period, add_months

MONTHS_LOOKED_AHEAD = 6


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another wish that can be met; ``params`` are the search parameters that differ."""

    kind: str
    label: str
    params: dict[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a facility can do for a wish. ``price`` is missing where there is no list price; ``choice`` when it
    doesn't fit."""

    facility: Facility
    pattern: ShiftPattern
    package: Package | None
    price: Price | None
    free: int
    choice: Choice | None
    reasons: tuple[str, ...]
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
    clock: str = "",
) -> list[Offer]:
    """Offers of the facilities asked about, those that fit first: seats together, then the lower monthly price.

    Without ``package`` the first in the list that has a price is offered. What doesn't fit comes with the nearest
    wishes that do.

    :param clock: the time zone whose clock the hours keep, ``""`` for each facility's own.
    """
    facilities = list(Facility.objects.listed().select_related("legal_entity"))
    asked = [f for f in facilities if (facility is None or f == facility) and (not city or f.city == city)]
    days = rules.lease_days(start=start, months=months, auto_renews=auto_renews)
    kept = Clock(clock, start, resolved_until(now=now)) if clock else None
    free = free_count_by_facility(facilities=facilities, days=days, pattern=pattern, now=now, client=client, clock=kept)
    rates: dict[object, list[Rate]] = {}
    for rate in (
        rates_on(start)
        .filter(facility__in=facilities, pattern=pattern)
        .select_related("package", "facility")
        .order_by("package__position")
    ):
        if (package is None or rate.package_id == package.pk) and rate.currency == rate.facility.currency:
            rates.setdefault(rate.facility_id, []).append(rate)
    tiers = tiers_of(facilities)
    wish = _Wish(pattern, seats, start, months, now, client, days, facilities, free, kept)
    roomy = [place for place in asked if place.pk in rates and free[place.pk] >= seats]
    spots = free_spots_of(facilities=roomy, days=days, pattern=pattern, now=now, client=client, clock=kept)
    offers = []
    for place in asked:
        rate_found = next(iter(rates.get(place.pk, [])), None)
        choice = choose(spots.get(place.pk, []), seats)
        cost = None
        if rate_found is not None:
            cost = price(
                rate=facts_of(rate_found), tiers=_tiers(tiers[place.pk]), seats=seats, months=months, start=start
            )
        reasons = _reasons(place, free[place.pk], seats, choice, rate_found, months)
        short = rate_found is not None and (seats < rate_found.minimum_seats or months < rate_found.minimum_months)
        offer = Offer(
            facility=place,
            pattern=pattern,
            package=rate_found.package if rate_found else None,
            price=cost,
            free=free[place.pk],
            choice=None if short else choice,
            reasons=reasons,
        )
        if not offer.fits:
            offer.alternatives.extend(_alternatives(offer, rate_found, wish))
        offers.append(offer)
    return sorted(offers, key=_rank)


def _rank(offer: Offer) -> tuple[bool, bool, object, int, str]:
    split = offer.choice.is_split if offer.choice else True
    cost = offer.price.monthly_net if offer.price else 0
    return (not offer.fits, split, cost, -offer.free, offer.facility.name)


def _reasons(
    place: Facility, free: int, seats: int, choice: Choice | None, rate: Rate | None, months: int
) -> tuple[str, ...]:
    if rate is None:
        return (_("No list price for this shift here; ask us for a quote."),)
    if seats < rate.minimum_seats:
        return (_("This price is for %(minimum)s seats or more.") % {"minimum": rate.minimum_seats},)
    if months < rate.minimum_months:
        return (_("This price is for %(minimum)s months or more.") % {"minimum": rate.minimum_months},)
    if choice is None:
        if not free:
            return (_("No seat is free for these days."),)
        only = ngettext(
            "Only %(free)s seat is free for these days.", "Only %(free)s seats are free for these days.", free
        )
        return (only % {"free": free},)
    return choice.reasons


@dataclass(frozen=True)
class _Wish:
    """What is searched for, and the answers that several offers share."""

    pattern: ShiftPattern
    seats: int
    start: date
    months: int
    now: datetime
    client: Client | None
    days: Period
    facilities: Sequence[Facility]
    free: dict[UUID, int]
    clock: Clock | None

    @cached_property
    def other_shifts(self) -> list[tuple[ShiftPattern, dict[UUID, int]]]:
        """Every other shift on offer, with the free seats of each facility that has a price for it."""
        priced = set(rates_on(self.start).filter(facility__in=self.facilities).values_list("facility", "pattern"))
        return [
            (
                pattern,
                free_count_by_facility(
                    facilities=[place for place in self.facilities if (place.pk, pattern.pk) in priced],
                    days=self.days,
                    pattern=pattern,
                    now=self.now,
                    client=self.client,
                    clock=self.clock,
                ),
            )
            for pattern in offered_patterns()
            if pattern != self.pattern
        ]

    @cached_property
    def free_on_own_clock(self) -> dict[UUID, int]:
        """Free seats when the hours keep each facility's clock instead."""
        return free_count_by_facility(
            facilities=self.facilities, days=self.days, pattern=self.pattern, now=self.now, client=self.client
        )

    @cached_property
    def free_for_good(self) -> dict[UUID, list[date]]:
        return free_from(
            facilities=self.facilities,
            pattern=self.pattern,
            start=self.start,
            now=self.now,
            client=self.client,
            clock=self.clock,
        )


def _alternatives(offer: Offer, rate: Rate | None, wish: _Wish) -> Iterator[Alternative]:
    """The nearest wishes that can be met: the least change first."""
    if rate is not None and (wish.seats < rate.minimum_seats or wish.months < rate.minimum_months):
        yield from _to_the_minimum(rate, wish)
        return
    place = offer.facility
    starts = wish.free_for_good[place.pk]
    horizon = add_months(wish.start, MONTHS_LOOKED_AHEAD)
    if rate is not None and len(starts) >= wish.seats and wish.start < starts[wish.seats - 1] <= horizon:
        later = starts[wish.seats - 1]
        label = _("Start on %(day)s") % {"day": dateformat.format(later, "j M Y")}
        yield Alternative("start", label, {"start": later.isoformat()})
    if wish.clock is not None and rate is not None and wish.free_on_own_clock[place.pk] >= wish.seats:
        label = _("Keep the hours at %(city)s time") % {"city": city_of(place.time_zone)}
        yield Alternative("clock", label, {"clock": ""})
    for pattern, free in wish.other_shifts:
        if free.get(place.pk, 0) >= wish.seats:
            label = _("Take the shift “%(shift)s”") % {"shift": pattern.name}
            yield Alternative("shift", label, {"shift": pattern.slug})
    for other in wish.facilities:
        if other != place and wish.free[other.pk] >= wish.seats:
            label = _("%(seats)s seats are free in %(facility)s") % {"seats": wish.seats, "facility": other.name}
            yield Alternative("facility", label, {"city": other.city, "facility": other.slug})
    if rate is not None and rate.minimum_seats <= offer.free < wish.seats:
        label = ngettext("Take the %(free)s seat that is free", "Take the %(free)s seats that are free", offer.free)
        yield Alternative("seats", label % {"free": offer.free}, {"seats": str(offer.free)})


def _to_the_minimum(rate: Rate, wish: _Wish) -> Iterator[Alternative]:
    if wish.seats < rate.minimum_seats:
        label = _("Ask for %(seats)s seats") % {"seats": rate.minimum_seats}
        yield Alternative("seats", label, {"seats": str(rate.minimum_seats)})
    if wish.months < rate.minimum_months:
        label = _("Take %(months)s months") % {"months": rate.minimum_months}
        yield Alternative("months", label, {"months": str(rate.minimum_months)})
