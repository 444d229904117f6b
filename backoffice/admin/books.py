"""Screens of the books: what currencies are worth, the codes of accounts, and which days are closed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from backoffice import cells
from backoffice.modeladmin import KeptAdmin, PeriodForm, StaffAdmin, column
from backoffice.screens import actor_of
from ledger.models import AccountingPeriod, ExchangeRate, LedgerAccount
from ledger.operations import close_period, reopen_period


@admin.register(ExchangeRate)
class ExchangeRateAdmin(StaffAdmin):
    list_display = ["on", "currency", "rate", "functional_currency", "source"]
    list_display_links = ["on", "currency"]
    list_filter = ["currency", "functional_currency"]
    date_hierarchy = "on"


@admin.register(LedgerAccount)
class LedgerAccountAdmin(StaffAdmin):
    list_display = ["code", "role", "name", "legal_entity"]
    list_filter = ["legal_entity"]
    list_select_related = ["legal_entity"]


@admin.register(AccountingPeriod)
class AccountingPeriodAdmin(KeptAdmin):
    """Adding a period closes it. One that was opened again is closed again by its own days."""

    form = PeriodForm
    list_display = ["legal_entity", "stretch", "closed_at", "closed_by", "reopened_at"]
    list_filter = ["legal_entity", ("reopened_at", admin.EmptyFieldListFilter)]
    list_select_related = ["legal_entity", "closed_by"]
    fields = ["legal_entity", "days"]
    actions = ["reopen", "close_again"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Closed and opened by actions, never edited."""
        return obj is None and bool(super().has_change_permission(request, obj))

    def save_model(self, request: HttpRequest, obj: AccountingPeriod, form: Any, change: bool) -> None:
        closed = close_period(entity=obj.legal_entity, days=obj.days, actor=actor_of(request), now=timezone.now())
        obj.pk, obj._state.adding = closed.pk, False

    @column(_("days"), ordering="days")
    def stretch(self, period: AccountingPeriod) -> str:
        return cells.days(period.days)

    @admin.action(description=_("Open again"), permissions=["change"])
    def reopen(self, request: HttpRequest, chosen: QuerySet[AccountingPeriod]) -> None:
        periods = list(chosen.select_related("legal_entity"))
        for period in periods:
            reopen_period(period=period, actor=actor_of(request), now=timezone.now())
        said = ngettext("%(count)s period is open again.", "%(count)s periods are open again.", len(periods))
        messages.success(request, said % {"count": len(periods)})

    @admin.action(description=_("Close again"), permissions=["change"])
    def close_again(self, request: HttpRequest, chosen: QuerySet[AccountingPeriod]) -> None:
        periods = list(chosen.select_related("legal_entity"))
        for period in periods:
            close_period(
                entity=period.legal_entity, days=period.days, actor=actor_of(request), now=timezone.now()
            )  # fmt: skip
        said = ngettext("%(count)s period is closed.", "%(count)s periods are closed.", len(periods))
        messages.success(request, said % {"count": len(periods)})
