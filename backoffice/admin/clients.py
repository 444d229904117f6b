"""Client companies, their people, and the partners who bring them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_clients
from accounts.models import ApiKey, Client, Member, Partner
from accounts.operations import complete_details
from backoffice.forms.clients import ClientForm, MemberFormSet
from backoffice.modeladmin import KeptAdmin, Rows, column
from backoffice.screens import actor_of
from bookings.queries.summaries import with_lease_count

# What the operation complete_details sets; the rest of the form is ours alone.
DETAILS = {
    "legal_name", "country", "address", "tax_id", "branch_code", "billing_name", "billing_email", "phone",
    "time_zone", "withholding",
}  # fmt: skip


class MemberRows(Rows):
    model = Member
    formset = MemberFormSet
    autocomplete_fields = ["user"]
    fields = ["user", "role", "since"]
    readonly_fields = ["since"]


class KeyRows(Rows):
    """Keys are given out and revoked on pages of their own."""

    model = ApiKey
    fields = ["name", "prefix", "scopes", "last_used_at", "expiry_date", "revoked"]
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Client)
class ClientAdmin(KeptAdmin):
    form = ClientForm
    list_display = ["name", "legal_name", "country", "billing_email", "leases", "partner", "created_at"]
    list_filter = ["country", "partner", "withholding"]
    list_select_related = ["partner"]
    search_fields = ["name", "legal_name", "tax_id", "billing_email"]
    inlines = [MemberRows, KeyRows]
    change_form_outer_before_template = "backoffice/client_head.html"
    fieldsets = [
        (None, {"fields": ["name", "partner", "time_zone"]}),
        (_("As documents name it"), {"fields": ["legal_name", "country", "address", "tax_id", "branch_code"]}),
        (_("Invoices go to"), {"fields": ["billing_name", "billing_email", "phone"]}),
        (_("Tax"), {"fields": ["withholding"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Client]:
        return with_lease_count(visible_clients(actor_of(request)))

    def save_model(self, request: HttpRequest, obj: Client, form: Any, change: bool) -> None:
        """Details go through the operation that the portal uses."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        changed = set(form.changed_data)
        obj.save(update_fields=["name", "partner"])
        details = {name: form.cleaned_data[name] for name in changed & DETAILS}
        complete_details(client=obj, actor=actor_of(request), now=timezone.now(), **details)

    @column(_("leases running"), ordering="lease_count")
    def leases(self, client: Client) -> int:
        count: int = client.lease_count  # type: ignore[attr-defined]
        return count


@admin.register(Partner)
class PartnerAdmin(KeptAdmin):
    list_display = ["name", "email", "client_count", "is_active", "created_at"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]
    inlines = [KeyRows]
    fields = ["name", "email", "is_active"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Partner]:
        partners: QuerySet[Partner] = super().get_queryset(request)
        return partners.annotate(client_count=Count("clients"))

    @column(_("clients brought"), ordering="client_count")
    def client_count(self, partner: Partner) -> int:
        count: int = partner.client_count  # type: ignore[attr-defined]
        return count
