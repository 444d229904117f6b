"""Hours of a shift as people say them: from when to when, which may be on the next morning."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backoffice.widgets import TimeOfDayInput
from facilities.models import ShiftSpan
from kernel.week import DAY, Span, legs, weekly_minutes

# The longest hand-over buffer that a facility may have.
LONGEST_BUFFER = 120


class SpanForm(forms.ModelForm):  # type: ignore[type-arg]
    """One stretch of work; ``ends`` at or before ``starts`` lies on the next day."""

    starts = forms.TimeField(label=_("from"), widget=TimeOfDayInput)
    ends = forms.TimeField(
        label=_("until"), widget=TimeOfDayInput, help_text=_("On the next day when not after “from”.")
    )

    class Meta:
        model = ShiftSpan
        fields = ["weekday"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts", "ends"):
            self.fields[name].widget.attrs["aria-label"] = str(self.fields[name].label)
        if self.instance.pk:
            end = (self.instance.start + self.instance.length) % DAY
            self.initial["starts"] = time(self.instance.start // 60, self.instance.start % 60)
            self.initial["ends"] = time(end // 60, end % 60)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts is not None and ends is not None:
            self.instance.start = starts.hour * 60 + starts.minute
            self.instance.length = (ends.hour * 60 + ends.minute - self.instance.start) % DAY or DAY
        return cleaned


class HoursFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """All the hours of a shift; :attr:`hours` once valid."""

    @property
    def hours(self) -> list[Span]:
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        return [form.instance.value for form in kept]

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        if not self.hours:
            raise ValidationError(_("A shift has hours on at least one day."))
        if weekly_minutes(self.hours).total < sum(span.length for span in self.hours):
            raise ValidationError(_("Two stretches of work overlap; one may begin when another ends, not before."))
        try:
            legs(self.hours, LONGEST_BUFFER)
        except ValueError:
            raise ValidationError(_("A shift and its hand-over end before the next day does.")) from None
