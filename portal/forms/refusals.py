"""Refusals in forms: what an operation refused, and what is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.refusal import Refusal


class Refusable(forms.BaseForm):
    """Puts a refusal beside the field it is about, or above the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Fill this in.")

    def refuse(self, refusal: Refusal) -> None:
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal))
