"""The request of a client who asked by phone or mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.actors import Actor
from accounts.queries.companies import clients
from backoffice.forms.bookings import codes_in
from backoffice.widgets import ClientInput, DayInput
from bookings import operations
from bookings.models import Booking
from bookings.queries.offers import Offer, search
from bookings.rules import MOST_MONTHS, MOST_SEATS, refusals_of
from bookings.seat_requests import SeatRequest
from facilities.models import Facility
from facilities.queries.buildings import facilities
from facilities.queries.catalogue import offered_patterns, packages
from facilities.queries.usage import seat_ids


class BookForm(forms.Form):
    """A client, seats and days. ``workstations`` names the seats, or ``seats`` leaves the choice to us."""

    client = forms.ModelChoiceField(clients(), label=_("Client"), widget=ClientInput)
    facility = forms.ModelChoiceField(facilities(), label=_("Facility"), widget=UnfoldAdminSelectWidget)
    pattern = forms.ModelChoiceField(offered_patterns(), label=_("Shift"), widget=UnfoldAdminSelectWidget)
    package = forms.ModelChoiceField(packages(), label=_("Package"), widget=UnfoldAdminSelectWidget)
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

    def __init__(self, *args: Any, now: datetime, facilities: QuerySet[Facility], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        cast("forms.ModelChoiceField[Facility]", self.fields["facility"]).queryset = facilities

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["codes"] = codes_in(cleaned.get("workstations", ""))
        if "seats" in cleaned and bool(cleaned["seats"]) == bool(cleaned["codes"]):
            self.add_error("seats", _("Say how many seats, or which; one of them."))
        if {"facility", "start", "months"} <= cleaned.keys():
            today = cleaned["facility"].today(self.now)
            for refusal in refusals_of(
                seats=cleaned.get("seats") or len(cleaned["codes"]) or 1,
                start=cleaned["start"],
                months=cleaned["months"],
                today=today,
                dates_back=True,
            ):
                self.add_error(refusal.field, str(refusal))
        return cleaned

    @property
    def request(self) -> SeatRequest:
        """Return what the client asks for, any seats of so many; only of a valid form."""
        asked = self.cleaned_data
        return SeatRequest(
            client=asked["client"],
            facility=asked["facility"],
            pattern=asked["pattern"],
            package=asked["package"],
            seats=asked["seats"] or len(asked["codes"]),
            start=asked["start"],
            months=asked["months"],
            renews=asked["auto_renews"],
            time_zone=asked["client"].time_zone if asked["follows_client"] else "",
        )

    def offer(self, now: datetime) -> Offer | None:
        """Return the facility's priced offer for the request; ``None`` where the public can't find the facility."""
        return next(iter(search(self.request, now=now).offers()), None)

    def hold(self, actor: Actor, now: datetime) -> Booking:
        """:raises Refusal: as :func:`bookings.operations.hold` says."""
        codes = self.cleaned_data["codes"]
        named = tuple(seat_ids(self.cleaned_data["facility"], codes)) if codes else ()
        return operations.hold(request=replace(self.request, workstations=named), actor=actor, now=now)
