"""Wait for seats that nobody can have yet, and wait no more."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import operations
from bookings.access import visible_waitlist
from kernel.refusal import Refusal
from portal.forms.waitlist import WaitlistForm
from portal.middleware import PortalRequest
from portal.pending_hold import finish, go_and_sign_up
from portal.views.access import ClientRequest, for_clients
from portal.zones import visitors_zone


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: PortalRequest) -> HttpResponseBase:
    """GET shows the request in the address; POST joins. Who is not signed in does that first and comes back with it."""
    now, zone = timezone.now(), visitors_zone(request)
    if request.method != "POST":
        if request.client is not None:
            finish(request)
        form = WaitlistForm(initial=request.GET.dict(), now=now, zone=zone)
        return render(request, "portal/waitlist/join.html", {"form": form})
    form = WaitlistForm(request.POST, now=now, zone=zone)
    if not form.is_valid():
        return render(request, "portal/waitlist/join.html", {"form": form}, status=422)
    if not request.user.is_authenticated:
        asked = {name: value for name in form.fields if (value := request.POST.get(name, ""))}
        said = _("Sign up, and we bring you back to join the waitlist for these seats.")
        return go_and_sign_up(request, f"{reverse('portal:waitlist-join')}?{urlencode(asked)}", said)
    return joined(request, form)


@for_clients
def joined(request: ClientRequest, form: WaitlistForm) -> HttpResponse:
    """The operation itself, for the current company; a refusal stands beside what was typed."""
    try:
        operations.join_waitlist(
            request=form.request_of(request.client),
            latest=form.cleaned_data["latest"],
            actor=request.actor,
            now=timezone.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return render(request, "portal/waitlist/join.html", {"form": form}, status=422)
    messages.success(request, _("You are on the waitlist. When seats come free we hold them for you and write to you."))
    return redirect(f"{reverse('portal:bookings')}#waitlist")


@require_http_methods(["GET", "HEAD", "POST"])
@for_clients
def leave(request: ClientRequest, pk: UUID) -> HttpResponse:
    """GET asks once more, POST gives the place up."""
    entry = get_object_or_404(visible_waitlist(request.actor), pk=pk)
    if request.method != "POST":
        return render(request, "portal/waitlist/leave.html", {"entry": entry})
    try:
        operations.leave_waitlist(entry=entry, actor=request.actor, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("You wait for these seats no more."))
    return redirect("portal:bookings")
