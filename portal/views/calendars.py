"""The calendar of free seats in a facility, months ahead."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from portal.forms.calendar import CalendarForm
from portal.middleware import PortalRequest
from portal.pages.calendar import calendar_page
from portal.views.facilities import listed
from portal.zones import visitors_zone


@gzip_page
@require_safe
def calendar(request: PortalRequest, slug: str) -> HttpResponse:
    place, now = listed(slug), timezone.now()
    asked = request.GET.copy()
    asked.setdefault("months", "12")
    zone = visitors_zone(request)
    form = CalendarForm(asked, today=place.today(now), facility=place, zone=zone)
    shown = {"facility": place, "form": form, "now": now}
    if form.is_valid():
        shown["page"] = calendar_page(form=form, zone=zone, client=request.client, now=now)
    return render(request, "portal/calendar.html", shown, status=200 if form.is_valid() else 422)
