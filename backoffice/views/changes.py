"""Change a lease for its client: the same preview as the client's, then the change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from backoffice.forms.changes import FORMS, ChangeForm, MoveSeatsForm
from backoffice.plans import drawn_moves
from backoffice.screens import actor_of, allowed, attempt, screen
from billing import operations, wording
from billing.errors import PreviewStale
from billing.previews import DocumentChange, FullPreview
from billing.queries.planned import PlannedChange, planned_changes
from bookings.access import visible_bookings
from bookings.charges import Charge
from bookings.enums import AmendmentKind
from bookings.errors import ChangeNotPlanned
from bookings.models import Booking
from bookings.queries.available import AvailableChange, available_changes
from bookings.sentences import amendment_sentence
from kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Action:
    """A change that may be made now, and the page that makes it."""

    label: str
    href: str
    tone: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned change, and how it is undone, or why it can't be."""

    change: PlannedChange
    sentence: str
    undo_href: str
    refusal: str


def actions(booking: Booking, offered: list[AvailableChange]) -> list[Action]:
    can = {each.kind for each in offered if each.is_available and each.amendment is None}
    return [
        Action(str(form.title), reverse("admin:booking-change", args=[booking.pk, slug]), form.tone)
        for slug, form in FORMS.items()
        if form.kind in can
    ]


def planned(booking: Booking, offered: list[AvailableChange], now: datetime) -> list[Planned]:
    """Return what is still ahead, the first first."""
    found = []
    for each in planned_changes(booking, now=now):
        amendment = each.amendment
        is_notice = amendment.kind == AmendmentKind.NOTICE
        undo = next(
            can
            for can in offered
            if can.amendment == amendment or (is_notice and can.kind == AmendmentKind.WITHDRAW_NOTICE)
        )
        href = reverse("admin:booking-change", args=[booking.pk, "withdraw-notice" if is_notice else "undo"])
        found.append(
            Planned(
                change=each,
                sentence=amendment_sentence(amendment.kind, amendment.effective_on, amendment.details),
                undo_href=f"{href}?number={amendment.number}" if undo.is_available else "",
                refusal=undo.sentence,
            )
        )
    return found


@allowed("bookings.view_booking", "bookings.change_booking")
def change(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Show or make a change; it may stand in the address. Posting the ``digest`` that was shown makes it; anything else
    only looks."""
    if kind not in FORMS:
        raise Http404
    actor, now = actor_of(request), timezone.now()
    found = get_object_or_404(visible_bookings(actor), pk=pk)
    data = request.POST if request.method == "POST" else request.GET
    asked = FORMS[kind]
    is_asked = bool(data) or asked.looks_at_once
    form = asked(data if is_asked else None, booking=found, today=found.facility.today(now), now=now)
    refusal = _refused(form, actor, now)
    preview = None
    if refusal is None:
        preview = _previewed(form, actor, now, is_only_looked_at=request.method != "POST")
    if preview is not None and "digest" in request.POST:
        try:
            operations.change(booking=found, change=preview.change, digest=request.POST["digest"], actor=actor, now=now)
        except PreviewStale as no:
            form.add_error(None, str(no))
            preview = no.preview
        except Refusal as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
            preview = None
        else:
            messages.success(request, str(form.done))
            return redirect("admin:bookings_booking_change", found.pk)
    is_refused = request.method == "POST" if refusal is not None else bool(form.errors)
    moves = form.rows() if isinstance(form, MoveSeatsForm) else []
    return screen(
        request,
        "backoffice/change.html",
        form.title,
        status=422 if is_refused else 200,
        opts=Booking._meta,
        original=found,
        form=form,
        refusal=refusal,
        preview=preview,
        earlier=[_lines(each) for each in preview.earlier] if preview else [],
        later=[_lines(each) for each in preview.later] if preview else [],
        moves=moves,
        floors=drawn_moves([(seat, target) for seat, _input, target in moves], form.here)
        if isinstance(form, MoveSeatsForm) and moves
        else [],
    )


def _lines(document: DocumentChange) -> tuple[DocumentChange, list[tuple[str, str, Charge]]]:
    return document, [_line(charge) for charge in document.charges]


def _line(charge: Charge) -> tuple[str, str, Charge]:
    how = wording.how(
        quantity=charge.quantity, days=charge.days.days, days_of=charge.days_of, rate=charge.rate,
        currency=charge.currency,
    )  # fmt: skip
    return how, wording.days(charge.days), charge


def _refused(form: ChangeForm, actor: Actor, now: datetime) -> Refusal | None:
    """Return why a change of this kind can't be made now."""
    for each in available_changes(form.booking, actor, now):
        if each.kind == form.kind and (
            each.amendment is None or str(each.amendment.number) == str(form.data.get("number"))
        ):
            return each.refusal
    return ChangeNotPlanned()


def _previewed(form: ChangeForm, actor: Actor, now: datetime, *, is_only_looked_at: bool) -> FullPreview | None:
    """Return what the change would bring about; a refusal stands beside its input."""
    if not form.is_valid() or (is_only_looked_at and not form.is_ready):
        return None
    return attempt(form, lambda: operations.preview(booking=form.booking, change=form.change, actor=actor, now=now))
