"""Seats more or fewer for a lease, from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bookings.changes import AddSeats, RemoveSeats
from bookings.errors import TooFarAhead
from bookings.models import Allocation, Booking
from bookings.queries.targets import seats_from
from bookings.rules import latest_change
from kernel.period import add_months
from kernel.wording import written
from portal.forms.refusals import Refusable

MOST_SEATS = 500


class ResizeForm(Refusable, forms.Form):
    """From which day on: within the lease, and not before ``today`` at its facility."""

    effective_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, booking: Booking, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.booking = booking
        self.latest = latest_change(today)
        self.earliest = max(today, booking.start)
        day = self.fields["effective_on"]
        day.initial = max(self.earliest, add_months(today.replace(day=1), 1))
        day.widget.attrs["min"] = self.earliest.isoformat()
        if booking.days.last is not None:
            day.initial = min(day.initial, booking.days.last)
            day.widget.attrs["max"] = booking.days.last.isoformat()

    def clean_effective_on(self) -> date:
        day: date = self.cleaned_data["effective_on"]
        if day < self.earliest or day not in self.booking.days:
            raise ValidationError(_("Choose a day of the lease from %(day)s on.") % {"day": written(self.earliest)})
        if day > self.latest:
            raise ValidationError(str(TooFarAhead(latest=written(self.latest))))
        return day


class AddSeatsForm(ResizeForm):
    seats = forms.IntegerField(label=_("How many more"), min_value=1, max_value=MOST_SEATS, initial=1)
    field_order = ["seats", "effective_on"]

    @property
    def change(self) -> AddSeats:
        """What was asked for; only of a valid form."""
        return AddSeats(self.cleaned_data["effective_on"], seats=self.cleaned_data["seats"])


class GiveBackForm(ResizeForm):
    workstations = forms.TypedMultipleChoiceField(
        label=_("Seats to give back"), coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["workstations", "effective_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats: Sequence[Allocation] = seats_from(self.booking, self._day())
        self.fields["workstations"].choices = [  # type: ignore[attr-defined]
            (str(seat.workstation_id), f"{seat.workstation.code} · {seat.workstation.room.name}") for seat in self.seats
        ]

    @property
    def change(self) -> RemoveSeats:
        """What was asked for; only of a valid form."""
        return RemoveSeats(self.cleaned_data["effective_on"], tuple(self.cleaned_data["workstations"]))

    def _day(self) -> date:
        """The day whose seats are offered: the one typed, as far as it is one."""
        try:
            typed: date | None = self.fields["effective_on"].to_python(self["effective_on"].value())
        except ValidationError:
            typed = None
        return typed or self.earliest
