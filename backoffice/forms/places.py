"""A seat that nobody may take for a while."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.actors import Actor
from backoffice.widgets import StaffPeriodInput
from facilities.models import Occupancy, Workstation
from facilities.operations import close_workstation
from kernel.forms import PeriodFormField


class ClosureForm(forms.Form):
    """When, and what for."""

    days = PeriodFormField(label=_("Closed"), widget=StaffPeriodInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For ourselves: clients see “Maintenance”."),
        widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip

    def close(self, seat: Workstation, actor: Actor, now: datetime) -> Occupancy:
        """:raises SeatTaken: when it is leased or on hold on some of these days."""
        return close_workstation(workstation=seat, actor=actor, now=now, **self.cleaned_data)
