"""Entries of the audit log in words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import AuditEntry
from backoffice import cells
from bookings.queries.details import VERBS as OF_BOOKINGS

A_DAY = re.compile(r"\d{4}-\d\d-\d\d")
AN_AMOUNT = re.compile(r"-?\d+\.\d{2,}")

SENTENCES = {
    **OF_BOOKINGS,
    "bookings.hours_conflict": gettext_lazy("Hours after a change of clocks are somebody else's"),
    "bookings.waitlist_joined": gettext_lazy("Joined the waitlist"),
    "bookings.waitlist_offered": gettext_lazy("Offered seats waited for"),
    "bookings.waitlist_taken": gettext_lazy("Took the seats waited for"),
    "bookings.waitlist_lapsed": gettext_lazy("Place on the waitlist lapsed"),
    "bookings.waitlist_withdrawn": gettext_lazy("Left the waitlist"),
    "accounts.registered": gettext_lazy("Company registered"),
    "accounts.details_changed": gettext_lazy("Company details changed"),
    "accounts.seeing_began": gettext_lazy("Began to see the portal as the client"),
    "accounts.seeing_ended": gettext_lazy("Stopped seeing the portal as the client"),
    "accounts.acting_began": gettext_lazy("Began to act for the client"),
    "accounts.acting_ended": gettext_lazy("Stopped acting for the client"),
    "accounts.api_key_issued": gettext_lazy("API key given out"),
    "accounts.api_key_revoked": gettext_lazy("API key revoked"),
    "accounts.member_invited": gettext_lazy("Somebody invited to the team"),
    "accounts.invitation_resent": gettext_lazy("Invitation to the team sent again"),
    "accounts.invitation_withdrawn": gettext_lazy("Invitation to the team withdrawn"),
    "accounts.member_joined": gettext_lazy("Joined the team"),
    "accounts.member_role_changed": gettext_lazy("Role in the team changed"),
    "accounts.member_removed": gettext_lazy("Removed from the team"),
    "accounts.message_resent": gettext_lazy("Mail sent again"),
    "floorplans.plan_published": gettext_lazy("Plan of the floor published"),
    "floorplans.plan_draft_discarded": gettext_lazy("Draft of a plan discarded"),
    "facilities.workstation_closed": gettext_lazy("Seat closed"),
    "facilities.workstation_reopened": gettext_lazy("Seat opened again"),
    "facilities.workstation_state_changed": gettext_lazy("State of the seat changed"),
    "facilities.asset_placed": gettext_lazy("Asset placed"),
    "facilities.asset_stored": gettext_lazy("Asset put into the store"),
    "facilities.asset_swapped": gettext_lazy("Asset swapped"),
    "facilities.fault_reported": gettext_lazy("Fault reported"),
    "facilities.fault_fixed": gettext_lazy("Fault put right"),
    "facilities.holidays_added": gettext_lazy("Public holidays added"),
    "facilities.hours_changed": gettext_lazy("Hours of the shift changed"),
    "facilities.prices_copied": gettext_lazy("Price list copied"),
    "floorplans.import_started": gettext_lazy("Import of a file begun"),
    "facilities.import_discarded": gettext_lazy("File discarded"),
    "billing.import_started": gettext_lazy("Import of a file begun"),
    "billing.import_discarded": gettext_lazy("File discarded"),
    "facilities.inventory_imported": gettext_lazy("Inventory imported"),
    "accounts.invited": gettext_lazy("Invited to the portal"),
    "accounts.people_imported": gettext_lazy("People brought in"),
    "ledger.period_closed": gettext_lazy("Books of a period closed"),
    "ledger.period_reopened": gettext_lazy("Books of a period opened again"),
    "billing.opened": gettext_lazy("Business brought in"),
    "billing.brought_forward": gettext_lazy("Open item brought forward"),
    "billing.issued": gettext_lazy("Document issued"),
    "billing.deposit_requested": gettext_lazy("Deposit requested"),
    "billing.run_prepared": gettext_lazy("Billing run prepared"),
    "billing.run_issued": gettext_lazy("Billing run issued"),
    "billing.run_discarded": gettext_lazy("Billing run discarded"),
    "billing.payment_recorded": gettext_lazy("Payment recorded"),
    "billing.payment_reversed": gettext_lazy("Payment reversed"),
    "billing.payment_applied": gettext_lazy("Payment applied"),
    "billing.transfer_announced": gettext_lazy("Transfer announced"),
    "billing.transfer_matched": gettext_lazy("Transfer matched"),
    "billing.transfer_rejected": gettext_lazy("Transfer rejected"),
    "billing.certificate_approved": gettext_lazy("Tax certificate approved"),
}

# What the admin's own forms do to a noun: <app>.<model>_<ending>.
ENDINGS = {
    "added": gettext_lazy("%(noun)s added"),
    "changed": gettext_lazy("%(noun)s changed"),
    "deleted": gettext_lazy("%(noun)s deleted"),
}


def what(entry: AuditEntry) -> str:
    """A verb as people say it; one without a sentence is shown as it is kept."""
    if entry.verb in SENTENCES:
        return str(SENTENCES[entry.verb])
    noun, _underscore, ending = entry.verb.rpartition("_")
    try:
        name = str(apps.get_model(noun)._meta.verbose_name)
        return str(ENDINGS[ending]) % {"noun": name[:1].upper() + name[1:]}
    except (KeyError, LookupError, ValueError):
        return entry.verb


def who(entry: AuditEntry) -> str:
    """The person, for whom they acted, or the system."""
    if entry.actor is None:
        return _("API key %(prefix)s") % {"prefix": entry.api_key} if entry.api_key else _("the system")
    if entry.as_client is not None:
        return _("%(person)s for %(client)s") % {"person": entry.actor, "client": entry.as_client}
    return str(entry.actor)


def subject_link(entry: AuditEntry) -> str:
    """A link to what the entry is about, where the back office has a page for it."""
    try:
        model = apps.get_model(entry.subject_type)
    except (LookupError, ValueError):
        return entry.subject_id
    name = entry.details.get("name") or model._meta.verbose_name
    if not admin.site.is_registered(model):
        return str(name)
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[entry.subject_id])
    return format_html('<a class="bo-link" href="{}">{}</a>', url, name)


def details(entry: AuditEntry) -> str:
    """Each fact that was kept, on one line."""
    facts = [(name.replace("_", " "), _value(value)) for name, value in entry.details.items() if name != "name"]
    return format_html_join(", ", "<span>{}: {}</span>", facts) if facts else "–"


def _value(value: object) -> str:
    """Facts come back from JSON as text; days and amounts are written as everywhere."""
    match value:
        case None:
            return "–"
        case list():
            return ", ".join(map(_value, value))
        case dict():
            return ", ".join(f"{name} {_value(part)}" for name, part in value.items())
        case str() if A_DAY.fullmatch(value):
            return cells.written(date.fromisoformat(value))
        case str() if AN_AMOUNT.fullmatch(value):
            return f"{Decimal(value):,.2f}"
    return str(value)
