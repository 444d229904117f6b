"""Legal entities, the numbers of their documents and the exchange rates of their books."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import LegalEntity
from backoffice.modeladmin import KeptAdmin, StaffAdmin, column
from billing.models import NumberSeries
from billing.queries.balances import has_documents


@admin.register(LegalEntity)
class LegalEntityAdmin(KeptAdmin):
    list_display = ["name", "trade_name", "country", "tax_id", "functional_currency", "invoicing_mode"]
    search_fields = ["name", "trade_name", "tax_id"]
    fieldsets = [
        (None, {"fields": ["name", "trade_name", "country", "address", "billing_email"]}),
        (_("Tax"), {"fields": ["tax_id", "branch_code", "vat_registered"]}),
        (_("Books"), {"fields": ["functional_currency", "time_zone"]}),
        (_("On documents"), {"fields": ["invoicing_mode", "registration_note", "bank_details"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: LegalEntity | None = None) -> list[str]:
        """The currency of books can't change once something is posted in it."""
        posted = obj is not None and has_documents(obj)
        return ["functional_currency"] if posted else []


@admin.register(NumberSeries)
class NumberSeriesAdmin(StaffAdmin):
    list_display = ["legal_entity", "kind", "prefix", "digits", "restarts_yearly", "next_number"]
    list_filter = ["legal_entity", "kind"]
    list_select_related = ["legal_entity"]
    readonly_fields = ["last_number", "year"]

    @column(_("last number given"), ordering="last_number")
    def next_number(self, series: NumberSeries) -> str:
        return f"{series.last_number} ({series.year})" if series.last_number else "–"

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Numbers given are for ever."""
        used = isinstance(obj, NumberSeries) and obj.last_number > 0
        return not used and bool(super().has_delete_permission(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        used = isinstance(obj, NumberSeries) and obj.last_number > 0
        return [*self.readonly_fields, *(["legal_entity", "kind"] if used else [])]
