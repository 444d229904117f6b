"""What seats would cost, and where a wish can be met: every answer with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Client
from bookings import errors, rules
from bookings.pricing import Price, RateFacts, Tier, price
from bookings.queries.alternatives import Alternative, Asked, alternatives
from bookings.queries.needs import NOTHING_MORE, Means, Needs, means_of
from bookings.queries.seats import free_spots_of
from facilities.clocks import Clock
from facilities.models import DiscountTier, Facility, Package, Rate, ShiftPattern
from facilities.queries.clocks import resolved_until
from facilities.queries.prices import rate_for, rates_on, tiers_of
from facilities.seating import Choice, choose

# Of a long list that nothing fits in nobody reads what else would do at its end.
MOST_WITH_ALTERNATIVES = 12


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
    needs: Needs = NOTHING_MORE,
) -> list[Offer]:
    """Offers of the facilities asked about, those that fit first: seats together, then the lower monthly price.

    Without ``package`` the first in the list that has a price is offered, and of those that have all that is needed
    the first. The first dozen of those that don't fit come with the nearest wishes that do.

    :param clock: the time zone whose clock the hours keep, ``""`` for each facility's own.
    """
    listed = Facility.objects.listed().select_related("legal_entity")
    if facility is not None:
        listed = listed.filter(pk=facility.pk)
    asked = list(listed.filter(city=city) if city else listed)
    days = rules.lease_days(start=start, months=months, auto_renews=auto_renews)
    kept = Clock(clock, start, resolved_until(now=now)) if clock else None
    spots = free_spots_of(facilities=asked, days=days, pattern=pattern, now=now, client=client, clock=kept)
    rates: dict[object, list[Rate]] = {}
    for rate in (
        rates_on(start)
        .filter(facility__in=asked, pattern=pattern)
        .select_related("package", "facility")
        .order_by("package__position")
    ):
        if (package is None or rate.package_id == package.pk) and rate.currency == rate.facility.currency:
            rates.setdefault(rate.facility_id, []).append(rate)
    tiers = tiers_of(asked)
    means = means_of(asked, needs)
    best = {place.pk: means.best(rates.get(place.pk, [])) for place in asked}
    offers = []
    for place in asked:
        rate_found = best[place.pk]
        suitable = means.suitable(spots[place.pk])
        choice = choose(suitable, seats) if rate_found is not None else None
        cost = None
        if rate_found is not None:
            cost = price(
                rate=facts_of(rate_found), tiers=_tiers(tiers[place.pk]), seats=seats, months=months, start=start
            )
        reasons = _reasons(place, len(suitable), seats, choice, rate_found, months, means)
        short = rate_found is not None and (
            seats < rate_found.minimum_seats or months < rate_found.minimum_months or means.left_out(place, rate_found)
        )
        offers.append(
            Offer(
                facility=place,
                pattern=pattern,
                package=rate_found.package if rate_found else None,
                price=cost,
                free=len(suitable),
                choice=None if short else choice,
                reasons=reasons,
            )
        )
    offers.sort(key=_rank)
    unmet = [offer for offer in offers if not offer.fits][:MOST_WITH_ALTERNATIVES]
    wish = Asked(
        pattern, seats, start, months, now, client, days, [offer.facility for offer in unmet], asked,
        {place.pk: len(spots[place.pk]) for place in asked}, set(rates), kept, needs,
    )  # fmt: skip
    for offer in unmet:
        offer.alternatives.extend(alternatives(offer.facility, offer.free, best[offer.facility.pk], wish, means))
    return offers


def _rank(offer: Offer) -> tuple[bool, bool, object, int, str]:
    split = offer.choice.is_split if offer.choice else True
    cost = offer.price.monthly_net if offer.price else 0
    return (not offer.fits, split, cost, -offer.free, offer.facility.name)


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
