"""Pages that are open to everybody: landing, prices, the agreement."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.queries.catalogue import first_today
from facilities.queries.listings import listings
from portal.agreements import agreement_text
from portal.forms.search import SearchForm
from portal.middleware import PortalRequest
from portal.pages.landing import landing_page
from portal.zones import visitors_zone


@require_safe
def landing(request: PortalRequest) -> HttpResponse:
    now = timezone.now()
    form = SearchForm(now=now, zone=visitors_zone(request))
    return render(request, "portal/landing.html", {"form": form, "page": landing_page(form.today)})


@require_safe
def prices(request: PortalRequest) -> HttpResponse:
    return render(request, "portal/prices.html", {"listings": listings(first_today(timezone.now()))})


@require_safe
def agreement(request: PortalRequest) -> HttpResponse:
    version = settings.AGREEMENT_VERSION
    return render(request, "portal/agreement.html", {"version": version, "text": agreement_text(version)})
