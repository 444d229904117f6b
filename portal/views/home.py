"""Where a client lands after signing in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.pages.home import home_page
from portal.views.doors import ClientRequest, for_clients


@require_safe
@for_clients
def home(request: ClientRequest) -> HttpResponse:
    page = home_page(request.client, actor=request.actor, now=timezone.now())
    return render(request, "portal/home.html", {"page": page})
