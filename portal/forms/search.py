"""A request for seats as a visitor types it: in the search, and on the floor plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Client
from bookings import rules
from bookings.seat_requests import Requirements, SeatRequest, Space
from facilities.clocks import city_of
from facilities.models import Facility, Package, ShiftPattern
from facilities.queries.catalogue import earliest_day, inclusions_by_key, offered_patterns, packages, time_zones_by_city
from portal.forms.refusals import Refusable
from portal.forms.requirements import Ticks, carried_requirements
from portal.request_links import RequestLinks, requirement_params
from portal.zones import known_zone, zone_choices

USUAL_TERMS = (1, 2, 3, 6, 9, 12, 18, 24, 36)


def term_choices(given: str) -> list[tuple[int, str]]:
    """The usual terms in months, and the one in the address where it is another."""
    own = {int(given)} if given.isdecimal() and 1 <= int(given) <= rules.MOST_MONTHS else set()
    return [
        (months, ngettext("%(months)s month", "%(months)s months", months) % {"months": months})
        for months in sorted({*USUAL_TERMS, *own})
    ]


def time_zone_choices(own: str, zone: str, given: str) -> list[tuple[str, str]]:
    """The facility's clock, the visitor's, and the one in the address where it is another."""
    others = dict.fromkeys(name for name in (zone, known_zone(given)) if name)
    return [
        ("", own),
        *(
            (name, str(_("My time (%(city)s)") if name == zone else _("%(city)s time")) % {"city": city_of(name)})
            for name in others
        ),
    ]


class FewRows(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among rows that are few: read once, to check what was chosen and to show what there is."""

    def to_python(self, value: Any) -> Model | None:
        if value in self.empty_values:
            return None
        key = self.to_field_name or "pk"
        found: Model | None = next((row for row in self.queryset or () if str(getattr(row, key)) == str(value)), None)
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return found


class SeatsField(forms.IntegerField):
    """A number of seats, as many as can be asked for at once."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Seats"))
        kwargs.setdefault("error_messages", {"min_value": _("Ask for one seat or more.")})
        super().__init__(min_value=1, max_value=rules.MOST_SEATS, **kwargs)


class RequestForm(Refusable, forms.Form):
    """Shift, start and term: what every page on the way to a lease asks. ``today`` is the facility's, or the earliest
    of those asked about."""

    shift = FewRows(ShiftPattern.objects.none(), label=_("Shift"), to_field_name="slug", empty_label=None)
    start = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    months = forms.TypedChoiceField(label=_("Term"), coerce=int)

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        given = str(self.data.get(self.add_prefix("months"), ""))
        self.fields["shift"].queryset = offered_patterns()  # type: ignore[attr-defined]
        self.fields["months"].choices = term_choices(given)  # type: ignore[attr-defined]
        self.fields["start"].widget.attrs["min"] = today.isoformat()

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        for refusal in rules.refusals_of(
            seats=asked.get("seats") or 1,
            start=asked.get("start") or self.today,
            months=asked.get("months") or 1,
            time_zone=asked.get("time_zone", ""),
            today=self.today,
        ):
            self.refuse(refusal)
        return asked


class SearchForm(RequestForm):
    """City, seats, shift, first day, term; the visitor's zone for hours beside the facility's. Before anybody has typed
    in it, it says what most visitors mean, and what is ``initial``."""

    city = forms.ChoiceField(label=_("City"), required=False)
    seats = SeatsField()
    zone = forms.ChoiceField(label=_("Your time zone"), required=False)
    package = forms.ModelChoiceField(
        Package.objects.none(), label=_("Package"), to_field_name="slug", required=False, empty_label=_("Any package")
    )
    space = forms.ChoiceField(
        label=_("Room"),
        choices=[
            (Space.ANY.value, _("Any room")),
            (Space.PRIVATE.value, _("A room of our own")),
            (Space.SHARED.value, _("A floor we share")),
        ],
        required=False,
    )
    clean_room = forms.BooleanField(label=_("In a PCI clean room"), required=False)
    needs = forms.MultipleChoiceField(label=_("The package or the place must have"), required=False, widget=Ticks)
    time_zone = forms.ChoiceField(label=_("Hours stay at"), required=False)
    field_order = ["city", "seats", "shift", "start", "months", "zone", "time_zone"]

    def __init__(
        self,
        data: Any = None,
        *,
        now: datetime,
        zone: str = "",
        client: Client | None = None,
        initial: Mapping[str, str] | None = None,
    ) -> None:
        self.now, self.client = now, client
        self.zones_by_city = time_zones_by_city()
        today = self._today_in("")
        super().__init__(data, today=today, initial=usual_search(today) | dict(initial or {}))
        self.fields["city"].choices = [("", _("Any city")), *((city, city) for city in self.zones_by_city)]  # type: ignore[attr-defined]
        self.fields["zone"].choices = [("", _("Facility's only")), *zone_choices(zone)]  # type: ignore[attr-defined]
        self.fields["zone"].initial = zone
        own = str(_("The facility's time"))
        self.fields["time_zone"].choices = time_zone_choices(own, zone, str(self.data.get("time_zone", "")))  # type: ignore[attr-defined]
        self.fields["package"].queryset = packages()  # type: ignore[attr-defined]
        self.inclusions = inclusions_by_key()
        self.fields["needs"].choices = [(key, each.name) for key, each in self.inclusions.items()]  # type: ignore[attr-defined]

    def _today_in(self, city: str) -> date:
        every = set().union(*self.zones_by_city.values())
        return earliest_day(self.now, self.zones_by_city[city] if city else every)

    def clean(self) -> dict[str, Any]:
        self.today = self._today_in(self.cleaned_data.get("city", ""))
        return super().clean()

    @property
    def asks_for_more(self) -> bool:
        """True when any of what most people don't ask for is asked."""
        return any(self.data.get(name) for name in ("package", "space", "time_zone", "clean_room", "needs"))

    @property
    def links(self) -> RequestLinks:
        """Return what was asked; only of a valid form."""
        asked = self.cleaned_data
        request = SeatRequest(
            pattern=asked["shift"],
            start=asked["start"],
            months=asked["months"],
            seats=asked["seats"],
            city=asked["city"],
            package=asked["package"],
            client=self.client,
            requirements=Requirements(
                inclusions=tuple(self.inclusions[key] for key in asked["needs"]),
                space=Space(asked["space"]),
                clean_room=asked["clean_room"],
            ),
            time_zone=asked["time_zone"],
        )
        return RequestLinks(request, zone=asked["zone"])


