"""An open floor plan's questions: how its seats stand, and what to take for one that is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from bookings.queries.seats import nearest_free, vacant_seats
from bookings.seat_requests import SeatRequest
from facilities.models import Facility
from facilities.queries.buildings import seats_called
from facilities.queries.plans import floor_plans
from portal.drawing import words
from portal.request_links import RequestLinks


@dataclass(frozen=True, slots=True)
class Lost:
    """Picked seats that somebody else has taken; ``instead`` are the nearest free ones, as many where there are, and
    ``href`` the plan with these."""

    codes: Sequence[str]
    instead: Sequence[str]
    href: str


def availabilities(request: SeatRequest, *, facility: Facility, now: datetime) -> dict[str, Any]:
    """Return every seat's ``[availability, words]`` by code, and how many are free on each floor, by level."""
    plans = floor_plans(request.demand_at(facility, now), facility=facility, now=now)
    return {
        "seats": {
            seat.code: [seat.availability.value, said]
            for plan in plans
            for room in plan.rooms
            for seat, said in zip(room.seats, words(room.seats), strict=True)
        },
        "floors": {str(plan.floor.level): free_words(plan.free) for plan in plans},
    }


def free_words(free: int) -> str:
    """Return what a floor's tab says beside its name."""
    return ngettext("%(free)s free", "%(free)s free", free) % {"free": free}


def lost(links: RequestLinks, *, facility: Facility, gone: Sequence[str], now: datetime) -> Lost:
    """Return what to take instead of the seats ``gone``, beside those still picked."""
    seats = list(seats_called(facility, gone))
    free_seats = vacant_seats(links.request.demand_at(facility, now), facility=facility, now=now)
    picks = [code for code in links.picks if code not in gone]
    others = (
        nearest_free(seats, [free_seat for free_seat in free_seats if free_seat.code not in picks]) if seats else []
    )
    instead = [free_seat.code for free_seat in others]
    href = replace(links, picks=(*picks, *instead)).plan_href(facility)
    return Lost([seat.code for seat in seats], instead, href)
