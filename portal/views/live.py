"""The floor plan stays true while it is open: asked every few seconds, answered briefly when nothing has changed."""

from __future__ import annotations

from hashlib import blake2b

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_POST, require_safe

from facilities.queries.versions import version_tokens
from portal.middleware import PortalRequest
from portal.pages.live import availabilities, lost
from portal.views.facilities import listed, plan_form


def _etag(request: PortalRequest, slug: str) -> str:
    """Of how the plan stands, for whom and for which request."""
    client = request.client.pk if request.client else ""
    place = listed(slug)
    token = version_tokens([place], now=timezone.now())[place.pk]
    told = f"{token} {client} {get_language()} {request.META['QUERY_STRING']}"
    return f'"{blake2b(told.encode(), digest_size=12).hexdigest()}"'


@require_safe
@gzip_page
@condition(etag_func=_etag)
def plan_live(request: PortalRequest, slug: str) -> HttpResponse:
    """Answer how each seat stands now, as JSON; 304 while nothing has changed."""
    place, now = listed(slug), timezone.now()
    form = plan_form(request, place, now)
    if not form.is_valid():
        return JsonResponse({"problems": form.errors}, status=422)
    answer = JsonResponse(availabilities(form.links.request, facility=place, now=now))
    patch_cache_control(answer, private=True, no_cache=True)
    patch_vary_headers(answer, ["Cookie"])
    return answer


@require_POST
def plan_lost(request: PortalRequest, slug: str) -> HttpResponse:
    """Answer for seats that were selected and have just been taken: the nearest ones instead, one click away."""
    place, now = listed(slug), timezone.now()
    form = plan_form(request, place, now)
    if not form.is_valid():
        return render(request, "portal/plan/errors.html", {"form": form}, status=422)
    gone = request.POST.getlist("gone")
    found = lost(form.links, facility=place, gone=gone, now=now)
    return render(request, "portal/plan/lost.html", {"lost": found})
