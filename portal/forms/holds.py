"""The last word before a request is sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.refusals import Refusable


class AcceptForm(Refusable, forms.Form):
    """The agreement's tick. It is not required here: whether it is accepted is for the operation to judge."""

    accepted = forms.BooleanField(label=_("We have read this agreement and accept it."), required=False)
    note = forms.CharField(
        label=_("Anything we should know?"),
        required=False,
        max_length=2000,
        help_text=_("Such as when you want to see the floor, or what your team needs on the first day."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
