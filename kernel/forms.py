"""The one form field for periods: people type the first and the last day, and get a half-open Period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kernel.period import Period


class PeriodInput(forms.MultiWidget):
    """Two date inputs, ``<name>_first`` and ``<name>_last``."""

    template_name = "django/forms/widgets/multiwidget.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.DateInput({**(attrs or {}), "type": "date", "aria-label": label}, format="%Y-%m-%d")
            for part, label in (("first", _("First day")), ("last", _("Last day, empty for no end")))
        }
        super().__init__(parts)

    def decompress(self, value: Period | None) -> list[date | None]:
        return [value.start, value.last] if value else [None, None]


class PeriodFormField(forms.MultiValueField):
    """First and last day, both included; an empty last day means until further notice. Cleans to a
    :class:`~kernel.period.Period`, or ``None`` when both are empty and the field is optional."""

    widget = PeriodInput
    default_error_messages = {
        "incomplete": _("Enter the first day."),
        "backwards": _("The last day can't come before the first."),
        "endless": _("Choose an earlier last day, or none for no end."),
    }

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        parts = (forms.DateField(required=required), forms.DateField(required=False))
        super().__init__(parts, require_all_fields=False, required=required, **kwargs)

    def compress(self, data_list: Sequence[date | None]) -> Period | None:
        first, last = data_list or (None, None)
        if first is None:
            if last is None:
                return None
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        if last is not None and last < first:
            raise ValidationError(self.error_messages["backwards"], code="backwards")
        if last == date.max:
            raise ValidationError(self.error_messages["endless"], code="endless")
        return Period.inclusive(first, last)
