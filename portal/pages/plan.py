"""The floor plan page: what is free for a wish, what is selected, and what that costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Client
from bookings.errors import NotEnoughSeats
from bookings.prices import Price
from bookings.queries.needs import means_of
from bookings.queries.offers import price_for
from facilities.models import Facility, Floor, Package
from facilities.queries.listings import first_priced
from facilities.queries.plans import FloorPlan, floor_plans
from facilities.seat_choice import Choice, FreeSeat, choose
from kernel.refusal import Refusal
from portal.clocks import ZoneChoice, hours_for, zone_choice
from portal.drawing import Drawing, draw
from portal.forms.search import PlanForm
from portal.hours import ShiftHours
from portal.refusal_links import RefusalLink, refusal_link
from portal.wishes import Wish


@dataclass(frozen=True, slots=True)
class Panel:
    """The selection and its price, or why there is none and what to do instead."""

    facility: Facility
    wish: Wish
    package: Package | None
    price: Price | None
    refusal: Refusal | None
    refusal_link: RefusalLink | None


@dataclass(frozen=True, slots=True)
class FloorTab:
    floor: Floor
    free: int
    picked: int
    is_current: bool


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


def price_panel(*, facility: Facility, wish: Wish, refusal: Refusal | None = None) -> Panel:
    """What the seats picked cost; a refusal of the price stands in the panel beside its way out."""
    package, price = wish.package, None
    try:
        package = package or first_priced(facility=facility, pattern=wish.pattern, day=wish.start)
        if wish.picks:
            price = price_for(
                facility=facility,
                package=package,
                pattern=wish.pattern,
                seats=len(wish.picks),
                months=wish.months,
                start=wish.start,
            )
    except Refusal as no:
        refusal = refusal or no
    return Panel(facility, wish, package, price, refusal, refusal_link(refusal, wish, facility) if refusal else None)


def plan_page(
    *,
    facility: Facility,
    form: PlanForm,
    level: str,
    zone: str,
    client: Client | None,
    now: datetime,
    refusal: Refusal | None = None,
) -> PlanPage:
    """The page for the wish of a valid form; seats it names stay picked while free, a number alone lets us choose."""
    wish = form.wish
    plans = floor_plans(
        facility=facility,
        days=wish.days,
        pattern=wish.pattern,
        client=client,
        now=now,
        followed=wish.followed_zone_at(facility, now),
    )
    free_seats = _free_seats(plans)
    free = {free_seat.code for free_seat in free_seats}
    picks = tuple(code for code in wish.picks if code in free)
    lost = tuple(code for code in wish.picks if code not in free)
    zones = zone_choice(wish, facility, zone, now)
    lost_to_zone = _free_in_its_zone(lost, facility, wish, now) if lost and zones and zones.is_kept else ()
    choice = None
    if not wish.picks and wish.seats:
        rooms = means_of([facility], wish.needs).rooms
        suitable = free_seats if rooms is None else [free_seat for free_seat in free_seats if free_seat.room in rooms]
        choice = choose(suitable, wish.seats)
        picks = choice.codes if choice else ()
        if choice is None:
            refusal = refusal or NotEnoughSeats(asked=wish.seats, free=len(suitable))
    kept = wish.with_picks(picks)
    floor_of = {seat.code: plan.floor.pk for plan in plans for room in plan.rooms for seat in room.seats}
    current = _current(plans, level, picks, floor_of)
    return PlanPage(
        facility=facility,
        form=form,
        floors=[_tab(plan, current, picks, floor_of) for plan in plans],
        drawing=draw(current, set(picks)) if current else None,
        panel=price_panel(facility=facility, wish=kept, refusal=refusal),
        lost=[code for code in lost if code not in lost_to_zone],
        lost_to_zone=lost_to_zone,
        elsewhere=[code for code in picks if current and floor_of[code] != current.floor.pk],
        choice=choice,
        hours=hours_for(wish, facility, zone, now),
        zones=zones,
        facility_href=kept.facility_href(facility),
        calendar_href=kept.calendar_href(facility),
        live_href=kept.live_href(facility),
    )


def _free_in_its_zone(codes: Sequence[str], facility: Facility, wish: Wish, now: datetime) -> tuple[str, ...]:
    """Those of the codes that would be free if the hours stayed on the facility's clock."""
    plans = floor_plans(facility=facility, days=wish.days, pattern=wish.pattern, client=None, now=now)
    free = {free_seat.code for free_seat in _free_seats(plans)}
    return tuple(code for code in codes if code in free)


def _free_seats(plans: Sequence[FloorPlan]) -> list[FreeSeat]:
    return [
        FreeSeat(seat.id, seat.code, room.room.pk, room.room.name, seat.row, seat.position)
        for plan in plans
        for room in plan.rooms
        for seat in room.seats
        if seat.is_free
    ]


def _current(
    plans: Sequence[FloorPlan], level: str, picks: Sequence[str], floor_of: dict[str, UUID]
) -> FloorPlan | None:
    """The floor asked for, else the one with most of the picked seats, else the first with a free one."""
    asked = next((plan for plan in plans if str(plan.floor.level) == level), None)
    if asked is not None:
        return asked
    on = [floor_of[code] for code in picks]
    return max(
        plans,
        key=lambda plan: (on.count(plan.floor.pk), plan.free > 0, -plan.floor.level),
        default=None,
    )


def _tab(plan: FloorPlan, current: FloorPlan | None, picks: Sequence[str], floor_of: dict[str, UUID]) -> FloorTab:
    return FloorTab(
        floor=plan.floor,
        free=plan.free,
        picked=sum(floor_of[code] == plan.floor.pk for code in picks),
        is_current=plan is current,
    )
