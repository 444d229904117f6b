"""Dated rates of taxes, and certificates that change a client's treatment."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from backoffice import cells
from backoffice.modeladmin import PeriodForm, StaffAdmin, column
from backoffice.screens import actor_of
from billing.models import TaxCertificate, TaxRate, WithholdingRate
from billing.operations import approve_certificate


@admin.register(TaxRate)
class TaxRateAdmin(StaffAdmin):
    form = PeriodForm
    list_display = ["country", "name", "percent", "valid"]
    list_filter = ["country"]
    fields = ["country", "name", "percent", "days"]

    @column(_("valid"), ordering="days")
    def valid(self, rate: TaxRate) -> str:
        return cells.days(rate.days)


@admin.register(WithholdingRate)
class WithholdingRateAdmin(StaffAdmin):
    form = PeriodForm
    list_display = ["country", "kind", "percent", "valid"]
    list_filter = ["country", "kind"]
    fields = ["country", "kind", "percent", "days"]

    @column(_("valid"), ordering="days")
    def valid(self, rate: WithholdingRate) -> str:
        return cells.days(rate.days)


@admin.register(TaxCertificate)
class TaxCertificateAdmin(StaffAdmin):
    form = PeriodForm
    list_display = ["number", "client", "issuer", "category", "valid", "approved_at"]
    list_filter = [("approved_at", admin.EmptyFieldListFilter), "issuer", "category"]
    list_select_related = ["client"]
    search_fields = ["number", "client__name"]
    autocomplete_fields = ["client"]
    actions = ["approve"]
    change_form_outer_before_template = "backoffice/certificate_head.html"
    fields = ["client", "category", "number", "issuer", "days", "document", "approved_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Invoices were issued on what was approved: another certificate replaces it, an edit doesn't."""
        approved = isinstance(obj, TaxCertificate) and obj.approved_at is not None
        return ["client", "category", "number", "issuer", "approved_at"] if approved else ["approved_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        approved = isinstance(obj, TaxCertificate) and obj.approved_at is not None
        return not approved and bool(super().has_delete_permission(request, obj))

    @column(_("valid"), ordering="days")
    def valid(self, certificate: TaxCertificate) -> str:
        return cells.days(certificate.days)

    @admin.action(description=_("Approve"), permissions=["change"])
    def approve(self, request: HttpRequest, chosen: QuerySet[TaxCertificate]) -> None:
        certificates = list(chosen)
        for certificate in certificates:
            approve_certificate(certificate=certificate, actor=actor_of(request), now=timezone.now())
        said = ngettext("%(count)s certificate approved.", "%(count)s certificates approved.", len(certificates))
        messages.success(request, said % {"count": len(certificates)})
