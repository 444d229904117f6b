"""What a client says about a booking of theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bookings.errors import NoticeTooShort, TooFarAhead
from bookings.rules import latest_change
from kernel.wording import written
from portal.forms.refusals import Refusable


class CancelForm(Refusable, forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It helps us to do better."),
    )


class NoticeForm(Refusable, forms.Form):
    """Notice to the day typed, the earliest possible unless later."""

    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, earliest: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = latest_change(today)
        self.earliest = earliest
        self.fields["last_day"].initial = earliest
        self.fields["last_day"].widget.attrs["min"] = earliest.isoformat()

    def clean_last_day(self) -> date:
        last_day: date = self.cleaned_data["last_day"]
        if last_day < self.earliest:
            raise ValidationError(str(NoticeTooShort(earliest=written(self.earliest))))
        if last_day > self.latest:
            raise ValidationError(str(TooFarAhead(latest=written(self.latest))))
        return last_day
