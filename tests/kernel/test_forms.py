"""People type first and last day; the kernel counts to the day after."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms

from kernel.forms import PeriodFormField
from kernel.period import Period


class Dated(forms.Form):
    days = PeriodFormField()
    pause = PeriodFormField(required=False)


def typed(first: str, last: str, name: str = "days") -> dict[str, str]:
    return {f"{name}_first": first, f"{name}_last": last}


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("2026-12-01", "2027-11-30", Period(date(2026, 12, 1), date(2027, 12, 1))),
        ("2026-12-01", "2026-12-01", Period(date(2026, 12, 1), date(2026, 12, 2))),
        ("2026-12-01", "", Period(date(2026, 12, 1))),
    ],
)
def test_both_days_typed_belong_to_the_period(first: str, last: str, period: Period) -> None:
    form = Dated(typed(first, last))
    assert form.is_valid()
    assert form.cleaned_data == {"days": period, "pause": None}


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("", "", "This field is required."),
        ("", "2026-12-01", "Enter the first day."),
        ("2026-12-02", "2026-12-01", "The last day can't come before the first."),
        ("soon", "", "Enter a valid date."),
        ("2026-12-01", "9999-12-31", "Choose an earlier last day, or none for no end."),
    ],
)
def test_anything_else_is_refused(first: str, last: str, sentence: str) -> None:
    assert Dated(typed(first, last)).errors == {"days": [sentence]}


def test_an_optional_period_with_a_last_day_only_is_refused() -> None:
    form = Dated({**typed("2026-12-01", ""), **typed("", "2026-12-31", "pause")})
    assert form.errors == {"pause": ["Enter the first day."]}


@pytest.mark.parametrize("period", [Period(date(2026, 12, 1), date(2027, 1, 1)), Period(date(2026, 12, 1))])
def test_a_period_is_shown_as_it_was_typed(period: Period) -> None:
    shown = str(Dated(initial={"days": period})["days"])
    assert 'value="2026-12-01"' in shown
    assert ('value="2026-12-31"' in shown) == (period.end is not None)
    form = Dated(typed("2026-12-01", "2026-12-31" if period.end else ""), initial={"days": period})
    assert form.changed_data == []


def test_a_model_field_asks_for_days_this_way() -> None:
    from facilities.models import Rate

    field: Any = Rate._meta.get_field("days")
    assert isinstance(field.formfield(), PeriodFormField)
