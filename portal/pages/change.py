"""A change of a lease: what is asked, the floor plan to choose on, and what it brings about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from billing import operations, wording
from billing.previews import DocumentChange, FullPreview
from bookings.changes import AddSeats, MoveSeats, RemoveSeats
from bookings.charges import Charge
from bookings.enums import AmendmentKind, ChargeKind
from bookings.errors import ChangeNotPlanned
from bookings.models import Amendment, Booking
from bookings.queries.available import AvailableChange, available_changes
from bookings.queries.targets import free_targets
from bookings.sentences import amendment_sentence
from facilities.models import Workstation
from facilities.queries.plans import floor_plans
from kernel.period import ONE_DAY, Period
from kernel.refusal import Refusal
from kernel.wording import written
from portal.drawing import Drawing, draw
from portal.forms.changes import FORMS, AddSeatsForm, ChangeForm, DatedForm, MoveForm, OwnSeatsForm
from portal.pages.floors import FloorTab, current_floor, floor_tabs
from portal.templatetags.components import Tab


@dataclass(frozen=True, slots=True)
class Picker:
    """The floor plan as it stands on the day. ``elsewhere`` are codes picked on other floors."""

    floors: Sequence[FloorTab]
    drawing: Drawing
    picked: Sequence[str]
    elsewhere: Sequence[str]


@dataclass(frozen=True, slots=True)
class Move:
    """A seat that moves, where it goes, and the free seats it may go to instead."""

    code: str
    to: str
    choices: Sequence[Workstation]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document: what for, how it came about, and how much."""

    what: str
    how: str
    net: Decimal


@dataclass(frozen=True, slots=True)
class DocumentLines:
    """A document that comes to something else, with the lines that make the difference."""

    document: DocumentChange
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """``preview`` is there once what was asked can be done. ``refusal`` says why this kind of change can't be made at
    all; then there is no form. ``earlier`` and ``later`` are the documents that change before its day, and from it on.
    ``lost`` are seats that were picked and are not the lease's on the day."""

    booking: Booking
    form: ChangeForm
    tabs: Sequence[Tab]
    refusal: Refusal | None
    preview: FullPreview | None
    earlier: Sequence[DocumentLines]
    later: Sequence[DocumentLines]
    picker: Picker | None
    moves: Sequence[Move]
    lost: Sequence[str]
    stays: Sequence[str]
    undo_until: date | None
    button: str
    codes: str
    undone: str


def change_form(slug: str, data: Any, booking: Booking, now: datetime) -> ChangeForm:
    """The form of a kind, with what stands in it at first where nothing was said of it.

    :raises KeyError: for a kind that doesn't exist.
    """
    today = booking.facility.today(now)
    asked = FORMS[slug]
    first = asked(booking=booking, today=today)
    said = data.copy()
    for name, field in first.fields.items():
        if field.initial is not None:
            said.setdefault(name, str(field.initial))
    return asked(said, booking=booking, today=today)


def refused(form: ChangeForm, *, actor: Actor, now: datetime) -> tuple[Refusal | None, list[AvailableChange]]:
    """Return why a change of this kind can't be made now, and what can be."""
    offered = available_changes(form.booking, actor, now)
    found = [each for each in offered if each.kind == form.kind and (each.amendment is None or _is_undone(each, form))]
    if not found:
        # What is to be undone has begun, or was undone.
        return ChangeNotPlanned(), offered
    return found[0].refusal, offered


def previewed(form: ChangeForm, *, actor: Actor, now: datetime) -> FullPreview | None:
    """Return what the change would bring about; a refusal stands in the form."""
    if not form.is_valid():
        return None
    try:
        change = form.change
        if change is not None:
            return operations.preview(booking=form.booking, change=change, actor=actor, now=now)
    except Refusal as refusal:
        form.refuse(refusal)
    return None


def change_page(
    form: ChangeForm, preview: FullPreview | None, *, actor: Actor, level: str, now: datetime
) -> ChangePage:
    refusal, offered = refused(form, actor=actor, now=now)
    moves = _moves(form, preview, now) if isinstance(form, MoveForm) and refusal is None else []
    picker = None
    if isinstance(form, DatedForm) and refusal is None:
        picker = _picker(form, preview, {move.to for move in moves}, level=level, actor=actor, now=now)
    return ChangePage(
        booking=form.booking,
        form=form,
        tabs=_tabs(form, offered),
        refusal=refusal,
        preview=preview,
        earlier=[_lines(each) for each in preview.earlier] if preview else [],
        later=[_lines(each) for each in preview.later] if preview else [],
        picker=picker,
        moves=moves,
        lost=form.lost if isinstance(form, OwnSeatsForm) else [],
        stays=_stays(form, preview) if preview else [],
        undo_until=_undo_until(preview, form),
        button=form.button(preview) if preview else "",
        codes=_codes(preview) if preview else "",
        undone=next((_sentence(each.amendment) for each in offered if _is_undone(each, form)), ""),
    )


def _is_undone(offered: AvailableChange, form: ChangeForm) -> bool:
    return offered.amendment is not None and str(offered.amendment.number) == form.data.get("number")


