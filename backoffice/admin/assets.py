"""Equipment: what there is, where it stands, how long it is under warranty."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from backoffice import cells
from backoffice.modeladmin import KeptAdmin, column
from backoffice.screens import actor_of, theirs
from facilities.models import Asset
from facilities.operations import store_asset
from facilities.queries.assets import WARRANTY_ENDS_WITHIN, assets, history_of, in_store, warranty_ends_soon
from facilities.queries.catalogue import first_today


class Whereabouts(admin.SimpleListFilter):
    title = _("where")
    parameter_name = "where"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("store", _("in the store")), ("seat", _("at a workstation")), ("scrapped", _("scrapped"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Asset]) -> QuerySet[Asset]:
        match self.value():
            case "store":
                return queryset.filter(pk__in=in_store().values("pk"))
            case "seat":
                return queryset.filter(placements__isnull=False, placements__removed_at__isnull=True)
            case "scrapped":
                return queryset.filter(scrapped_on__isnull=False)
        return queryset


class Warranty(admin.SimpleListFilter):
    title = _("warranty")
    parameter_name = "warranty"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("soon", _("ends within %(days)s days") % {"days": WARRANTY_ENDS_WITHIN.days}), ("over", _("over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Asset]) -> QuerySet[Asset]:
        today = first_today(timezone.now())
        if self.value() == "soon":
            return queryset.filter(pk__in=warranty_ends_soon(today).values("pk"))
        if self.value() == "over":
            return queryset.filter(warranty_until__lt=today, scrapped_on__isnull=True)
        return queryset


@admin.register(Asset)
class AssetAdmin(KeptAdmin):
    at = "facility"
    list_display = ["serial", "kind", "maker", "model", "facility", "place", "warranty"]
    list_filter = ["facility", "kind", Whereabouts, Warranty, "maker"]
    list_select_related = ["facility"]
    search_fields = ["serial", "maker", "model", "specification"]
    actions = ["put_into_store"]
    change_form_outer_before_template = "backoffice/asset_head.html"
    fieldsets = [
        (None, {"fields": ["facility", "kind", "maker", "model", "serial", "specification"]}),
        (_("Its time"), {"fields": ["bought_on", "warranty_until", "scrapped_on"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Asset]:
        return theirs(request, assets())

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Lock what stands at a workstation: operations move it, and it goes into the store before it is scrapped."""
        stands = isinstance(obj, Asset) and obj.placements.filter(removed_at__isnull=True).exists()
        return ["facility", "scrapped_on"] if stands else []

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        asset = self.get_object(request, unquote(object_id))
        context = {"placements": history_of(asset)} if asset else {}
        page: HttpResponse = super().change_view(request, object_id, form_url, context)
        return page

    @column(_("stands at"))
    def place(self, asset: Asset) -> str:
        if asset.scrapped_on:
            return str(_("scrapped"))
        seat: str = asset.seat  # type: ignore[attr-defined]
        return seat or str(_("store"))

    @column(_("warranty"), ordering="warranty_until", label={"soon": "warning", "over": "default", "on": "success"})
    def warranty(self, asset: Asset) -> tuple[str, str] | str:
        if asset.warranty_until is None:
            return "–"
        today = asset.facility.today(timezone.now())
        if not asset.is_under_warranty(today):
            return "over", cells.written(asset.warranty_until)
        ends_soon = asset.warranty_until <= today + WARRANTY_ENDS_WITHIN
        return "soon" if ends_soon else "on", cells.written(asset.warranty_until)

    @admin.action(description=_("Put into the store"), permissions=["change"])
    def put_into_store(self, request: HttpRequest, chosen: QuerySet[Asset]) -> None:
        stored = list(chosen)
        for asset in stored:
            store_asset(asset=asset, actor=actor_of(request), now=timezone.now())
        said = ngettext("%(count)s asset is in the store.", "%(count)s assets are in the store.", len(stored))
        messages.success(request, said % {"count": len(stored)})
