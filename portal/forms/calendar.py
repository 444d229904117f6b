"""The form of the availability calendar: which months, how many seats, and whether they are to stay."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings import rules
from bookings.seat_requests import Requirements
from facilities.models import Facility
from kernel.period import Period, add_months
from kernel.wording import month
from portal.forms.refusals import Refusable
from portal.forms.requirements import carried_requirements
from portal.forms.search import SeatsField, term_choices, time_zone_choices
from portal.request_links import requirement_params

MONTHS_SHOWN = 3


class CalendarForm(Refusable, forms.Form):
    """Months from the facility's ``today`` on. Without a number of seats every day with a free one counts.

    ``time_zone`` is the one that hours keep, ``start`` the first day of the lease whose hours are counted day by day.
    """

    seats = SeatsField(label=_("At least so many seats"), required=False)
    count = forms.ChoiceField(
        label=_("Count seats that are free"),
        choices=[("", _("From that day on")), ("day", _("On that day alone"))],
        required=False,
    )
    months = forms.TypedChoiceField(label=_("Term"), coerce=int)
    month = forms.ChoiceField(label=_("From"), required=False)
    time_zone = forms.ChoiceField(label=_("Hours stay at"), required=False)
    start = forms.DateField(required=False, widget=forms.HiddenInput)
    zone = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, today: date, facility: Facility, zone: str = "") -> None:
        super().__init__(data)
        self.today = today
        self.facility = facility
        own = str(_("%(city)s time")) % {"city": facility.city}
        self.fields["time_zone"].choices = time_zone_choices(own, zone, str(data.get("time_zone", "")))  # type: ignore[attr-defined]
        first = today.replace(day=1)
        self.fields["months"].choices = term_choices(str(data.get("months", "")))  # type: ignore[attr-defined]
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (f"{day:%Y-%m}", month(day)) for day in (add_months(first, n) for n in range(rules.MOST_MONTHS_AHEAD + 1))
        ]

    @cached_property
    def requirements(self) -> Requirements:
        """Return what was required beyond seats in the search that led here; the numbers don't count it."""
        return carried_requirements(self.data)

    @property
    def carried(self) -> dict[str, str]:
        """The requirements as they go on in hidden fields."""
        return requirement_params(self.requirements)

    @property
    def followed(self) -> str:
        """The time zone that hours follow, ``""`` for the facility's; only of a valid form."""
        asked: str = self.cleaned_data["time_zone"]
        return "" if asked == self.facility.time_zone else asked

    @property
    def period(self) -> Period:
        """The days shown: whole months, the days gone by left out; only of a valid form."""
        named = self.cleaned_data["month"]
        first = date.fromisoformat(f"{named}-01") if named else self.today.replace(day=1)
        latest = add_months(self.today.replace(day=1), rules.MOST_MONTHS_AHEAD + 1)
        return Period(max(first, self.today), min(add_months(first, MONTHS_SHOWN), latest))
