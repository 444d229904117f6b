"""What the availability calendar asks: which months, how many seats, and whether they are to stay."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.queries.needs import Needs
from facilities.models import Facility
from kernel.period import Period, add_months
from portal.forms.needs import carried_needs
from portal.forms.refusals import Refusable
from portal.forms.search import term_choices, time_zone_choices
from portal.templatetags.formats import month
from portal.wishes import needs_params

MONTHS_SHOWN = 3
MONTHS_AHEAD = 24


class CalendarForm(Refusable, forms.Form):
    """Months from the facility's ``today`` on. Without a number of seats every day with a free one counts.

    ``time_zone`` is the one that hours keep, ``start`` the first day of the lease whose hours are counted day by day.
    """

    seats = forms.IntegerField(
        label=_("At least so many seats"),
        required=False,
        min_value=1,
        max_value=5000,
        error_messages={"min_value": _("Ask for one seat or more.")},
    )
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
            (f"{day:%Y-%m}", month(day)) for day in (add_months(first, n) for n in range(MONTHS_AHEAD + 1))
        ]

    @cached_property
    def needs(self) -> Needs:
        """What was needed beside seats in the search that led here; the numbers don't count it."""
        return carried_needs(self.data)

    @property
    def carried(self) -> dict[str, str]:
        """The needs as they go on in hidden fields."""
        return needs_params(self.needs)

    @property
    def followed_time_zone(self) -> str:
        """The zone whose clock hours keep, ``""`` for the facility's; only of a valid form."""
        asked: str = self.cleaned_data["time_zone"]
        return "" if asked == self.facility.time_zone else asked

    @property
    def period(self) -> Period:
        """The days shown: whole months, the days gone by left out; only of a valid form."""
        named = self.cleaned_data["month"]
        first = date.fromisoformat(f"{named}-01") if named else self.today.replace(day=1)
        latest = add_months(self.today.replace(day=1), MONTHS_AHEAD + 1)
        return Period(max(first, self.today), min(add_months(first, MONTHS_SHOWN), latest))
