"""Photographs and certificates of facilities."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backoffice import cells
from backoffice.forms.presentation import CertificateForm
from backoffice.modeladmin import StaffAdmin, column
from facilities.models import Certificate
from facilities.queries.presentation import RUNS_OUT_WITHIN

VALIDITY_TONES = {"valid": "success", "soon": "warning", "over": "danger", "later": "info"}


@admin.register(Certificate)
class CertificateAdmin(StaffAdmin):
    at = "facility"
    form = CertificateForm
    list_display = ["kind", "facility", "number", "issuer", "valid", "validity", "is_public"]
    list_filter = ["facility", "kind", "is_public"]
    list_select_related = ["facility"]
    search_fields = ["number", "issuer", "facility__name"]
    fieldsets = [
        (None, {"fields": ["facility", "kind", "number", "issuer", "days"]}),
        (_("The paper"), {"fields": ["file", "is_public"]}),
    ]

    @column(_("valid"), ordering="days")
    def valid(self, certificate: Certificate) -> str:
        return cells.days(certificate.days)

    @column(_("validity"), label=VALIDITY_TONES)
    def validity(self, certificate: Certificate) -> tuple[str, str]:
        today = certificate.facility.today(timezone.now())
        days = certificate.days
        if today not in days:
            return ("later", str(_("Not yet"))) if today < days.start else ("over", str(_("Run out")))
        if days.end is not None and days.end <= today + RUNS_OUT_WITHIN:
            return "soon", str(_("Runs out soon"))
        return "valid", str(_("Valid"))
