"""Search results as cards: each offer with its reasons, its hours on two clocks, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.paginator import Page, Paginator

from accounts.models import Client
from bookings.queries import offers
from bookings.queries.offers import Offer
from facilities.models import FacilityInclusion
from facilities.queries.listings import tested_at
from portal.clocks import hours_for
from portal.hours import ShiftHours
from portal.wishes import Wish

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class OtherWish:
    """Another wish that can be met, as a link."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """One facility's answer; ``waitlist_href`` is empty where waiting would not help; ``proofs`` are
    what it has of what is needed and was tested there."""

    offer: Offer
    plan_href: str
    facility_href: str
    calendar_href: str
    hours: ShiftHours
    others: Sequence[OtherWish]
    waitlist_href: str
    proofs: Sequence[FacilityInclusion]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of the offers for a wish, the best of all first."""

    page: Page[Offer]
    cards: Sequence[Card]


def results(*, wish: Wish, zone: str, client: Client | None, now: datetime, page: str) -> Results:
    """The offers for a wish, best first; only those of the page are worked out."""
    ranking = offers.search(
        city=wish.city,
        seats=wish.seats or 1,
        pattern=wish.pattern,
        start=wish.start,
        months=wish.months,
        package=wish.package,
        needs=wish.needs,
        client=client,
        now=now,
        time_zone=wish.time_zone,
    )
    shown = Paginator(ranking, PER_PAGE).get_page(page)
    found = list(shown.object_list)
    proofs = tested_at([offer.facility for offer in found], wish.needs.inclusions)
    return Results(shown, [_card(offer, wish, zone, now, proofs[offer.facility.pk]) for offer in found])


def _card(offer: Offer, wish: Wish, zone: str, now: datetime, proofs: Sequence[FacilityInclusion]) -> Card:
    # Whoever waits can't say in which room, nor for what else; a package that has it all here can be named.
    waiting_helps = offer.price and offer.free < (wish.seats or 1) and offer.has_all and not wish.needs.asks_for_rooms
    found = replace(wish, package=offer.package) if wish.needs.inclusions else wish
    return Card(
        offer=offer,
        plan_href=_on_the_plan(offer, found).plan_href(offer.facility),
        facility_href=wish.facility_href(offer.facility),
        calendar_href=wish.calendar_href(offer.facility),
        hours=hours_for(wish, offer.facility, zone, now, offer.pattern),
        others=[OtherWish(other.label, wish.search_href(**other.params)) for other in offer.alternatives],
        waitlist_href=found.waitlist_href(offer.facility) if waiting_helps else "",
        proofs=proofs,
    )


def _on_the_plan(offer: Offer, wish: Wish) -> Wish:
    """The wish with the very seats in such a room."""
    return wish.with_picks(offer.choice.codes) if offer.choice and wish.needs.asks_for_rooms else wish
