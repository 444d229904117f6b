"""Policies in the back office: added for a day to come, and left alone once they have begun."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEntry
from billing.models import BillingPolicy
from bookings.models import BookingPolicy
from facilities.models import Facility

TYPED = {
    "effective_from": "2027-01-01",
    "most_holds": "4",
    "most_waitlist_entries": "5",
    "renewal_reminders": "90, 30",
    "reminder_days_a_month": "6",
    "change_reminder_days": "7",
}


def test_a_policy_is_added_and_the_log_says_by_whom(desk: HttpClient, place: Facility, opal: User) -> None:
    desk.post(reverse("admin:bookings_bookingpolicy_add"), {**TYPED, "facility": place.pk})
    policy = BookingPolicy.objects.get()
    assert (policy.facility, policy.most_holds, policy.renewal_reminders) == (place, 4, [90, 30])
    assert AuditEntry.objects.get(verb="bookings.bookingpolicy_added").actor == opal
    page = desk.get(reverse("admin:bookings_bookingpolicy_history", args=[policy.pk])).content.decode()
    assert "Opal" in page


def test_no_reminders_at_all_is_a_policy_too(desk: HttpClient) -> None:
    typed = {
        "effective_from": "2027-01-01", "due_working_day": "10", "fewest_due_days": "5", "deposit_due_days": "7",
        "payment_reminders": "",
    }  # fmt: skip
    desk.post(reverse("admin:billing_billingpolicy_add"), typed)
    policy = BillingPolicy.objects.get()
    assert (policy.legal_entity, policy.payment_reminders, policy.issues_by_itself) == (None, [], False)


@pytest.mark.parametrize(
    ("changed", "field"), [({"effective_from": "2026-11-01"}, "effective_from"), ({"most_holds": "-1"}, "most_holds")]
)
def test_what_cant_be_is_said_beside_the_input(desk: HttpClient, changed: dict[str, Any], field: str) -> None:
    answer = desk.post(reverse("admin:bookings_bookingpolicy_add"), {**TYPED, **changed})
    assert list(answer.context["adminform"].form.errors) == [field]
    assert not BookingPolicy.objects.exists()


def test_what_has_begun_is_followed_by_another_and_never_changed(desk: HttpClient) -> None:
    begun = BookingPolicy.objects.create(effective_from=date(2026, 1, 1))
    to_come = BookingPolicy.objects.create(effective_from=date(2027, 6, 1))
    for policy, most in ((begun, 3), (to_come, 4)):
        desk.post(reverse("admin:bookings_bookingpolicy_change", args=[policy.pk]), TYPED)
        policy.refresh_from_db()
        assert policy.most_holds == most
    desk.post(reverse("admin:bookings_bookingpolicy_delete", args=[begun.pk]), {"post": "yes"})
    assert BookingPolicy.objects.filter(pk=begun.pk).exists()
    desk.post(reverse("admin:bookings_bookingpolicy_delete", args=[to_come.pk]), {"post": "yes"})
    assert not BookingPolicy.objects.filter(pk=to_come.pk).exists()
