"""The page on which a client lands after signing in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.access import visible_waitlist
from portal.pages.home import home_page
from portal.pages.waitlist import places
from portal.views.access import ClientRequest, for_clients


@require_safe
@for_clients
def home(request: ClientRequest) -> HttpResponse:
    now = timezone.now()
    page = home_page(request.client, actor=request.actor, now=now)
    entries = visible_waitlist(request.actor).filter(client=request.client)
    return render(request, "portal/home.html", {"page": page, "places": places(entries, now=now)})
