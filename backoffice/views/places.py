"""Close a seat for planned work, and open it again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from backoffice.doors import actor_of, allowed, attempt, screen
from backoffice.forms.places import ClosureForm
from facilities.models import Workstation
from facilities.operations import reopen_workstation


@allowed("facilities.change_workstation")
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    seat = get_object_or_404(Workstation.objects.select_related("facility"), pk=pk)
    now = timezone.now()
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and attempt(form, lambda: form.close(seat, actor_of(request), now)):
        messages.success(request, _("Closed. Nobody can take this seat on these days."))
        return redirect("admin:facilities_workstation_change", pk)
    status = 422 if form.errors else 200
    context = {"opts": Workstation._meta, "original": seat, "form": form}
    return screen(request, "backoffice/close_seat.html", _("Close a seat"), status=status, **context)


@require_POST
@allowed("facilities.change_workstation")
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    seat = get_object_or_404(Workstation, pk=pk)
    if reopen_workstation(workstation=seat, actor=actor_of(request), now=timezone.now()):
        messages.success(request, _("Opened again."))
    else:
        messages.info(request, _("This seat is not closed."))
    return redirect("admin:facilities_workstation_change", pk)
