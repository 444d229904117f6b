"""Inputs in the clothes of the admin, with the browser's own pickers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from unfold.widgets import BASE_INPUT_CLASSES, UnfoldAdminDecimalFieldWidget

from bookings.models import Booking
from kernel.forms import PeriodInput

CLOTHES = {"class": " ".join(BASE_INPUT_CLASSES)}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**CLOTHES, **(attrs or {})}, format="%Y-%m-%d")


class TimeOfDayInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**CLOTHES, **(attrs or {})}, format="%H:%M")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**CLOTHES, **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class NumberInput(UnfoldAdminDecimalFieldWidget):  # type: ignore[misc]
    """A decimal number without the zeros that only its column in the database needs."""

    def format_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else super().format_value(value)


class StaffPeriodInput(PeriodInput):
    """The one period input, its two days labelled."""

    template_name = "backoffice/widgets/period.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**CLOTHES, **(attrs or {})})


class KeptFileInput(forms.ClearableFileInput):
    """A file that is kept where only our own pages reach it: ``href`` is the one that shows it."""

    template_name = "backoffice/widgets/kept_file.html"
    href = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["href"] = self.href
        return context


class ClientInput(AutocompleteSelect):
    """A client, found by name as one types: there may be thousands."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(Booking._meta.get_field("client"), admin.site, attrs)

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        """Drop values that are no id: they were typed into the address, and Django looks every value up."""
        return cast(list[Any], super().optgroups(name, [each for each in value if is_id(each)], attr))


def is_id(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True
