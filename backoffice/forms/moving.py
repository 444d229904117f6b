"""Which seats of a lease move from which day on, and where each of them goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.actors import Actor
from backoffice.widgets import DayInput
from bookings import operations
from bookings.changes import MoveSeats
from bookings.models import Allocation, Booking
from bookings.queries.targets import seats_from
from facilities.models import Workstation


class MovingSeatsForm(forms.Form):
    """The first question; asked by GET, so that other pages can link to the answer: ``?seats=A1&effective_on=…``."""

    effective_on = forms.DateField(label=_("From"), widget=DayInput, help_text=_("The first day on the new seats."))
    seats = forms.MultipleChoiceField(label=_("Seats"), widget=UnfoldAdminCheckboxSelectMultipleWidget)

    def __init__(self, data: Any = None, *, booking: Booking, today: date) -> None:
        super().__init__(data, use_required_attribute=False)
        self.initial["effective_on"] = max(today, booking.start)
        self.here = seats_from(booking, self._day())
        codes = [seat.workstation.code for seat in self.here]
        cast(forms.MultipleChoiceField, self.fields["seats"]).choices = [(code, code) for code in codes]

    @property
    def moving(self) -> list[Allocation]:
        """The seats chosen, once the form is valid."""
        return [seat for seat in self.here if seat.workstation.code in self.cleaned_data["seats"]]

    def _day(self) -> date:
        try:
            typed: date | None = self.fields["effective_on"].to_python(self["effective_on"].value())
        except ValidationError:
            typed = None
        return typed or cast(date, self.initial["effective_on"])


class MoveForm(forms.Form):
    """Where each seat of ``moving`` goes, by code (an empty one is left to us), and why."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        help_text=_("The client reads it."),
        widget=UnfoldAdminExpandableTextareaWidget,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        booking: Booking,
        moving: Sequence[Allocation],
        effective_on: date,
        proposed: Mapping[UUID, Workstation],
    ) -> None:
        super().__init__(data, use_required_attribute=False)
        self.booking = booking
        self.moving = moving
        self.effective_on = effective_on
        self.targets: dict[UUID, Workstation] = dict(proposed)
        for seat in moving:
            code = seat.workstation.code
            target = proposed.get(seat.workstation_id)
            self.fields[f"to-{code}"] = forms.CharField(
                required=False,
                initial=target.code if target else "",
                widget=UnfoldAdminTextInputWidget(
                    attrs={
                        "aria-label": _("Where %(seat)s goes") % {"seat": code},
                        "autocomplete": "off",
                        "list": "free-seats",
                        "placeholder": _("nearest free seat"),
                    }
                ),
            )

    def rows(self) -> list[tuple[Workstation, Any, Workstation | None]]:
        """Each moving seat with its input, and where it goes as far as that is known."""
        return [
            (seat.workstation, self[f"to-{seat.workstation.code}"], self.targets.get(seat.workstation_id))
            for seat in self.moving
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = {seat: cleaned.get(f"to-{seat.workstation.code}", "").strip() for seat in self.moving}
        rows = Workstation.objects.filter(facility=self.booking.facility, code__in=set(typed.values()))
        known = {row.code: row for row in rows.select_related("room__floor")}
        for seat, code in typed.items():
            if code and code not in known:
                self.add_error(f"to-{seat.workstation.code}", _("There is no such seat here."))
        self.targets = {seat.workstation_id: known[code] for seat, code in typed.items() if code in known}
        return cleaned

    def move(self, actor: Actor, now: datetime) -> Booking:
        """:raises Refusal: as :func:`bookings.operations.change` says."""
        targets = {seat.workstation_id: self.targets.get(seat.workstation_id) for seat in self.moving}
        moves = {seat: target.pk if target else None for seat, target in targets.items()}
        wanted = MoveSeats(self.effective_on, moves, self.cleaned_data["reason"])
        return operations.change(booking=self.booking, change=wanted, actor=actor, now=now).booking
