"""All that a company says of itself."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.accounts import time_zone_choices
from portal.forms.details import CompanyDetailsForm


class CompanyForm(CompanyDetailsForm):
    """The details that documents need, and the zone times are shown in."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        help_text=_("Times are shown in your zone beside the facility's."),
    )

    class Meta(CompanyDetailsForm.Meta):
        fields: ClassVar = [*CompanyDetailsForm.Meta.fields, "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zone_choices(self.instance.time_zone)  # type: ignore[attr-defined]
