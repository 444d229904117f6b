"""Find seats: a request in, offers out."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.queries.catalogue import first_today
from facilities.queries.listings import listings
from portal.forms.by_hours import HoursForm
from portal.forms.search import SearchForm
from portal.middleware import PortalRequest
from portal.pages.by_hours import found_by_hours
from portal.pages.search import results
from portal.zones import visitors_zone


@require_safe
def search(request: PortalRequest) -> HttpResponse:
    now = timezone.now()
    zone = visitors_zone(request)
    asked = request.GET.copy() if "seats" in request.GET else None
    if asked is not None:
        asked.setdefault("zone", zone)
    form = SearchForm(asked, now=now, zone=zone, client=request.client)
    shown = {"form": form, "now": now, "by_hours_href": _by_hours_href(form)}
    if form.is_valid():
        links, page = form.links, request.GET.get("page", "")
        shown |= {"asked": links.request, "results": results(links, zone=zone, now=now, page=page)}
        shown["every_city_href"] = links.search_href(city="")
    else:
        shown["listings"] = listings(first_today(now))
    return render(request, "portal/search.html", shown, status=422 if form.errors else 200)


def _by_hours_href(form: SearchForm) -> str:
    """The other search, with what both ask."""
    asked = {name: form[name].value() for name in ("city", "seats", "start", "months", "zone")}
    if form["time_zone"].value():
        asked["keep"] = "on"
    return f"{reverse('portal:search-hours')}?{urlencode({name: value for name, value in asked.items() if value})}"


@require_safe
def by_hours(request: PortalRequest) -> HttpResponse:
    """Shifts that cover the hours somebody works on a clock of their own."""
    now, zone = timezone.now(), visitors_zone(request) or "UTC"
    asked = request.GET if "begins" in request.GET else None
    form = HoursForm(asked, now=now, zone=zone, initial={"zone": zone} | request.GET.dict())
    found = found_by_hours(form, now) if form.is_valid() else []
    shown = {"form": form, "found": found}
    return render(request, "portal/by_hours.html", shown, status=422 if form.errors else 200)
