"""From seats on the plan to a request: hold, company details, agreement, submit, release."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.operations import complete_details
from bookings import operations
from bookings.access import visible_bookings
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.models import Facility
from kernel.refusal import Refusal
from portal.forms.details import CompanyDetailsForm
from portal.forms.holds import AcceptForm
from portal.forms.search import PlanForm
from portal.middleware import PortalRequest
from portal.pages.hold import hold_page, request_to_hold
from portal.pending_hold import go_and_sign_up
from portal.views.access import ClientRequest, for_clients
from portal.views.facilities import drawn, listed, plan_form, with_query
from portal.zones import visitors_zone


@require_http_methods(["GET", "HEAD", "POST"])
def hold_new(request: PortalRequest, slug: str) -> HttpResponseBase:
    """Hold the seats chosen; somebody who is not signed in does that first and comes back by the same address."""
    place, now = listed(slug), timezone.now()
    form = plan_form(request, place, now)
    if request.method != "POST":
        return redirect(with_query("portal:plan", place, request))
    if not form.is_valid():
        return drawn(request, place, form, now)
    if not request.user.is_authenticated:
        return go_and_sign_up(request, form.links.plan_href(place))
    return held(request, place, form, now)


@for_clients
def held(request: ClientRequest, place: Facility, form: PlanForm, now: datetime) -> HttpResponse:
    """The hold itself, for the current company; a refusal stands beside the plan with its way out."""
    try:
        booking = operations.hold(request=request_to_hold(form), actor=request.actor, now=now)
    except Refusal as refusal:
        return drawn(request, place, form, now, refusal)
    return redirect("portal:hold", booking.pk)


@require_safe
@for_clients
def hold(request: ClientRequest, pk: UUID) -> HttpResponse:
    booking = mine(request, pk)
    if booking.state != BookingState.HELD:
        return redirect("portal:booking", booking.pk)
    return shown(request, booking)


@require_POST
@for_clients
def hold_details(request: ClientRequest, pk: UUID) -> HttpResponse:
    booking = mine(request, pk)
    form = CompanyDetailsForm(request.POST, instance=booking.client)
    try:
        if form.is_valid():
            complete_details(client=booking.client, actor=request.actor, now=timezone.now(), **form.cleaned_data)
            return redirect("portal:hold", booking.pk)
    except Refusal as refusal:
        form.refuse(refusal)
    return shown(request, booking, details=form)


@require_POST
@for_clients
def hold_submit(request: ClientRequest, pk: UUID) -> HttpResponse:
    booking = mine(request, pk)
    form = AcceptForm(request.POST)
    form.is_valid()
    try:
        operations.submit(
            booking=booking,
            accepted=form.cleaned_data["accepted"],
            note=form.cleaned_data.get("note", ""),
            actor=request.actor,
            now=timezone.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return shown(request, booking, accept=form)
    messages.success(request, _("Your request is with us. We answer by e-mail, and your seats stay kept until then."))
    return redirect("portal:booking", booking.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_clients
def hold_release(request: ClientRequest, pk: UUID) -> HttpResponse:
    """GET asks once more, POST gives the seats back."""
    booking = mine(request, pk)
    if request.method != "POST":
        return render(request, "portal/hold/release.html", {"booking": booking})
    try:
        operations.cancel(booking=booking, actor=request.actor, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:booking", booking.pk)
    messages.info(request, _("Your seats are free again."))
    return redirect("portal:search")


def mine(request: ClientRequest, pk: UUID) -> Booking:
    """A booking the actor may see, or 404."""
    booking: Booking = get_object_or_404(visible_bookings(request.actor), pk=pk)
    return booking


def shown(
    request: ClientRequest,
    booking: Booking,
    details: CompanyDetailsForm | None = None,
    accept: AcceptForm | None = None,
) -> HttpResponse:
    """The page of a hold; 422 when a form on it was refused."""
    page = hold_page(booking, zone=visitors_zone(request), now=timezone.now(), details=details, accept=accept)
    return render(request, "portal/hold.html", {"page": page}, status=422 if details or accept else 200)
