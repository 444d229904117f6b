"""Seats of a lease that move: which, where they could go, and what the floor looks like then."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.models import Allocation, Booking
from bookings.queries.targets import days_from, free_targets, nearest
from facilities.queries.plans import FloorPlan, floor_plans
from portal.drawing import Drawing, draw
from portal.forms.moving import MovingForm, TargetsForm
from portal.pages.resizing import today_at


@dataclass(frozen=True, slots=True)
class MovePage:
    """``targets`` and ``drawings`` are there once it is said which seats move; ``too_few`` is whether fewer are free
    than that. The drawings are the floors with free seats, those proposed filled, and first where most of them are."""

    booking: Booking
    form: MovingForm
    targets: TargetsForm | None
    drawings: Sequence[Drawing]
    too_few: bool


def moving_form(data: object, booking: Booking, now: datetime) -> MovingForm:
    return MovingForm(data, booking=booking, today=today_at(booking, now))


def move_page(form: MovingForm, data: object, *, now: datetime) -> MovePage:
    """The page for what was asked; ``data`` is what was said of where each seat goes, if anything yet."""
    booking = form.booking
    if not form.is_bound or not form.is_valid():
        return MovePage(booking, form, None, (), too_few=False)
    day = form.cleaned_data["effective_on"]
    moving = _moving(form)
    free = free_targets(booking, moving=moving, effective_on=day, now=now)
    proposed = nearest([seat.workstation for seat in moving], free)
    plans = floor_plans(booking.demand(days_from(moving, day)), facility=booking.facility, now=now)
    picked = {seat.code for seat in proposed.values()}
    return MovePage(
        booking=booking,
        form=form,
        targets=TargetsForm(data, moving=moving, free=free, proposed=proposed) if free else None,
        drawings=[draw(plan, picked) for plan in sorted(plans, key=lambda plan: -_filled(plan, picked)) if plan.free],
        too_few=len(free) < len(moving),
    )


def _filled(plan: FloorPlan, picked: Collection[str]) -> int:
    return sum(seat.code in picked for room in plan.rooms for seat in room.seats)


def _moving(form: MovingForm) -> list[Allocation]:
    chosen = set(form.cleaned_data["workstations"])
    return [seat for seat in form.seats if seat.workstation_id in chosen]
