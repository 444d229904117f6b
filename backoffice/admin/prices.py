"""List prices with the days they hold."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from backoffice import cells
from backoffice.modeladmin import PeriodForm, StaffAdmin, column
from facilities.models import Rate


@admin.register(Rate)
class RateAdmin(StaffAdmin):
    form = PeriodForm
    list_display = ["facility", "package", "pattern", "per_month", "valid", "minimum_seats", "minimum_months"]
    list_filter = ["facility", "package", "pattern", "currency"]
    list_select_related = ["facility", "package", "pattern"]
    search_fields = ["facility__name", "package__name", "pattern__name"]
    save_as = True
    fieldsets = [
        (None, {"fields": ["facility", "package", "pattern", "days"]}),
        (_("Net prices per seat"), {"fields": ["currency", "monthly_net", "setup_net", "escalation_percent"]}),
        (_("Conditions"), {"fields": ["minimum_seats", "minimum_months", "notice_days", "deposit_months"]}),
    ]

    @column(_("per seat and month"), ordering="monthly_net")
    def per_month(self, rate: Rate) -> str:
        return cells.money(rate.monthly_net, rate.currency)

    @column(_("valid"), ordering="days")
    def valid(self, rate: Rate) -> str:
        return cells.days(rate.days)
