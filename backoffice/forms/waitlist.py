"""Forms for a place on the waitlist."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminExpandableTextareaWidget

from accounts.actors import Actor
from bookings.models import WaitlistEntry
from bookings.operations import withdraw_waitlist_entry


class WithdrawForm(forms.Form):
    """The reason why a client is to wait no more."""

    reason = forms.CharField(
        label=_("Reason"), help_text=_("The client reads it."), widget=UnfoldAdminExpandableTextareaWidget
    )

    def withdraw(self, entry: WaitlistEntry, actor: Actor, now: datetime) -> WaitlistEntry:
        return withdraw_waitlist_entry(entry=entry, reason=self.cleaned_data["reason"], actor=actor, now=now)
