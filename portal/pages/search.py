"""Search results as cards: each offer with its reasons, its hours on two clocks, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.paginator import Page, Paginator

from bookings.queries.offers import Offer, search
from facilities.models import FacilityInclusion
from facilities.queries.listings import tested_at
from portal.clocks import hours_for
from portal.hours import ShiftHours
from portal.request_links import RequestLinks

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class OtherRequest:
    """Another request that can be met, as a link."""

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
    others: Sequence[OtherRequest]
    waitlist_href: str
    proofs: Sequence[FacilityInclusion]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of the offers for a request, the best of all first; ``page`` counts them by their places."""

    page: Page[int]
    cards: Sequence[Card]


def results(links: RequestLinks, *, zone: str, now: datetime, page: str) -> Results:
    """The offers for a request, best first; only those of the page are worked out."""
    request = replace(links.request, seats=links.request.seats or 1)
    ranking = search(request, now=now)
    shown = Paginator(range(len(ranking)), PER_PAGE).get_page(page)
    first = (shown.number - 1) * PER_PAGE
    found = ranking.offers(first, first + PER_PAGE)
    proofs = tested_at([offer.facility for offer in found], request.requirements.inclusions)
    links = replace(links, request=request)
    return Results(shown, [_card(offer, links, zone, now, proofs[offer.facility.pk]) for offer in found])


def _card(offer: Offer, links: RequestLinks, zone: str, now: datetime, proofs: Sequence[FacilityInclusion]) -> Card:
    request, required = links.request, links.request.requirements
    # A place on the waitlist doesn't say in which room, nor what else is required; a package that has it all here can
    # be named.
    waiting_helps = offer.price and offer.free < request.seats and offer.has_all and not required.asks_for_rooms
    found = replace(links, request=replace(request, package=offer.package)) if required.inclusions else links
    return Card(
        offer=offer,
        plan_href=_on_the_plan(offer, found).plan_href(offer.facility),
        facility_href=links.facility_href(offer.facility),
        calendar_href=links.calendar_href(offer.facility),
        hours=hours_for(request, offer.facility, zone, now),
        others=[OtherRequest(other.label, links.search_href(**other.params)) for other in offer.alternatives],
        waitlist_href=found.waitlist_href(offer.facility) if waiting_helps else "",
        proofs=proofs,
    )


def _on_the_plan(offer: Offer, links: RequestLinks) -> RequestLinks:
    """The request with the very seats in such a room."""
    if offer.choice and links.request.requirements.asks_for_rooms:
        return links.with_picks(offer.choice.codes)
    return links
