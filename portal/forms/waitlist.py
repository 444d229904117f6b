"""The request somebody puts on the waitlist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from bookings.errors import WindowBackwards
from bookings.seat_requests import SeatRequest
from facilities.models import Package
from facilities.queries.catalogue import earliest_day, packages
from facilities.queries.listings import listed_facilities
from kernel.period import add_months
from portal.forms.search import RequestForm, SeatsField, time_zone_choices, usual_search

# What a place in the address begins with when it is a whole city.
CITY = "city:"


class WaitlistForm(RequestForm):
    """Place, seats, shift, package, term, from when to when it may begin, and whose clock the hours keep."""

    place = forms.ChoiceField(label=_("Where"))
    seats = SeatsField()
    package = forms.ModelChoiceField(
        Package.objects.none(), label=_("Package"), to_field_name="slug", required=False, empty_label=_("Any package")
    )
    latest = forms.DateField(
        label=_("Latest first day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time_zone = forms.ChoiceField(label=_("Hours stay at"), required=False)
    field_order = ["place", "seats", "shift", "package", "months", "start", "latest", "time_zone"]

    def __init__(
        self, data: Any = None, *, now: datetime, zone: str = "", initial: Mapping[str, str] | None = None
    ) -> None:
        self.now = now
        self.facilities = {place.slug: place for place in listed_facilities().order_by("name")}
        today = self._today_at("")
        usual = usual_search(today) | dict(initial or {})
        usual.setdefault("latest", _usual_latest(usual["start"], today))
        super().__init__(data, today=today, initial=usual)
        given = str((self.data if self.is_bound else self.initial).get("time_zone", ""))
        self.fields["time_zone"].choices = time_zone_choices(str(_("The facility's time")), zone, given)  # type: ignore[attr-defined]
        if len(self.fields["time_zone"].choices) == 1:  # type: ignore[attr-defined]
            del self.fields["time_zone"]
        cities = sorted({place.city for place in self.facilities.values()})
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            *((place.slug, place.name) for place in self.facilities.values()),
            *((f"{CITY}{city}", _("Anywhere in %(city)s") % {"city": city}) for city in cities),
        ]
        self.fields["package"].queryset = packages()  # type: ignore[attr-defined]
        self.fields["start"].label = _("Earliest first day")
        self.fields["latest"].widget.attrs["min"] = today.isoformat()

    def _today_at(self, place: str) -> date:
        """The earliest day it is at a place of the list, or at any."""
        city = place.removeprefix(CITY)
        there = [each for slug, each in self.facilities.items() if place in {"", slug} or each.city == city]
        return earliest_day(self.now, {each.time_zone for each in there})

    def clean(self) -> dict[str, Any]:
        self.today = self._today_at(self.cleaned_data.get("place", ""))
        asked: dict[str, Any] = super().clean()
        if asked.get("start") and asked.get("latest") and asked["latest"] < asked["start"]:
            self.add_error("latest", ValidationError(str(WindowBackwards())))
        return asked

    def request_of(self, client: Client) -> SeatRequest:
        """Return what was asked, to begin as early as would do; only of a valid form."""
        asked = self.cleaned_data
        place = asked["place"]
        facility = self.facilities.get(place)
        return SeatRequest(
            client=client,
            facility=facility,
            city="" if facility else place.removeprefix(CITY),
            pattern=asked["shift"],
            package=asked["package"],
            seats=asked["seats"],
            months=asked["months"],
            start=asked["start"],
            time_zone=asked.get("time_zone", ""),
        )


def _usual_latest(start: str, today: date) -> str:
    """Three months on: long enough for a notice to run out."""
    try:
        earliest = date.fromisoformat(start)
    except ValueError:
        earliest = today
    return add_months(earliest, 3).isoformat()
