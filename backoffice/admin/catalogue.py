"""Inclusions, packages and shift patterns."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backoffice import cells
from backoffice.forms.catalogue import HoursFormSet, SpanForm
from backoffice.hours import stretches
from backoffice.modeladmin import KeptAdmin, Rows, StaffAdmin, column
from backoffice.screens import actor_of
from bookings.operations import set_hours
from bookings.queries.patterns import is_let
from facilities.models import FacilityInclusion, Inclusion, InclusionTest, Package, ShiftPattern, ShiftSpan
from facilities.queries.buildings import longest_handover
from facilities.queries.catalogue import first_today
from facilities.queries.listings import STALE_AFTER, stale_inclusions


@admin.register(Inclusion)
class InclusionAdmin(StaffAdmin):
    list_display = ["name", "kind", "level", "specification", "position"]
    list_filter = ["kind", "level"]
    search_fields = ["name", "specification"]


class FactRows(Rows):
    """Every test there was, newest first."""

    model = InclusionTest
    fields = ["tested_on", "fact"]


class Stale(admin.SimpleListFilter):
    """Filter: those whose newest test says little about today."""

    title = _("test")
    parameter_name = "test"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("stale", _("older than %(days)s days") % {"days": STALE_AFTER.days}), ("never", _("never tested"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[FacilityInclusion]) -> QuerySet[FacilityInclusion]:
        if self.value() == "stale":
            return queryset.filter(pk__in=stale_inclusions(first_today(timezone.now())).values("pk"))
        return queryset.filter(tests=None) if self.value() == "never" else queryset


@admin.register(FacilityInclusion)
class FacilityInclusionAdmin(KeptAdmin):
    """Inclusions that a facility has, and what its tests found."""

    at = "facility"
    list_display = ["inclusion", "facility", "service_level", "found", "tested"]
    list_filter = ["facility", Stale, "inclusion__kind"]
    list_select_related = ["facility", "inclusion"]
    search_fields = ["inclusion__name", "facility__name", "tests__fact"]
    autocomplete_fields = ["inclusion"]
    fields = ["facility", "inclusion", "specification", "service_level"]
    inlines = [FactRows]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FacilityInclusion]:
        here: QuerySet[FacilityInclusion] = super().get_queryset(request)
        return here.prefetch_related("tests")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["facility", "inclusion"] if obj else []

    @column(_("last found"))
    def found(self, here: FacilityInclusion) -> str:
        return here.tested_fact or "–"

    @column(_("tested"), label={"stale": "warning", "fresh": "success", "never": "default"})
    def tested(self, here: FacilityInclusion) -> tuple[str, str]:
        if here.tested_on is None:
            return "never", str(_("Never"))
        is_stale = here.tested_on < here.facility.today(timezone.now()) - STALE_AFTER
        return "stale" if is_stale else "fresh", cells.written(here.tested_on)


@admin.register(Package)
class PackageAdmin(StaffAdmin):
    list_display = ["name", "summary", "inclusion_count", "position"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["inclusions"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Package]:
        packages: QuerySet[Package] = super().get_queryset(request)
        return packages.annotate(inclusion_count=Count("inclusions"))

    @column(_("inclusions"), ordering="inclusion_count")
    def inclusion_count(self, package: Package) -> int:
        count: int = package.inclusion_count  # type: ignore[attr-defined]
        return count


class SpanRows(Rows):
    """Its hours; what seats were let on is only to read."""

    model = ShiftSpan
    form = SpanForm
    formset = HoursFormSet
    fields = ["weekday", "starts", "ends"]
    readonly_fields: list[str] = []
    extra = 0
    min_num = 1

    def _may(self, request: HttpRequest, obj: Model | None) -> bool:
        return request.user.has_perm("facilities.change_shiftpattern") and not (
            isinstance(obj, ShiftPattern) and is_let(obj)
        )

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("facilities.view_shiftpattern")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, obj)


@admin.register(ShiftPattern)
class ShiftPatternAdmin(KeptAdmin):
    list_display = ["name", "kind", "weekly_hours", "position", "is_offered"]
    list_filter = ["kind", "is_offered"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [SpanRows]
    change_form_outer_before_template = "backoffice/shift_head.html"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show where its hours lie in the week, and what is kept free after them."""
        pattern = self.get_object(request, unquote(object_id))
        buffer = longest_handover()
        context = {"stretches": stretches(pattern.hours, buffer=buffer), "buffer": buffer} if pattern else {}
        page: HttpResponse = super().change_view(request, object_id, form_url, context)
        return page

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShiftPattern]:
        patterns: QuerySet[ShiftPattern] = super().get_queryset(request)
        return patterns.prefetch_related("spans")

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """The hours are one operation, which refuses when seats have been let on them meanwhile."""
        set_hours(pattern=form.instance, spans=formset.hours, actor=actor_of(request), now=timezone.now())
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []

    @column(_("hours a week"))
    def weekly_hours(self, pattern: ShiftPattern) -> str:
        minutes = sum(span.length for span in pattern.hours)
        return f"{minutes / 60:g}"
