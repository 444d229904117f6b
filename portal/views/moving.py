"""Seats of a lease move to free ones: which, where to, then the operation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import operations
from bookings.changes import MoveSeats
from kernel.refusal import Refusal
from portal.pages.moving import move_page, moving_form
from portal.views.access import ClientRequest, for_clients
from portal.views.holds import mine


@require_http_methods(["GET", "HEAD", "POST"])
@for_clients
def move(request: ClientRequest, pk: UUID) -> HttpResponse:
    """GET shows where the chosen seats could go, POST moves them."""
    found, now = mine(request, pk), timezone.now()
    form = moving_form(request.POST or request.GET or None, found, now)
    page = move_page(form, request.POST or None, now=now)
    try:
        if request.method == "POST" and page.targets is not None and page.targets.is_valid():
            day = form.cleaned_data["effective_on"]
            change = MoveSeats(day, page.targets.moves)
            operations.change(booking=found, change=change, actor=request.actor, now=now)
            messages.success(request, _("Your seats move on the day you chose. Both you and we have it by e-mail."))
            return redirect("portal:booking", found.pk)
    except Refusal as refusal:
        assert page.targets is not None
        page.targets.refuse(refusal)
    is_refused = bool(form.errors or (page.targets and page.targets.errors))
    return render(request, "portal/bookings/move.html", {"page": page}, status=422 if is_refused else 200)
