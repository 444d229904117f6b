"""Rooms and the seats in them: what staff ask of seats, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.actors import Actor
from backoffice.widgets import MomentInput, StaffPeriodInput
from facilities.enums import Severity, WorkstationState
from facilities.models import Fault, Room, Workstation
from facilities.operations import change_state, close_workstations, fix_fault, report_fault
from facilities.queries.usage import seats_in_service
from kernel.forms import PeriodFormField


class RoomForm(forms.ModelForm):  # type: ignore[type-arg]
    """A room that holds the seats it has, and the only one of its name on its floor."""

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"floor", "retired_at"} if self.instance.floor_id else excluded - {"retired_at"}

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


class SeatsForm(forms.Form):
    """A question about several seats at once."""


class ClosureForm(SeatsForm):
    """The days of a closure, and what it is for."""

    days = PeriodFormField(label=_("Closed"), widget=StaffPeriodInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For ourselves: clients see “Maintenance”."),
        widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip

    def do(self, seats: Iterable[Workstation], actor: Actor, now: datetime) -> None:
        """:raises SeatsNotClosable: when one of them is leased, on hold or closed on some of these days."""
        close_workstations(workstations=[seat.pk for seat in seats], actor=actor, now=now, **self.cleaned_data)


class StateForm(SeatsForm):
    """The reason why seats change their state; the history keeps it."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=UnfoldAdminTextInputWidget)

    def __init__(self, state: WorkstationState, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state = state

    def do(self, seats: Iterable[Workstation], actor: Actor, now: datetime) -> None:
        """:raises SeatsInUse, RoomFull:"""
        reason = self.cleaned_data["reason"]
        change_state(workstations=[seat.pk for seat in seats], state=self.state, reason=reason, actor=actor, now=now)


class LocalForm(forms.Form):
    """A form whose moments are on the clock of a facility; ``now`` is what they begin with."""

    def __init__(self, zone: ZoneInfo, now: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        for name, each in self.fields.items():
            if isinstance(each, forms.DateTimeField):
                self.initial[name] = now.astimezone(zone).replace(second=0, microsecond=0, tzinfo=None)
                each.help_text = _("On the clock of %(zone)s.") % {"zone": zone.key}

    def moment(self, name: str) -> datetime:
        """Return what was typed, as an instant."""
        typed: datetime = self.cleaned_data[name]
        return typed.replace(tzinfo=self.zone)


class FaultForm(LocalForm):
    """A fault of a seat: what is wrong, how bad it is, and since when."""

    what = forms.CharField(label=_("What is wrong"), max_length=250, widget=UnfoldAdminTextInputWidget)
    severity = forms.ChoiceField(label=_("How bad"), choices=Severity.choices, widget=UnfoldAdminSelectWidget)
    opened_at = forms.DateTimeField(label=_("Since"), widget=MomentInput)

    def report(self, seat: Workstation, actor: Actor, now: datetime) -> Fault:
        """:raises FaultInTheFuture:"""
        return report_fault(
            workstation=seat,
            severity=Severity(self.cleaned_data["severity"]),
            what=self.cleaned_data["what"],
            opened_at=self.moment("opened_at"),
            actor=actor,
            now=now,
        )


class FixForm(LocalForm):
    """The repair of a fault: what put it right, and when."""

    done = forms.CharField(label=_("What was done"), max_length=250, widget=UnfoldAdminTextInputWidget)
    fixed_at = forms.DateTimeField(label=_("Put right"), widget=MomentInput)

    def fix(self, fault: Fault, actor: Actor, now: datetime) -> Fault:
        """:raises FaultIsFixed, FixedTooEarly:"""
        words, moment = self.cleaned_data["done"], self.moment("fixed_at")
        return fix_fault(fault=fault, fix=words, fixed_at=moment, actor=actor, now=now)
