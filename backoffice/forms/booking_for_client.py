"""The wish of a client who asked by phone or mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.actors import Actor
from accounts.models import Client
from backoffice.forms.bookings import MOST_SEATS, codes_in
from backoffice.widgets import ClientInput, DayInput
from bookings import operations
from bookings.models import Booking
from bookings.queries.offers import Offer, search
from bookings.rules import MOST_MONTHS
from facilities.models import Facility, Package, ShiftPattern
from facilities.queries.listings import seat_ids


class BookForm(forms.Form):
    """Who wants which seats, when. ``workstations`` names them, or ``seats`` leaves the choice to us."""

    client = forms.ModelChoiceField(Client.objects.all(), label=_("Client"), widget=ClientInput)
    facility = forms.ModelChoiceField(Facility.objects.all(), label=_("Facility"), widget=UnfoldAdminSelectWidget)
    pattern = forms.ModelChoiceField(
        ShiftPattern.objects.filter(is_offered=True), label=_("Shift"), widget=UnfoldAdminSelectWidget
    )
    package = forms.ModelChoiceField(Package.objects.all(), label=_("Package"), widget=UnfoldAdminSelectWidget)
    seats = forms.IntegerField(
        label=_("Seats"), required=False, min_value=1, max_value=MOST_SEATS, widget=UnfoldAdminIntegerFieldWidget,
        help_text=_("We choose the best free ones …"),
    )  # fmt: skip
    workstations = forms.CharField(
        label=_("Or which"), required=False, widget=UnfoldAdminTextInputWidget,
        help_text=_("… or name them: B-01, B-02"),
    )  # fmt: skip
    start = forms.DateField(label=_("First day"), widget=DayInput)
    months = forms.IntegerField(
        label=_("Months"), min_value=1, max_value=MOST_MONTHS, initial=12, widget=UnfoldAdminIntegerFieldWidget
    )
    auto_renews = forms.BooleanField(
        label=_("Renews by itself"), required=False, initial=True, widget=UnfoldBooleanSwitchWidget
    )
    follows_client = forms.BooleanField(
        label=_("Hours stay at the client's time"), required=False, widget=UnfoldBooleanSwitchWidget,
        help_text=_("By the time zone of its company details; the seats move along when clocks change."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["codes"] = codes_in(cleaned.get("workstations", ""))
        if "seats" in cleaned and bool(cleaned["seats"]) == bool(cleaned["codes"]):
            self.add_error("seats", _("Say how many seats, or which; one of them."))
        return cleaned

    @property
    def time_zone(self) -> str:
        """The zone whose clock the hours keep, ``""`` for the facility's; only of a valid form."""
        zone: str = self.cleaned_data["client"].time_zone
        return zone if self.cleaned_data["follows_client"] else ""

    def offer(self, now: datetime) -> Offer | None:
        """What the facility can do for the wish, priced; ``None`` where the public can't find the facility."""
        wish = self.cleaned_data
        offers = search(
            facility=wish["facility"],
            pattern=wish["pattern"],
            package=wish["package"],
            seats=wish["seats"] or len(wish["codes"]),
            start=wish["start"],
            months=wish["months"],
            auto_renews=wish["auto_renews"],
            client=wish["client"],
            time_zone=self.time_zone,
            now=now,
        )
        return offers[0] if offers else None

    def hold(self, actor: Actor, now: datetime) -> Booking:
        """:raises Refusal: as :func:`bookings.operations.hold` says."""
        wish = {name: self.cleaned_data[name] for name in self.fields if name not in {"workstations", "follows_client"}}
        codes = self.cleaned_data["codes"]
        named = seat_ids(wish["facility"], codes) if codes else None
        return operations.hold(**wish, workstations=named, time_zone=self.time_zone, actor=actor, now=now)
