"""The hours of a week somebody works, on the clock of a zone."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from kernel.week import DAY, Span
from portal.forms.requirements import Ticks
from portal.forms.search import SearchForm
from portal.zones import zone_choices


class HoursForm(SearchForm):
    """The search, with days and times in place of a shift; until the start time again is around the clock."""

    days = forms.TypedMultipleChoiceField(
        label=_("Days"), coerce=int, choices=list(WEEKDAYS.items()), widget=Ticks, initial=list(range(5))
    )
    begins = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial=time(9)
    )
    ends = forms.TimeField(
        label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial=time(17)
    )
    keep = forms.BooleanField(label=_("Keep these hours when clocks change"), required=False)
    field_order = ["days", "begins", "ends", "zone", "city", "seats", "start", "months", "keep"]

    def __init__(self, data: Any = None, *, now: datetime, zone: str = "", **kwargs: Any) -> None:
        super().__init__(data, now=now, zone=zone, **kwargs)
        for name in ("shift", "package", "space", "time_zone", "clean_room", "needs"):
            del self.fields[name]
        self.fields["zone"].label = _("On the clock of")
        self.fields["zone"].required = True
        self.fields["zone"].choices = zone_choices(zone)  # type: ignore[attr-defined]

    def clean_days(self) -> list[int]:
        days: list[int] = self.cleaned_data["days"]
        if not days:
            raise ValidationError(_("Choose a day or more."))
        return days

    @property
    def spans(self) -> tuple[Span, ...]:
        """The hours asked for, on their own clock; only of a valid form."""
        begins, ends = (_minutes(self.cleaned_data[name]) for name in ("begins", "ends"))
        return tuple(Span(day, begins, (ends - begins) % DAY or DAY) for day in sorted(self.cleaned_data["days"]))


def _minutes(value: time) -> int:
    return value.hour * 60 + value.minute
