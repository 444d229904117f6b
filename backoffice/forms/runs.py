"""A month to bill."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.access import legal_entities
from accounts.actors import Actor
from accounts.models import LegalEntity
from backoffice import cells
from backoffice.widgets import DayInput
from billing.models import BillingRun
from billing.operations import prepare_run
from kernel.period import add_months

# Months to choose from: those one may have missed, this one and the next.
MONTHS_BACK, MONTHS_AHEAD = 11, 1


def the_only_entity() -> LegalEntity | None:
    """Return what a form begins with where there is nothing to choose."""
    found = list(legal_entities()[:2])
    return found[0] if len(found) == 1 else None


class RunForm(forms.Form):
    """The entity and month of a run, and the day its documents are dated."""

    legal_entity = forms.ModelChoiceField(
        legal_entities().order_by("name"),
        label=_("Legal entity"),
        initial=the_only_entity,
        widget=UnfoldAdminSelectWidget,
    )
    month = forms.TypedChoiceField(label=_("Month"), coerce=date.fromisoformat, widget=UnfoldAdminSelectWidget)
    issue_on = forms.DateField(label=_("Documents dated"), widget=DayInput)

    def __init__(self, data: Any = None, *, today: date, initial: dict[str, Any]) -> None:
        super().__init__(data, initial={"month": today.replace(day=1).isoformat(), "issue_on": today, **initial})
        months = [add_months(today.replace(day=1), step) for step in range(MONTHS_AHEAD, -MONTHS_BACK - 1, -1)]
        cast(forms.ChoiceField, self.fields["month"]).choices = [
            (month.isoformat(), cells.month(month)) for month in months
        ]

    def prepare(self, actor: Actor, now: datetime) -> BillingRun:
        """:raises Refusal: as :func:`billing.operations.prepare_run` says."""
        return prepare_run(**self.cleaned_data, actor=actor, now=now)
