"""More seats for a lease, or fewer: the effect first, then the operation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from bookings import operations
from kernel.refusal import Refusal
from portal.pages.resizing import add_form, give_back_form, resize_page
from portal.views.access import ClientRequest, for_clients
from portal.views.holds import mine


@require_http_methods(["GET", "HEAD", "POST"])
@for_clients
def add_seats(request: ClientRequest, pk: UUID) -> HttpResponse:
    """GET shows what was asked for would bring about, POST adds the seats."""
    found, now = mine(request, pk), timezone.now()
    form = add_form(request.POST or request.GET or None, found, now)
    try:
        if request.method == "POST" and form.is_valid():
            operations.change(booking=found, change=form.change, actor=request.actor, now=now)
            count = form.cleaned_data["seats"]
            added = ngettext("%(count)s seat is added.", "%(count)s seats are added.", count)
            messages.success(request, added % {"count": count})
            return redirect("portal:booking", found.pk)
    except Refusal as refusal:
        form.refuse(refusal)
    page = resize_page(form, actor=request.actor, now=now)
    return render(request, "portal/bookings/add_seats.html", {"page": page}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_clients
def give_back(request: ClientRequest, pk: UUID) -> HttpResponse:
    """GET shows what giving the chosen seats back would bring about, POST gives them back."""
    found, now = mine(request, pk), timezone.now()
    form = give_back_form(request.POST or request.GET or None, found, now)
    try:
        if request.method == "POST" and form.is_valid():
            operations.change(booking=found, change=form.change, actor=request.actor, now=now)
            messages.success(request, _("The seats go back on the day you chose."))
            return redirect("portal:booking", found.pk)
    except Refusal as refusal:
        form.refuse(refusal)
    page = resize_page(form, actor=request.actor, now=now)
    return render(request, "portal/bookings/give_back.html", {"page": page}, status=422 if form.errors else 200)
