"""Move an asset, or swap it with another."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import Capability
from backoffice.forms.assets import PlaceForm, SwapForm
from backoffice.screens import actor_of, allowed, attempt, screen, theirs
from facilities.models import Asset


@allowed(Capability.MANAGE_ASSETS)
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    asset = get_object_or_404(theirs(request, Asset.objects.all()), pk=pk)
    form = PlaceForm(asset, request.POST or None)
    if request.method == "POST" and attempt(form, form.move, actor_of(request), timezone.now()) is not None:
        messages.success(request, _("Moved."))
        return redirect("admin:facilities_asset_change", pk)
    return _asked(request, asset, form, _("Move it"))


@allowed(Capability.MANAGE_ASSETS)
def swap(request: HttpRequest, pk: UUID) -> HttpResponse:
    asset = get_object_or_404(theirs(request, Asset.objects.all()), pk=pk)
    form = SwapForm(asset, request.POST or None)
    if request.method == "POST" and attempt(form, form.swap, actor_of(request), timezone.now()) is not None:
        messages.success(request, _("Swapped."))
        return redirect("admin:facilities_asset_change", pk)
    return _asked(request, asset, form, _("Swap them"))


def _asked(request: HttpRequest, asset: Asset, form: PlaceForm | SwapForm, verb: str | Promise) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"opts": Asset._meta, "original": asset, "form": form, "verb": verb}
    return screen(request, "backoffice/asset_move.html", str(asset), status=status, **context)
