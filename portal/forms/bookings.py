"""Forms of a client about a booking of theirs."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.refusals import Refusable


class CancelForm(Refusable, forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It helps us to do better."),
    )