def _sentence(amendment: Amendment | None) -> str:
    assert amendment is not None
    return amendment_sentence(amendment.kind, amendment.effective_on, amendment.details)


def _codes(preview: FullPreview) -> str:
    """The seats that come, or go: where they move, from and to."""
    lease = preview.lease
    codes = lease.before.codes
    if isinstance(preview.change, MoveSeats):
        pairs = sorted((codes[seat], codes[to]) for seat, to in preview.change.moves.items() if to is not None)
        return ", ".join(f"{before} → {after}" for before, after in pairs)
    if isinstance(preview.change, AddSeats | RemoveSeats):
        return lease.before.named(preview.change.workstations)
    return ""


def _tabs(form: ChangeForm, offered: Sequence[AvailableChange]) -> list[Tab]:
    """The kinds that choose seats, where they can be made: three modes of one page."""
    if not isinstance(form, DatedForm):
        return []
    can = {each.kind for each in offered if each.is_available}
    return [
        Tab(
            str(each.title),
            f"{reverse('portal:booking-change', args=[form.booking.pk, slug])}?effective_on={form.day.isoformat()}",
            is_current=slug == form.slug,
        )
        for slug, each in FORMS.items()
        if issubclass(each, DatedForm) and each.kind in can
    ]


def _picker(
    form: DatedForm, preview: FullPreview | None, coming: Collection[str], *, level: str, actor: Actor, now: datetime
) -> Picker | None:
    booking, day = form.booking, form.day
    # What comes must be free to the end; what goes is looked at as it stands on the day.
    days = Period(day, day + ONE_DAY) if form.kind == AmendmentKind.REMOVE_SEATS else Period(day, booking.days.end)
    plans = floor_plans(booking.demand(days), facility=booking.facility, now=now)
    picked = _picked(form, preview)
    own = form.seats if isinstance(form, OwnSeatsForm) else None
    choices = None if own is None else {seat.workstation.code for seat in own}
    floor_of = {seat.code: plan.floor.pk for plan in plans for room in plan.rooms for seat in room.seats}
    current = current_floor(plans, level, picked or sorted(choices or ()), floor_of)
    if current is None:
        return None
    return Picker(
        floors=floor_tabs(plans, current, picked, floor_of),
        drawing=draw(current, set(picked), choices=choices, coming=coming),
        picked=picked,
        elsewhere=[code for code in picked if floor_of.get(code, current.floor.pk) != current.floor.pk],
    )


def _picked(form: DatedForm, preview: FullPreview | None) -> list[str]:
    if isinstance(form, OwnSeatsForm):
        return [seat.workstation.code for seat in form.chosen]
    if preview is not None:
        codes = preview.lease.before.codes
        return sorted(codes[new.workstation] for new in preview.lease.entry.begins)
    return list(form.picked)


def _moves(form: MoveForm, preview: FullPreview | None, now: datetime) -> list[Move]:
    moving = form.chosen
    if not moving:
        return []
    free = free_targets(form.booking, moving=moving, effective_on=form.day, now=now)
    seats = [*(seat.workstation for seat in moving), *free]
    targets = dict(form.targets)
    if preview is not None and isinstance(preview.change, MoveSeats):
        codes = preview.lease.before.codes
        targets = {codes[seat]: codes[to] for seat, to in preview.change.moves.items() if to is not None}
    return [
        Move(code, targets.get(code, ""), [each for each in seats if each.code != code])
        for code in (seat.workstation.code for seat in moving)
    ]


def _lines(document: DocumentChange) -> DocumentLines:
    return DocumentLines(document, [_line(charge) for charge in document.charges])


def _line(charge: Charge) -> Line:
    how = wording.how(
        quantity=charge.quantity, days=charge.days.days, days_of=charge.days_of, rate=charge.rate,
        currency=charge.currency,
    )  # fmt: skip
    when = wording.days(charge.days)
    return Line(str(ChargeKind(charge.kind).label), f"{how}, {when}", charge.net)


def _stays(form: ChangeForm, preview: FullPreview) -> list[str]:
    """Say what a change of seats leaves alone."""
    if not isinstance(form, DatedForm):
        return []
    before = preview.lease.before
    terms = before.terms_on(preview.lease.effective_on)
    found = [_("The price a seat stays %(rate)s, net") % {"rate": wording.money(terms.net_rate, terms.currency)}]
    committed = terms.committed_on(preview.lease.effective_on)
    if committed and terms.committed_until is not None:
        until = written(terms.committed_until - ONE_DAY)
        found.append(_("%(seats)s seats stay committed until %(until)s") % {"seats": committed, "until": until})
    if isinstance(form, AddSeatsForm):
        found.append(_("The new seats end, or renew, with the others"))
    if preview.lease.seats_after < preview.lease.seats_before:
        found.append(_("The deposit stays until the lease ends"))
    return found


def _undo_until(preview: FullPreview | None, form: ChangeForm) -> date | None:
    """The last day on which a planned change can be undone."""
    if preview is None or preview.lease.entry not in preview.lease.after.planned:
        return None
    return preview.lease.effective_on - ONE_DAY if preview.lease.effective_on > form.today else None
