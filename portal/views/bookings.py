"""A company's bookings: the list, the page of one, and what can be done with it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings import operations
from bookings.access import visible_bookings, visible_waitlist
from bookings.calendar_files import lease_calendar
from bookings.queries.summaries import summaries
from kernel.refusal import Refusal
from portal.csv_files import csv_file
from portal.forms.bookings import CancelForm
from portal.pages.booking import booking_view
from portal.pages.bookings import COLUMNS, booking_list, in_group
from portal.pages.waitlist import places
from portal.views.access import ClientRequest, for_clients
from portal.views.holds import mine


@require_safe
@for_clients
def bookings(request: ClientRequest) -> HttpResponse:
    own = visible_bookings(request.actor).filter(client=request.client)
    group, page, now = request.GET.get("show", ""), request.GET.get("page", "1"), timezone.now()
    shown = {
        "list": booking_list(own, group=group, page=page, now=now),
        "places": places(visible_waitlist(request.actor).filter(client=request.client), now=now),
    }
    return render(request, "portal/bookings.html", shown)


@require_safe
@for_clients
def bookings_csv(request: ClientRequest) -> HttpResponse:
    """The list as it is filtered, all pages of it."""
    own = visible_bookings(request.actor).filter(client=request.client)
    found = summaries(in_group(own, request.GET.get("show", "")), now=timezone.now())
    return csv_file("bookings.csv", COLUMNS, found)


@require_safe
@for_clients
def booking(request: ClientRequest, pk: UUID) -> HttpResponse:
    found = mine(request, pk)
    return render(
        request, "portal/booking.html", {"view": booking_view(found, actor=request.actor, now=timezone.now())}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_clients
def cancel(request: ClientRequest, pk: UUID) -> HttpResponse:
    """GET asks once more, POST takes the request back."""
    found = mine(request, pk)
    form = CancelForm(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            operations.cancel(booking=found, actor=request.actor, now=timezone.now(), **form.cleaned_data)
            messages.info(request, _("%(reference)s is cancelled, and its seats are free.") % {"reference": found})
            return redirect("portal:booking", found.pk)
    except Refusal as refusal:
        form.refuse(refusal)
    status = 422 if form.errors else 200
    return render(request, "portal/bookings/cancel.html", {"booking": found, "form": form}, status=status)


@require_safe
@for_clients
def calendar(request: ClientRequest, pk: UUID) -> HttpResponse:
    """The first day, and the last day to give notice while the lease renews by itself."""
    found, now = mine(request, pk), timezone.now()
    deadline = summaries([found], now=now)[0].notice_deadline
    response = HttpResponse(lease_calendar(found, now=now, notice_deadline=deadline), content_type="text/calendar")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.ics"'
    return response
