"""Addresses that lead nowhere say so in the API's own words, whatever the method and the key."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from api.problems import OWN, problem


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """404, with a hint where only the slash at the end is missing."""
    if not request.path.endswith("/") and resolve(f"{request.path}/").func != unknown:
        detail = _("Addresses end with a slash: %(path)s/") % {"path": request.path}
    else:
        detail = _("There is nothing at this address. The API begins at %(path)s") % {"path": reverse("api:index")}
    return problem(OWN["not_found"], detail)
