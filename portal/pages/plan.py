"""The floor plan page: what is free for a request, what is selected, and what that costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bookings.errors import NotEnoughSeats
from bookings.prices import Price
from bookings.queries.holds import hold_hours
from bookings.queries.offers import price_for
from bookings.queries.seat_features import features_of
from facilities.models import Facility
from facilities.queries.plans import FloorPlan, floor_plans
from facilities.queries.prices import rate_for
from facilities.seat_choice import Choice, FreeSeat, choose
from kernel.refusal import Refusal
from portal.clocks import ZoneChoice, hours_for, zone_choice
from portal.drawing import Drawing, draw
from portal.forms.search import PlanForm
from portal.hours import ShiftHours
from portal.pages.floors import FloorTab, current_floor, floor_tabs
from portal.refusal_links import RefusalLink, refusal_link
from portal.request_links import RequestLinks


@dataclass(frozen=True, slots=True)
class Panel:
    """The selection and its price, or why there is none and what to do instead; ``hold_hours`` is for how long seats
    would be held."""

    facility: Facility
    links: RequestLinks
    hold_hours: int
    price: Price | None
    refusal: Refusal | None
    refusal_link: RefusalLink | None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """``lost`` are picked seats that are free no more, ``lost_to_zone`` those that are free on the facility's clock
    only; ``elsewhere`` picked ones on other floors; ``choice`` is set when the seats were chosen for the visitor.
    ``drawing`` is missing where no floor has been drawn."""

    facility: Facility
    form: PlanForm
    floors: Sequence[FloorTab]
    drawing: Drawing | None
    panel: Panel
    lost: Sequence[str]
    lost_to_zone: Sequence[str]
    elsewhere: Sequence[str]
    choice: Choice | None
    hours: ShiftHours
    zones: ZoneChoice | None
    facility_href: str
    calendar_href: str
    live_href: str


def price_panel(*, facility: Facility, links: RequestLinks, refusal: Refusal | None = None) -> Panel:
    """Return what the seats picked cost; a refusal of the price stands in the panel beside its link."""
    request, price = links.request, None
    try:
        if links.picks:
            price = price_for(replace(request, seats=len(links.picks))).price
        elif request.package is None:
            rate_for(facility=facility, package=None, pattern=request.pattern, day=request.start)
    except Refusal as no:
        refusal = refusal or no
    return Panel(
        facility=facility,
        links=links,
        hold_hours=hold_hours(facility, request.client),
        price=price,
        refusal=refusal,
        refusal_link=refusal_link(refusal, links, facility) if refusal else None,
    )


def plan_page(
    *, facility: Facility, form: PlanForm, level: str, zone: str, now: datetime, refusal: Refusal | None = None
) -> PlanPage:
    """The page for the request of a valid form; seats it names stay picked while free, a number alone lets us
    choose."""
    links = form.links
    request = links.request
    demand = request.demand_at(facility, now)
    plans = floor_plans(demand, facility=facility, now=now)
    free_seats = _free_seats(plans)
    free = {free_seat.code for free_seat in free_seats}
    picks = tuple(code for code in links.picks if code in free)
    lost = tuple(code for code in links.picks if code not in free)
    zones = zone_choice(request, facility, zone, now)
    lost_to_zone: tuple[str, ...] = ()
    if lost and zones and zones.is_kept:
        in_own_zone = {
            free_seat.code
            for free_seat in _free_seats(
                floor_plans(replace(demand, client=None, zone=None), facility=facility, now=now)
            )
        }
        lost_to_zone = tuple(code for code in lost if code in in_own_zone)
    choice = None
    if not links.picks and request.seats:
        rooms = features_of([facility], request.requirements).rooms
        suitable = free_seats if rooms is None else [free_seat for free_seat in free_seats if free_seat.room in rooms]
        choice = choose(suitable, request.seats)
        picks = choice.codes if choice else ()
        if choice is None:
            refusal = refusal or NotEnoughSeats(asked=request.seats, free=len(suitable))
    kept = links.with_picks(picks)
    floor_of = {seat.code: plan.floor.pk for plan in plans for room in plan.rooms for seat in room.seats}
    current = current_floor(plans, level, picks, floor_of)
    return PlanPage(
        facility=facility,
        form=form,
        floors=floor_tabs(plans, current, picks, floor_of),
        drawing=draw(current, set(picks)) if current else None,
        panel=price_panel(facility=facility, links=kept, refusal=refusal),
        lost=[code for code in lost if code not in lost_to_zone],
        lost_to_zone=lost_to_zone,
        elsewhere=[code for code in picks if current and floor_of[code] != current.floor.pk],
        choice=choice,
        hours=hours_for(request, facility, zone, now),
        zones=zones,
        facility_href=kept.facility_href(facility),
        calendar_href=kept.calendar_href(facility),
        live_href=kept.live_href(facility),
    )


def _free_seats(plans: Sequence[FloorPlan]) -> list[FreeSeat]:
    return [
        FreeSeat(seat.id, seat.code, room.room.pk, room.room.name, seat.row, seat.position)
        for plan in plans
        for room in plan.rooms
        for seat in room.seats
        if seat.is_free
    ]
