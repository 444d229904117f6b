"""Billing runs: a list, the start of a new one, and a page each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.capabilities import Capability
from backoffice import cells
from backoffice.modeladmin import PagedAdmin, column
from backoffice.screens import actor_of
from backoffice.tones import TONES, badge
from backoffice.views import runs
from billing.access import visible_runs
from billing.enums import ItemState
from billing.models import BillingRun


@admin.register(BillingRun)
class BillingRunAdmin(PagedAdmin):
    list_display = ["billed_month", "legal_entity", "issue_on", "shown_state", "bookings", "issued", "failed", "by"]
    list_filter = ["state", "legal_entity"]
    ordering = ["-month", "-started_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(actor_of(request), Capability.PREPARE_BILL_RUNS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BillingRun]:
        return visible_runs(actor_of(request)).annotate(
            item_count=Count("items"),
            issued_count=Count("items", filter=Q(items__state=ItemState.ISSUED)),
            failed_count=Count("items", filter=Q(items__state=ItemState.FAILED)),
        )

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return runs.start(request)

    def page(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return runs.run(request, pk)

    @column(_("month"), ordering="month")
    def billed_month(self, run: BillingRun) -> str:
        return cells.month(run.month)

    @column(_("state"), ordering="state", label=TONES)
    def shown_state(self, run: BillingRun) -> tuple[str, str]:
        return badge(run)

    @column(_("bookings"), ordering="item_count")
    def bookings(self, run: BillingRun) -> int:
        count: int = run.item_count  # type: ignore[attr-defined]
        return count

    @column(_("issued"), ordering="issued_count")
    def issued(self, run: BillingRun) -> int:
        count: int = run.issued_count  # type: ignore[attr-defined]
        return count

    @column(_("failed"), ordering="failed_count")
    def failed(self, run: BillingRun) -> int:
        count: int = run.failed_count  # type: ignore[attr-defined]
        return count

    @column(_("started by"))
    def by(self, run: BillingRun) -> str:
        return str(run.started_by or _("the timetable"))
