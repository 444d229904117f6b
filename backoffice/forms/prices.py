"""Copy a price list: which day's prices, to which days, by how much more."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.actors import Actor
from backoffice.widgets import DayInput, NumberInput, StaffPeriodInput
from facilities.models import Facility
from facilities.operations import copy_prices, require_copies
from facilities.queries.price_lists import Copies, copies
from kernel.forms import PeriodFormField
from kernel.period import Period

STEPS = [("0.01", _("cents")), ("1", "1"), ("10", "10"), ("50", "50"), ("100", "100")]


class CopyForm(forms.Form):
    """The source of the copy; :attr:`found` is what it would be."""

    on = forms.DateField(label=_("Prices of"), widget=DayInput, help_text=_("The list that counts on this day."))
    days = PeriodFormField(label=_("Count from"), widget=StaffPeriodInput)
    percent = forms.DecimalField(
        label=_("Percent more"), max_digits=5, decimal_places=2, min_value=Decimal(-90), max_value=Decimal(500),
        widget=NumberInput, help_text=_("0 copies them as they are; less than 0 makes them cheaper."),
    )  # fmt: skip
    step = forms.ChoiceField(label=_("Rounded to"), choices=STEPS, widget=UnfoldAdminSelectWidget)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, facility: Facility, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facility = facility
        new_year = Period(date(today.year + 1, 1, 1))
        self.initial.update(on=today, days=new_year, percent=Decimal(5), step="50")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        on, days = cleaned.get("on"), cleaned.get("days")
        if on and days and days.start <= on:
            raise ValidationError({"days": _("The copy begins after the day whose prices it is made from.")})
        return cleaned

    @property
    def _wish(self) -> dict[str, Any]:
        names = ("on", "days", "percent")
        return {**{name: self.cleaned_data[name] for name in names}, "step": Decimal(self.cleaned_data["step"])}

    def look(self) -> Copies:
        """:raises NothingToCopy, PricesMeet:"""
        found = copies(facility=self.facility, **self._wish)
        require_copies(found)
        return found

    def copy(self, actor: Actor, now: datetime) -> int:
        """:raises NothingToCopy, PricesMeet, PricesMoved, PriceOverlaps:"""
        return copy_prices(
            facility=self.facility, seen=self.cleaned_data["seen"], actor=actor, now=now, **self._wish
        )  # fmt: skip
