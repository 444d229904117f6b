"""The form by which a member of staff enters the portal of a client."""

from __future__ import annotations

from django import forms

from accounts.enums import Mode


class BeginForm(forms.Form):
    """Posted by the buttons of the back office."""

    mode = forms.TypedChoiceField(choices=Mode.choices, coerce=Mode)
    reason = forms.CharField(max_length=300, required=False)
