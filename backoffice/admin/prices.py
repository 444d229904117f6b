"""List prices and prices of add-ons, with the days they hold."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from backoffice import cells
from backoffice.modeladmin import KeptAdmin, PeriodForm, StaffAdmin, column
from facilities.models import AddOn, AddOnPrice, Rate


@admin.register(Rate)
class RateAdmin(StaffAdmin):
    at = "facility"
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


@admin.register(AddOn)
class AddOnAdmin(KeptAdmin):
    list_display = ["name", "basis", "goes_with", "position", "is_offered"]
    list_filter = ["charging", "unit", "is_offered"]
    search_fields = ["name", "summary"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["packages"]
    fields = ["name", "slug", "summary", "charging", "unit", "packages", "position", "is_offered"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AddOn]:
        add_ons: QuerySet[AddOn] = super().get_queryset(request)
        return add_ons.prefetch_related("packages")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Lock what its prices mean, once there is one."""
        return ["charging", "unit"] if isinstance(obj, AddOn) and obj.prices.exists() else []

    @column(_("priced"))
    def basis(self, add_on: AddOn) -> str:
        return add_on.basis

    @column(_("goes with"))
    def goes_with(self, add_on: AddOn) -> str:
        return ", ".join(str(package) for package in add_on.packages.all()) or str(_("every package"))


@admin.register(AddOnPrice)
class AddOnPriceAdmin(StaffAdmin):
    at = "facility"
    form = PeriodForm
    list_display = ["add_on", "facility", "price", "basis", "valid"]
    list_filter = ["facility", "add_on", "currency"]
    list_select_related = ["facility", "add_on"]
    search_fields = ["add_on__name", "facility__name"]
    save_as = True
    fields = ["facility", "add_on", "days", "currency", "net"]

    @column(_("price, net"), ordering="net")
    def price(self, price: AddOnPrice) -> str:
        return cells.money(price.net, price.currency)

    @column(_("priced"))
    def basis(self, price: AddOnPrice) -> str:
        return price.add_on.basis

    @column(_("valid"), ordering="days")
    def valid(self, price: AddOnPrice) -> str:
        return cells.days(price.days)
