"""People who sign in, and which facilities our own are there for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.models import User
from facilities.models import Facility


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    facilities = forms.ModelMultipleChoiceField(
        Facility.objects.all(),
        label=_("facilities"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("Bookings, seats and prices of these only. None ticked: of all there are."),
    )

    class Meta:
        model = User
        fields = ["email", "name", "is_active", "is_staff", "groups", "is_superuser"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "facilities" in self.fields and not self.instance._state.adding:
            self.initial["facilities"] = list(self.instance.facilities.all())
