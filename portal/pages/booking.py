"""A booking's page: where it stands, where its seats are, what it costs, what has happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.errors import NotAllowed
from billing.access import visible_documents
from billing.letterhead import title
from billing.models import Document
from billing.queries.planned import PlannedChange, planned_changes
from bookings.access import may_manage
from bookings.enums import AGREED, KEEPING_SEATS, AmendmentKind, BookingState
from bookings.models import Allocation, Booking
from bookings.queries.available import AvailableChange, available_changes
from bookings.queries.details import BookingPage, Event, booking_page
from bookings.queries.summaries import Summary, summaries
from bookings.sentences import amendment_sentence
from facilities.clocks import city_of
from facilities.models import Floor
from facilities.queries.plans import floor_plans
from kernel.period import ONE_DAY, Period
from kernel.wording import written
from portal.drawing import Zone, draw
from portal.forms.changes import FORMS
from portal.hours import Hours, hours_in, local_hours
from portal.steps import Step, steps_until

NEAR = timedelta(days=30)
# A hold is released on its own page.
CANCELLABLE = {BookingState.SUBMITTED, BookingState.CONFIRMED}
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
class Planned:
    """A planned change: its effect on the next invoice and on each month, and how it is undone, or why not."""

    change: PlannedChange
    sentence: str
    undo_href: str
    refusal: str


@dataclass(frozen=True, slots=True)
class PlannedChanges:
    """All of them, and what they come to together on the next invoice; ``None`` where that can't be worked out."""

    rows: Sequence[Planned]
    next_gross: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the page; ``is_first`` is the one that stands out."""

    label: str
    icon: str
    href: str
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class BookingView:
    """``seats_were`` says what the seats were to the client that has them no more; empty while it has them.
    ``planned`` are the changes still ahead, ``actions`` what the actor may do."""

    page: BookingPage
    summary: Summary
    steps: Sequence[Step]
    maps: Sequence[SeatMap]
    rooms: Sequence[RoomSeats]
    seats_were: str
    planned: PlannedChanges
    actions: Sequence[Action]
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
    offered, manages = available_changes(booking, actor, now), may_manage(actor, booking)
    return BookingView(
        page=page,
        summary=summary,
        steps=_steps(booking),
        maps=_maps(booking, page.seats, summary.day, now),
        rooms=_rooms(page.seats),
        seats_were="" if booking.state in KEEPING_SEATS else "leased" if booking.state in AGREED else "asked for",
        planned=_planned(booking, offered, now),
        actions=_actions(booking, offered) if manages else [],
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
        may_manage=manages,
    )


def _steps(booking: Booking) -> list[Step]:
    current = ON_THE_WAY.get(BookingState(booking.state))
    labels = [_("Seats held"), _("Request sent"), _("We confirm"), _("Move in")]
    return [] if current is None else steps_until(labels, current)


def _maps(booking: Booking, seats: Sequence[Allocation], day: date, now: datetime) -> list[SeatMap]:
    own = frozenset(seat.workstation.code for seat in seats)
    floors = {seat.workstation.room.floor_id for seat in seats}
    if not floors:
        return []
    plans = floor_plans(booking.demand(Period(day, day + ONE_DAY)), facility=booking.facility, now=now, only=floors)
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


def _planned(booking: Booking, offered: Sequence[AvailableChange], now: datetime) -> PlannedChanges:
    changes = planned_changes(booking, now=now)
    amounts = [each.next_gross for each in changes if each.next_gross is not None]
    return PlannedChanges(
        rows=[_row(booking, each, offered) for each in changes],
        next_gross=sum(amounts, Decimal(0)) if len(amounts) == len(changes) else None,
        currency=changes[0].currency if changes else "",
    )


def _row(booking: Booking, change: PlannedChange, offered: Sequence[AvailableChange]) -> Planned:
    amendment = change.amendment
    undo = next(
        each
        for each in offered
        if each.amendment == amendment
        or (each.kind == AmendmentKind.WITHDRAW_NOTICE and amendment.kind == AmendmentKind.NOTICE)
    )
    href = ""
    if undo.is_available:
        slug = "undo" if undo.amendment else "withdraw-notice"
        href = reverse("portal:booking-change", args=[booking.pk, slug])
        href += f"?number={amendment.number}" if undo.amendment else ""
    refusal = "" if isinstance(undo.refusal, NotAllowed) else undo.sentence
    return Planned(change, amendment_sentence(amendment.kind, amendment.effective_on, amendment.details), href, refusal)


# On the page's head, in this order; what is planned is undone where it stands.
OFFERED = ("add-seats", "give-back", "move", "notice", "withdraw-notice")


def _actions(booking: Booking, offered: Sequence[AvailableChange]) -> list[Action]:
    """Return what may be done now: the changes that are available, and taking the booking back before it begins."""
    can = {each.kind for each in offered if each.is_available}
    found = [
        Action(str(form.title), form.icon, reverse("portal:booking-change", args=[booking.pk, form.slug]))
        for form in (FORMS[slug] for slug in OFFERED)
        if form.kind in can
    ]
    if booking.state in CANCELLABLE:
        found.append(Action(_("Cancel this booking"), "x", reverse("portal:booking-cancel", args=[booking.pk])))
    return [replace(each, is_first=place == 0) for place, each in enumerate(found)] if len(found) > 1 else found


def _entry(event: Event) -> Entry:
    who = _("our team") if event.by_staff else event.who
    return Entry(event.at, event.what, _note(event.details), who)


def _note(details: Mapping[str, Any]) -> str:
    """Return what the log adds to a change: the seats, the last day, the reason."""
    parts = []
    if last_day := details.get("last_day"):
        parts.append(_("Last day: %(day)s.") % {"day": written(date.fromisoformat(last_day))})
    if "effective_on" not in details and (seats := details.get("seats")):
        parts.append(", ".join(seats))
    if reason := details.get("reason"):
        parts.append(f"“{reason}”")
    return " ".join(parts)
