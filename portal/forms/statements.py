"""The form for the days a statement is about."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.forms import PeriodFormField


class StatementForm(forms.Form):
    days = PeriodFormField(label=_("First and last day"))