class PlanForm(RequestForm):
    """Questions of the floor plan: package, renewal, and seats, by number or by hand."""

    package = FewRows(
        Package.objects.none(), label=_("Package"), to_field_name="slug", required=False, empty_label=None
    )
    renews = forms.ChoiceField(
        label=_("After the term"),
        choices=[("", _("Goes on until I give notice")), ("no", _("Ends by itself"))],
        required=False,
    )
    seats = SeatsField(required=False, error_messages={"min_value": _("Choose one seat or more.")})

    time_zone = forms.ChoiceField(label=_("Hours stay at"), required=False)
    zone = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        facility: Facility,
        client: Client | None,
        now: datetime,
        packages: Any,
        zone: str = "",
    ) -> None:
        super().__init__(data, today=facility.today(now))
        self.facility, self.client = facility, client
        own = str(_("%(city)s time")) % {"city": facility.city}
        self.fields["time_zone"].choices = time_zone_choices(own, zone, str(self.data.get("time_zone", "")))  # type: ignore[attr-defined]
        self.fields["package"].queryset = packages  # type: ignore[attr-defined]

    @cached_property
    def requirements(self) -> Requirements:
        """Return what was required beyond seats in the search that led here."""
        return carried_requirements(self.data)

    @property
    def carried(self) -> dict[str, str]:
        """The requirements as they go on in hidden fields."""
        return requirement_params(self.requirements)

    @property
    def picks(self) -> tuple[str, ...]:
        """Codes of seats chosen by hand: ticked in the list, or named in the address."""
        ticked = self.data.getlist("seat") if hasattr(self.data, "getlist") else []
        named = str(self.data.get("pick", "")).split(",")
        dropped = self.data.get("drop", "")
        return tuple(
            dict.fromkeys(
                code
                for code in [*ticked, *named]
                if code and code != dropped and len(code) <= 20 and code.isprintable()
            )
        )

    @property
    def links(self) -> RequestLinks:
        """Return what was asked; only of a valid form."""
        asked = self.cleaned_data
        request = SeatRequest(
            pattern=asked["shift"],
            start=asked["start"],
            months=asked["months"],
            seats=asked["seats"] or 0,
            facility=self.facility,
            package=asked["package"],
            client=self.client,
            renews=asked["renews"] != "no",
            requirements=self.requirements,
            time_zone="" if asked["time_zone"] == self.facility.time_zone else asked["time_zone"],
        )
        return RequestLinks(request, picks=self.picks, zone=known_zone(asked["zone"]))


USUALLY_SAID = {"shift", "start", "months"}


def usual_params(today: date) -> dict[str, str]:
    """Return what most visitors mean who don't say: the first shift in the list, from two weeks on, for a year."""
    first = offered_patterns().first()
    return {
        "shift": first.slug if first else "",
        "start": (today + timedelta(days=14)).isoformat(),
        "months": "12",
    }


def usual_search(today: date) -> dict[str, str]:
    """The search box before anybody has typed in it."""
    return usual_params(today) | {"seats": "10"}
