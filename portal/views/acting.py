"""A company: its details and people, and whose affairs are shown to somebody who has a choice."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import visible_clients
from accounts.operations import begin_acting, complete_details, end_acting
from kernel.refusal import Refusal
from portal.forms.company import CompanyForm
from portal.middleware import ACTING_KEY, CLIENT_KEY, PortalRequest
from portal.pages.company import company_page
from portal.views.doors import for_clients


@require_http_methods(["GET", "HEAD", "POST"])
@for_clients
def details(request: PortalRequest) -> HttpResponse:
    """What documents name, and who belongs to the company."""
    assert request.client is not None
    form = CompanyForm(request.POST or None, instance=request.client)
    try:
        if request.method == "POST" and form.is_valid():
            complete_details(client=request.client, actor=request.actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Your details are saved. They stand on the next document."))
            return redirect("portal:details")
    except Refusal as refusal:
        form.refuse(refusal)
    page = company_page(request.client, actor=request.actor)
    return render(request, "portal/details.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@require_POST
@login_required
def switch(request: PortalRequest, pk: UUID) -> HttpResponse:
    chosen = get_object_or_404(visible_clients(request.actor), pk=pk)
    request.session[CLIENT_KEY] = str(chosen.pk)
    return redirect("portal:home")


@require_POST
@login_required
def begin(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The staff admin's button leads here; what staff see next is what the client sees, under a banner."""
    client = get_object_or_404(visible_clients(request.actor), pk=pk)
    try:
        begin_acting(user=request.actor.user, client=client, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:landing")
    request.session[ACTING_KEY] = str(client.pk)
    return redirect("portal:home")


@require_POST
@login_required
def stop(request: PortalRequest) -> HttpResponse:
    end_acting(actor=request.actor, now=timezone.now())
    request.session.pop(ACTING_KEY, None)
    return redirect("admin:index")
