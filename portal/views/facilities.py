"""One facility: its page, and its floor plan."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facilities.models import Facility
from facilities.queries.listings import listed_facilities, packages_at
from kernel.refusal import Refusal
from portal.forms.search import USUALLY_SAID, PlanForm, usual_params
from portal.middleware import PortalRequest
from portal.pages.facility import facility_page
from portal.pages.plan import plan_page, price_panel
from portal.pending_hold import finish
from portal.zones import visitors_zone


@require_safe
def facility(request: PortalRequest, slug: str) -> HttpResponse:
    place, now = listed(slug), timezone.now()
    form = plan_form(request, place, now)
    zone = visitors_zone(request)
    shown = {"facility": place, "form": form, "now": now}
    if form.is_valid():
        shown["page"] = facility_page(facility=place, links=form.links, zone=zone, now=now)
    return render(request, "portal/facility.html", shown, status=200 if form.is_valid() else 422)


@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: PortalRequest, slug: str) -> HttpResponse:
    """GET draws the plan for what the address says; POST puts what was changed on the page into the address."""
    place, now = listed(slug), timezone.now()
    form = plan_form(request, place, now)
    if request.method == "POST" and form.is_valid():
        links = form.links.with_picks(()) if "choose" in request.POST else form.links
        href = links.plan_href(place, floor=request.POST.get("floor", "") if links.picks else "")
        if links.is_told_by(href):
            return redirect(href)
    if request.client is not None:
        finish(request)
    return drawn(request, place, form, now)


@require_POST
def plan_price(request: PortalRequest, slug: str) -> HttpResponse:
    """The panel beside the plan, for the seats ticked just now."""
    place = listed(slug)
    form = plan_form(request, place, timezone.now())
    if not form.is_valid():
        return render(request, "portal/plan/errors.html", {"form": form}, status=422)
    panel = price_panel(facility=place, links=form.links)
    return render(request, "portal/plan/panel.html", {"panel": panel, "form": form})


def listed(slug: str) -> Facility:
    """The facility the public knows under ``slug``, or 404."""
    return get_object_or_404(listed_facilities(), slug=slug)


def plan_form(request: PortalRequest, place: Facility, now: datetime) -> PlanForm:
    """The request in the address or the body; what is missing is what most visitors mean."""
    data = (request.POST if request.method == "POST" else request.GET).copy()
    if not data.keys() >= USUALLY_SAID:
        for name, value in usual_params(place.today(now)).items():
            data.setdefault(name, value)
    return PlanForm(
        data,
        facility=place,
        client=request.client,
        now=now,
        packages=packages_at(place),
        zone=visitors_zone(request),
    )


def drawn(
    request: PortalRequest, place: Facility, form: PlanForm, now: datetime, refusal: Refusal | None = None
) -> HttpResponse:
    """The plan page; 422 when the request can't be read or was refused."""
    zone = visitors_zone(request)
    shown = {"facility": place, "form": form, "now": now}
    if form.is_valid():
        level = request.GET.get("floor", "") or request.POST.get("floor", "")
        shown["page"] = plan_page(facility=place, form=form, level=level, zone=zone, now=now, refusal=refusal)
    return render(request, "portal/plan.html", shown, status=422 if refusal or not form.is_valid() else 200)


def with_query(name: str, place: Facility, request: HttpRequest) -> str:
    """The address of another page of the facility with the same query."""
    return f"{reverse(name, args=[place.slug])}?{urlencode(request.GET, doseq=True)}"
