"""A booking's page: where it stands, where its seats are, what it costs, what has happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.actors import Actor
from billing.access import visible_documents
from billing.letterhead import title
from billing.models import Document
from bookings.access import may_manage
from bookings.enums import AGREED, KEEPING_SEATS, AmendmentKind, BookingState
from bookings.models import Allocation, Amendment, Booking
from bookings.queries.details import BookingPage, Event, booking_page
from bookings.queries.summaries import Summary, summaries
from bookings.sentences import amendment_sentence
from facilities.clocks import city_of
from facilities.models import Floor
from facilities.queries.plans import floor_plans
from kernel.period import ONE_DAY, Period
from kernel.wording import written
from portal.drawing import Zone, draw
from portal.hours import Hours, hours_in, local_hours
from portal.steps import Step, steps_until

NEAR = timedelta(days=30)
ON_THE_WAY = {BookingState.HELD: 1, BookingState.SUBMITTED: 2, BookingState.CONFIRMED: 3}


@dataclass(frozen=True, slots=True)
class SeatMap:
    """The rooms of one floor that hold seats of the booking, cut out of the plan; ``own`` are their codes."""

    floor: Floor
    box: str
    zones: Sequence[Zone]
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class RoomSeats:
    room: str
    floor: str
    codes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline; ``who`` is empty for what happens by itself."""

    at: datetime
    what: str
    note: str
    who: str


@dataclass(frozen=True, slots=True)
class BookingView:
    """``seats_were`` says what the seats were to the client that has them no more; empty while it has them.
    ``coming`` says which changes of its seats are planned."""

    page: BookingPage
    summary: Summary
    steps: Sequence[Step]
    maps: Sequence[SeatMap]
    rooms: Sequence[RoomSeats]
    seats_were: str
    coming: Sequence[str]
    timeline: Sequence[Entry]
    documents: Sequence[tuple[Document, str]]
    hours: Hours
    hours_there: Sequence[Hours]
    city_there: str
    committed_through: date
    is_deadline_near: bool
    may_manage: bool


def booking_view(booking: Booking, *, actor: Actor, now: datetime) -> BookingView:
    """Everything the page shows; the number of queries does not depend on how many seats there are."""
    here, there = booking.facility.time_zone, booking.client.time_zone
    summary = summaries([booking], now=now)[0]
    page = booking_page(booking, today=summary.day)
    return BookingView(
        page=page,
        summary=summary,
        steps=_steps(booking),
        maps=_maps(booking, page.seats, summary.day, now),
        rooms=_rooms(page.seats),
        seats_were="" if booking.state in KEEPING_SEATS else "leased" if booking.state in AGREED else "asked for",
        coming=_coming(booking),
        timeline=[_entry(event) for event in page.timeline],
        documents=[
            (each, title(each.kind, each.seller)) for each in visible_documents(actor).filter(booking=booking)[:24]
        ],
        hours=local_hours(booking.pattern.hours),
        hours_there=hours_in(booking.pattern.hours, zone=here, seen_from=there, start=summary.day)
        if there not in {here, "UTC"} and not booking.time_zone
        else [],
        city_there=city_of(there),
        committed_through=page.terms.committed_until - ONE_DAY,
        is_deadline_near=summary.notice_deadline is not None and summary.notice_deadline - summary.day < NEAR,
        may_manage=may_manage(actor, booking),
    )


def _steps(booking: Booking) -> list[Step]:
    current = ON_THE_WAY.get(BookingState(booking.state))
    labels = [_("Seats held"), _("Request sent"), _("We confirm"), _("Move in")]
    return [] if current is None else steps_until(labels, current)


def _maps(booking: Booking, seats: Sequence[Allocation], day: date, now: datetime) -> list[SeatMap]:
    own = frozenset(seat.workstation.code for seat in seats)
    plans = floor_plans(booking.demand(Period(day, day + ONE_DAY)), facility=booking.facility, now=now)
    found = []
    for plan in plans:
        zones = [zone for zone in draw(plan).zones if any(seat.code in own for seat in zone.seats)]
        if zones:
            found.append(SeatMap(plan.floor, _box(zones), zones, own))
    return found


def _box(zones: Sequence[Zone]) -> str:
    left, top = min(zone.x for zone in zones) - 30, min(zone.y for zone in zones) - 30
    right = max(zone.x + zone.width for zone in zones) + 30
    bottom = max(zone.y + zone.height for zone in zones) + 30
    return f"{left} {top} {right - left} {bottom - top}"


def _rooms(seats: Sequence[Allocation]) -> list[RoomSeats]:
    found: dict[tuple[str, str], list[str]] = {}
    for seat in seats:
        room = seat.workstation.room
        found.setdefault((room.name, room.floor.name), []).append(seat.workstation.code)
    return [RoomSeats(room, floor, codes) for (room, floor), codes in sorted(found.items())]


def _coming(booking: Booking) -> list[str]:
    """Planned changes of the seats, the first first."""
    planned = Amendment.objects.filter(booking=booking).exclude(kind=AmendmentKind.NOTICE).scheduled()
    return [amendment_sentence(each.kind, each.effective_on, each.details) for each in planned]


def _entry(event: Event) -> Entry:
    who = _("our team") if event.by_staff else event.who
    return Entry(event.at, event.what, _note(event.details), who)


def _note(details: Mapping[str, Any]) -> str:
    """What the log adds to a change: the seats, the last day, the reason."""
    parts = []
    if last_day := details.get("last_day"):
        parts.append(_("Last day: %(day)s.") % {"day": written(date.fromisoformat(last_day))})
    if "effective_on" not in details and (seats := details.get("seats")):
        parts.append(", ".join(seats))
    if reason := details.get("reason"):
        parts.append(f"“{reason}”")
    return " ".join(parts)
