"""Requests to decide, and a booking with all that may be done to it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from backoffice.forms.bookings import ACTIONS, ActionForm, offered
from backoffice.plans import drawn
from backoffice.screens import actor_of, allowed, attempt, screen
from backoffice.views.changes import actions, planned
from billing.queries.going_live import opening_deposit
from bookings.access import may_manage, visible_bookings
from bookings.models import Booking
from bookings.queries.available import available_changes
from bookings.queries.board import requests as requests_waiting
from bookings.queries.details import booking_page
from bookings.queries.prices import agreed_price
from kernel.period import ONE_DAY


@allowed(Capability.SEE_BOOKINGS)
def requests(request: HttpRequest) -> HttpResponse:
    """Requests that wait for a decision, oldest first."""
    now = timezone.now()
    waiting = requests_waiting(visible_bookings(actor_of(request)), now=now)
    return screen(request, "backoffice/requests.html", _("Requests"), requests=waiting, now=now)


@allowed(Capability.SEE_BOOKINGS)
def booking(request: HttpRequest, pk: UUID, refused: ActionForm | None = None) -> HttpResponse:
    """Everything about one booking, with the operations that make sense now."""
    found = refused.booking if refused else get_object_or_404(visible_bookings(actor_of(request)), pk=pk)
    now = timezone.now()
    today = found.facility.today(now)
    may_change = may_manage(actor_of(request), found)
    offered_changes = available_changes(found, actor_of(request), now)
    page = refused.page if refused else booking_page(found, today=today)
    return screen(
        request,
        "backoffice/booking.html",
        found.reference,
        status=422 if refused else 200,
        opts=Booking._meta,
        original=found,
        page=page,
        committed_through=page.terms.committed_until - ONE_DAY,
        price=agreed_price(found, page.terms, seats=len(page.seats)) if page.seats else None,
        floors=drawn(found.facility, page.seats),
        decisions=offered(page, today=today, refused=refused) if may_change else [],
        refused=refused,
        deposit_before=opening_deposit(found),
        actions=actions(found, offered_changes) if may_change else [],
        planned=planned(found, offered_changes, now),
        may_change=may_change,
    )


@require_POST
@allowed(Capability.CHANGE_LEASES)
def act(request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
    """Do an operation on a booking; a refusal comes back beside what was typed."""
    if action not in ACTIONS:
        raise Http404
    actor, now = actor_of(request), timezone.now()
    found = get_object_or_404(visible_bookings(actor), pk=pk)
    today = found.facility.today(now)
    form = ACTIONS[action](request.POST, page=booking_page(found, today=today), today=today)
    if not attempt(form, form.act, actor, now):
        return booking(request, pk, refused=form)
    messages.success(request, str(form.done))
    return redirect("admin:bookings_booking_change", found.pk)
