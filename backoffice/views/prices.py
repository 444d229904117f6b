"""Price lists as a whole: their holes, and copies of them for other days."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.capabilities import Capability
from backoffice.forms.prices import CopyForm
from backoffice.screens import actor_of, allowed, attempt, screen
from facilities.models import Facility, Rate
from facilities.queries.buildings import facilities
from facilities.queries.price_lists import Copies, gaps


@allowed("facilities.view_rate")
def price_lists(request: HttpRequest) -> HttpResponse:
    """Every facility with the days on which something has no price."""
    now = timezone.now()
    lists = [(place, gaps(place, since=now.astimezone(place.zone).date())) for place in facilities()]
    return screen(request, "backoffice/price_lists.html", _("Price lists"), opts=Rate._meta, lists=lists)


@allowed(Capability.EDIT_PRICES)
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at old and new beside each other first; the second time it is done."""
    place, now = get_object_or_404(Facility, pk=pk), timezone.now()
    form = CopyForm(place, now.astimezone(place.zone).date(), request.POST or None)
    looked: list[Copies] = []
    if request.method == "POST" and request.POST.get("seen"):
        copied: list[int] = []
        if attempt(form, lambda: copied.append(form.copy(actor_of(request), now))):
            said = ngettext("%(count)s price copied.", "%(count)s prices copied.", copied[0]) % {"count": copied[0]}
            messages.success(request, said)
            return redirect("admin:price-lists")
    elif request.method == "POST":
        attempt(form, lambda: looked.append(form.look()))
    status = 422 if form.errors else 200
    context = {"opts": Rate._meta, "original": place, "form": form, "found": looked[0] if looked else None}
    return screen(request, "backoffice/price_copy.html", _("Copy a price list"), status=status, **context)
