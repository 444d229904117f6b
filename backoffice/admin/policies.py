"""Policies of facilities and legal entities, each from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import first_books_day
from backoffice.forms.policies import BillingPolicyForm, BookingPolicyForm, PolicyForm
from backoffice.modeladmin import StaffAdmin, column
from billing.models import BillingPolicy
from bookings.models import BookingPolicy
from facilities.queries.catalogue import first_today


class PolicyAdmin(StaffAdmin):
    """A policy that has begun stays as it is: what was done by it was done by that. Another one follows it."""

    list_display_links = ["whose", "effective_from"]

    def today(self) -> date:
        raise NotImplementedError

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[PolicyForm]:
        form: type[PolicyForm] = super().get_form(request, obj, change, **kwargs)
        form.today = self.today()
        return form

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(super().has_change_permission(request, obj)) and not self._has_begun(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(super().has_delete_permission(request, obj)) and not self._has_begun(obj)

    def _has_begun(self, obj: Any) -> bool:
        return obj is not None and obj.effective_from <= self.today()


@admin.register(BookingPolicy)
class BookingPolicyAdmin(PolicyAdmin):
    form = BookingPolicyForm
    list_display = ["whose", "effective_from", "most_holds", "most_waitlist_entries"]
    list_filter = ["facility"]
    list_select_related = ["facility"]
    fieldsets = [
        (None, {"fields": ["facility", "effective_from"]}),
        (_("What a client may have at a time"), {"fields": ["most_holds", "most_waitlist_entries"]}),
        (_("Reminders"), {"fields": ["renewal_reminders", "reminder_days_a_month", "change_reminder_days"]}),
    ]

    @column(_("facility"), ordering="facility")
    def whose(self, policy: BookingPolicy) -> str:
        return str(policy.facility or _("All facilities"))

    def today(self) -> date:
        return first_today(timezone.now())


@admin.register(BillingPolicy)
class BillingPolicyAdmin(PolicyAdmin):
    form = BillingPolicyForm
    list_display = ["whose", "effective_from", "issues_by_itself", "due_working_day"]
    list_filter = ["legal_entity"]
    list_select_related = ["legal_entity"]
    fieldsets = [
        (None, {"fields": ["legal_entity", "effective_from", "issues_by_itself"]}),
        (_("When documents are due"), {"fields": ["due_working_day", "fewest_due_days", "deposit_due_days"]}),
        (_("Reminders"), {"fields": ["payment_reminders"]}),
    ]

    @column(_("legal entity"), ordering="legal_entity")
    def whose(self, policy: BillingPolicy) -> str:
        return str(policy.legal_entity or _("All legal entities"))

    def today(self) -> date:
        return first_books_day(timezone.now())
