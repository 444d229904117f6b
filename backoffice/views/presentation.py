"""Files and holidays of facilities, for staff."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.capabilities import Capability
from backoffice.forms.presentation import HolidaysForm
from backoffice.screens import actor_of, allowed, attempt, screen, theirs
from backoffice.views.documents import handed
from facilities.models import Certificate, Facility, Photo


@allowed("facilities.view_facility")
def photo(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return handed(get_object_or_404(theirs(request, Photo.objects.all()), pk=pk).file)


@allowed("facilities.view_certificate")
def certificate(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return handed(get_object_or_404(theirs(request, Certificate.objects.all()), pk=pk).file)


@allowed(Capability.EDIT_PLACES)
def holidays(request: HttpRequest, pk: UUID) -> HttpResponse:
    place, now = get_object_or_404(theirs(request, Facility.objects.all(), "pk"), pk=pk), timezone.now()
    form = HolidaysForm(request.POST or None, initial={"year": now.astimezone(place.zone).year})
    if request.method == "POST":
        added = attempt(form, form.add, place, actor_of(request), now)
        if added is not None:
            said = ngettext("%(count)s holiday added.", "%(count)s holidays added.", added)
            messages.success(request, said % {"count": added})
            return redirect("admin:facilities_facility_change", pk)
    status = 422 if form.errors else 200
    context = {"opts": Facility._meta, "original": place, "form": form}
    return screen(request, "backoffice/holidays.html", _("Public holidays"), status=status, **context)
