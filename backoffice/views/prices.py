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
from backoffice.screens import actor_of, allowed, attempt, screen, theirs
from facilities.models import Facility, Rate
from facilities.queries.buildings import facilities
from facilities.queries.price_lists import Copies, gaps


@allowed("facilities.view_rate")
def price_lists(request: HttpRequest) -> HttpResponse:
    """Every facility with the days on which something has no price."""
    now = timezone.now()
    lists = [(place, gaps(place, since=place.today(now))) for place in theirs(request, facilities(), "pk")]
    return screen(request, "backoffice/price_lists.html", _("Price lists"), opts=Rate._meta, lists=lists)


@allowed(Capability.EDIT_PRICES)
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at old and new beside each other first; the second time it is done."""
    place, now = get_object_or_404(theirs(request, Facility.objects.all(), "pk"), pk=pk), timezone.now()
    form = CopyForm(place, place.today(now), request.POST or None)
    found: Copies | None = None
    if request.method == "POST" and request.POST.get("seen"):
        copied = attempt(form, form.copy, actor_of(request), now)
        if copied is not None:
            said = ngettext("%(count)s price copied.", "%(count)s prices copied.", copied) % {"count": copied}
            messages.success(request, said)
            return redirect("admin:price-lists")
    elif request.method == "POST":
        found = attempt(form, form.look)
    status = 422 if form.errors else 200
    context = {"opts": Rate._meta, "original": place, "form": form, "found": found}
    return screen(request, "backoffice/price_copy.html", _("Copy a price list"), status=status, **context)
