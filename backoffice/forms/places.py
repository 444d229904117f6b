"""Rooms and the seats in them; a seat that nobody may take for a while."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.actors import Actor
from backoffice.widgets import StaffPeriodInput
from facilities.models import Occupancy, Room, Workstation
from facilities.operations import close_workstation
from facilities.queries.usage import seats_in_service
from kernel.forms import PeriodFormField


class RoomForm(forms.ModelForm):  # type: ignore[type-arg]
    """A room that holds the seats it has."""

    def clean_capacity(self) -> int | None:
        capacity: int | None = self.cleaned_data["capacity"]
        seats = seats_in_service(self.instance) if self.instance.pk else 0
        if capacity is not None and capacity < seats:
            said = ngettext(
                "There is %(seats)s seat in service here. Keep it as a spare first.",
                "There are %(seats)s seats in service here. Keep some as spares first.",
                seats,
            )
            raise ValidationError(said % {"seats": seats})
        return capacity


class WorkstationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A seat belongs to the facility of its room, in which its code is unique; a new one needs its place there."""

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"facility"} if self.instance.facility_id else excluded

    def clean_room(self) -> Room:
        room: Room = self.cleaned_data["room"]
        if room.capacity is not None and seats_in_service(room) >= room.capacity:
            raise ValidationError(
                _("This room is full: %(capacity)s people may be in it, and as many seats are in service.")
                % {"capacity": room.capacity}
            )
        return room

    def _post_clean(self) -> None:
        room = self.cleaned_data.get("room")
        if room is not None:
            self.instance.facility = room.floor.facility
        super()._post_clean()  # type: ignore[misc]


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
