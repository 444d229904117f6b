"""Policies: what begins on a day to come."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from billing.models import BillingPolicy
from bookings.models import BookingPolicy


def days_input(label: Promise, help_text: Promise) -> SimpleArrayField:
    """Some numbers of days, typed as ``60, 30, 14, 7``."""
    return SimpleArrayField(
        forms.IntegerField(min_value=0, max_value=366), label=label, help_text=help_text, required=False,
        widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """Of a policy that has yet to begin; ``today`` is set by the admin."""

    today: ClassVar[date]

    def clean_effective_from(self) -> date:
        day: date = self.cleaned_data["effective_from"]
        if day < self.today:
            raise forms.ValidationError(
                _("What was done until today was done by another policy. Begin today or later.")
            )
        return day


class BookingPolicyForm(PolicyForm):
    renewal_reminders = days_input(
        _("Renewal reminders"), _("Days before the last day to give notice, such as 60, 30, 14, 7. Empty for none.")
    )

    class Meta:
        model = BookingPolicy
        fields = [
            "facility", "effective_from", "most_holds", "most_waitlist_entries", "renewal_reminders",
            "reminder_days_a_month", "change_reminder_days",
        ]  # fmt: skip


class BillingPolicyForm(PolicyForm):
    payment_reminders = days_input(
        _("Payment reminders"), _("Days after the due day, such as 1, 7, 14. Empty for none.")
    )

    class Meta:
        model = BillingPolicy
        fields = [
            "legal_entity", "effective_from", "issues_by_itself", "due_working_day", "fewest_due_days",
            "deposit_due_days", "payment_reminders",
        ]  # fmt: skip
