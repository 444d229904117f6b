"""A facility's page: what it has, what a seat costs on each shift, and what is free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bookings.queries.holds import hold_hours
from facilities.enums import Weekday
from facilities.models import Facility, FacilityInclusion, OpeningHours
from facilities.queries.availability import free_count_by_facility
from facilities.queries.listings import Listing, PriceRow, inclusions_of, listing
from facilities.queries.plans import FloorPlan, floor_plans
from facilities.queries.presentation import Presentation, presentation
from portal.clocks import ZoneChoice, hours_for, zone_choice
from portal.drawing import Drawing, draw
from portal.hours import ShiftHours
from portal.request_links import RequestLinks


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift: its hours on both clocks, its prices, and how many seats are free for the days asked about."""

    prices: PriceRow
    hours: ShiftHours
    free: int
    href: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class FacilityPage:
    """``drawing`` is the floor with most free seats; ``floors`` are all of them. ``hold_hours`` is how long a hold
    lasts."""

    facility: Facility
    listing: Listing
    inclusions: Sequence[FacilityInclusion]
    presentation: Presentation
    week: Sequence[OpeningDay]
    today: date
    shifts: Sequence[ShiftRow]
    drawing: Drawing | None
    floors: Sequence[FloorPlan]
    free: int
    plan_href: str
    calendar_href: str
    links: RequestLinks
    hold_hours: int
    zones: ZoneChoice | None


@dataclass(frozen=True, slots=True)
class OpeningDay:
    """A weekday by name, and the reception's hours on it; none when it is closed."""

    name: str
    hours: Sequence[OpeningHours]


def opening_week(hours: Sequence[OpeningHours]) -> list[OpeningDay]:
    """Every weekday, Monday first; nothing when the reception is always open or nobody wrote its hours down."""
    if not hours:
        return []
    return [OpeningDay(str(day.label), [each for each in hours if each.weekday == day]) for day in Weekday]


def facility_page(*, facility: Facility, links: RequestLinks, zone: str, now: datetime) -> FacilityPage:
    """Everything the page shows for a request; one count of free seats for each shift sold here."""
    request = links.request
    demand = request.demand_at(facility, now)
    shown = listing(facility, request.start)
    today = facility.today(now)
    shown_here = presentation(facility, day=today)
    plans = floor_plans(demand, facility=facility, now=now)
    shifts = [
        ShiftRow(
            prices=row,
            hours=hours_for(request, facility, zone, now, row.pattern),
            free=free_count_by_facility(replace(demand, pattern=row.pattern), facilities=[facility], now=now)[
                facility.pk
            ],
            href=links.plan_href(facility, shift=row.pattern.slug),
            is_asked=row.pattern == request.pattern,
        )
        for row in shown.rows
    ]
    return FacilityPage(
        facility=facility,
        listing=shown,
        inclusions=list(inclusions_of(facility)),
        presentation=shown_here,
        today=today,
        week=opening_week(shown_here.hours),
        shifts=shifts,
        drawing=draw(max(plans, key=lambda plan: plan.free)) if plans else None,
        floors=plans,
        free=sum(plan.free for plan in plans),
        plan_href=links.plan_href(facility),
        calendar_href=links.calendar_href(facility),
        links=links,
        hold_hours=hold_hours(facility, request.client),
        zones=zone_choice(request, facility, zone, now),
    )
