"""The wish somebody puts on the waitlist."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bookings.errors import WindowBackwards
from facilities.models import Facility, Package
from facilities.queries.catalogue import cities, packages
from kernel.period import add_months
from portal.forms.search import WishForm, time_zone_choices

# What a place in the address begins with when it is a whole city.
CITY = "city:"


class WaitlistForm(WishForm):
    """Place, seats, shift, package, term, from when to when it may begin, and whose clock the hours keep."""

    place = forms.ChoiceField(label=_("Where"))
    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=5000, error_messages={"min_value": _("Ask for one seat or more.")}
    )
    package = forms.ModelChoiceField(
        Package.objects.none(), label=_("Package"), to_field_name="slug", required=False, empty_label=_("Any package")
    )
    latest = forms.DateField(
        label=_("Latest first day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time_zone = forms.ChoiceField(label=_("Hours stay at"), required=False)
    field_order = ["place", "seats", "shift", "package", "months", "start", "latest", "time_zone"]

    def __init__(self, data: Any = None, *, today: date, zone: str = "", **kwargs: Any) -> None:
        super().__init__(data, today=today, **kwargs)
        given = str((self.data if self.is_bound else self.initial).get("time_zone", ""))
        self.fields["time_zone"].choices = time_zone_choices(str(_("The facility's time")), zone, given)  # type: ignore[attr-defined]
        if len(self.fields["time_zone"].choices) == 1:  # type: ignore[attr-defined]
            del self.fields["time_zone"]
        self.facilities = {place.slug: place for place in Facility.objects.listed().order_by("name")}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            *((place.slug, place.name) for place in self.facilities.values()),
            *((f"{CITY}{city}", _("Anywhere in %(city)s") % {"city": city}) for city in cities()),
        ]
        self.fields["package"].queryset = packages()  # type: ignore[attr-defined]
        self.fields["start"].label = _("Earliest first day")
        self.fields["latest"].widget.attrs["min"] = today.isoformat()

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        if asked.get("start") and asked.get("latest") and asked["latest"] < asked["start"]:
            self.add_error("latest", ValidationError(str(WindowBackwards())))
        return asked

    @property
    def wish(self) -> dict[str, Any]:
        """What was asked, as the operation takes it; only of a valid form."""
        asked = self.cleaned_data
        place = asked["place"]
        return {
            "facility": self.facilities.get(place),
            "city": place.removeprefix(CITY) if place not in self.facilities else "",
            "pattern": asked["shift"],
            "package": asked["package"],
            "seats": asked["seats"],
            "months": asked["months"],
            "earliest": asked["start"],
            "latest": asked["latest"],
            "time_zone": asked.get("time_zone", ""),
        }


def usual_latest(start: date) -> date:
    """Three months on: long enough for a notice to run out."""
    return add_months(start, 3)
