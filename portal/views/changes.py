"""Change a lease: one page for every kind, which shows what the change brings about before it is made."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from billing import operations
from billing.errors import PreviewStale
from kernel.refusal import Refusal
from portal.forms.changes import FORMS
from portal.pages.change import change_form, change_page, previewed, refused
from portal.views.access import ClientRequest, for_clients
from portal.views.holds import mine


@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
@for_clients
def change(request: ClientRequest, pk: UUID, kind: str) -> HttpResponse:
    """GET shows what the change in the address would bring about. POST with the ``digest`` of what was shown makes it,
    without one it shows the page for what was changed on it, or only its ``panel``."""
    found, now = mine(request, pk), timezone.now()
    if kind not in FORMS:
        raise Http404
    data = request.POST if request.method == "POST" else request.GET
    form = change_form(kind, data, found, now)
    preview = None
    refusal, _offered = refused(form, actor=request.actor, now=now)
    if refusal is None:
        preview = previewed(form, actor=request.actor, now=now)
    if preview is not None and "digest" in request.POST:
        digest = request.POST["digest"]
        try:
            operations.change(booking=found, change=preview.change, digest=digest, actor=request.actor, now=now)
            messages.success(request, form.done(preview))
            return redirect("portal:booking", found.pk)
        except PreviewStale as no:
            preview = no.preview
            form.refuse(no)
        except Refusal as no:
            preview = None
            form.refuse(no)
    page = change_page(form, preview, actor=request.actor, level=data.get("floor", ""), now=now)
    is_refused = request.method == "POST" if refusal is not None else bool(form.errors)
    template = "portal/bookings/changes/panel.html" if "panel" in request.GET else "portal/bookings/change.html"
    return render(request, template, {"page": page, "booking": found}, status=422 if is_refused else 200)
