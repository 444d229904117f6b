"""The choice whose affairs are shown: another company of the same person, or a client that staff act for."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import visible_clients
from accounts.models import User
from accounts.operations import begin_acting, end_acting
from kernel.links import path_to
from kernel.refusal import Refusal
from portal.forms.representation import BeginForm
from portal.middleware import ACTING_KEY, CLIENT_KEY, PortalRequest, actor_of, lacks_second_factor


@require_POST
@login_required
def switch(request: PortalRequest, pk: UUID) -> HttpResponse:
    chosen = get_object_or_404(visible_clients(request.actor), pk=pk)
    request.session[CLIENT_KEY] = str(chosen.pk)
    return redirect("portal:home")


@require_POST
@login_required
def begin(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The staff admin's buttons lead here; what staff see next is what the client sees, under a banner.

    Whoever is in the portal of a client already goes over to the next.
    """
    user, now = cast(User, request.user), timezone.now()
    actor = actor_of(user)
    client = get_object_or_404(visible_clients(actor), pk=pk)
    form = BeginForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    if lacks_second_factor(user):
        messages.warning(request, _("Staff sign in with a second factor. Set up an authenticator app to go on."))
        return redirect("mfa_activate_totp")
    try:
        inside = begin_acting(actor=actor, client=client, now=now, **form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:landing")
    end_acting(actor=request.actor, now=now)
    request.session[ACTING_KEY] = {"client": str(client.pk), "mode": inside.mode, "reason": inside.reason}
    return redirect("portal:home")


@require_POST
@login_required
def stop(request: PortalRequest) -> HttpResponse:
    end_acting(actor=request.actor, now=timezone.now())
    request.session.pop(ACTING_KEY, None)
    return redirect(path_to("staff_home"))
