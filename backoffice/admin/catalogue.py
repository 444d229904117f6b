"""Inclusions, packages and shift patterns."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backoffice.doors import actor_of
from backoffice.forms.catalogue import HoursFormSet, SpanForm
from backoffice.modeladmin import KeptAdmin, Rows, StaffAdmin, column
from bookings.operations import set_hours
from bookings.queries.patterns import is_let
from facilities.models import Inclusion, Package, ShiftPattern, ShiftSpan


@admin.register(Inclusion)
class InclusionAdmin(StaffAdmin):
    list_display = ["name", "kind", "specification", "position"]
    list_filter = ["kind"]
    search_fields = ["name", "specification"]


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

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShiftPattern]:
        patterns: QuerySet[ShiftPattern] = super().get_queryset(request)
        return patterns.prefetch_related("spans")

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """The hours are one deed, which refuses when seats have been let on them meanwhile."""
        set_hours(pattern=form.instance, spans=formset.hours, actor=actor_of(request), now=timezone.now())
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []

    @column(_("hours a week"))
    def weekly_hours(self, pattern: ShiftPattern) -> str:
        minutes = sum(span.length for span in pattern.hours)
        return f"{minutes / 60:g}"
