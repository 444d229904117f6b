"""How a form says what a deed refused."""

from __future__ import annotations

from django import forms

from kernel.refusal import Refusal


class Refusable(forms.BaseForm):
    """Puts a refusal beside the field it is about, or above the form."""

    def refuse(self, refusal: Refusal) -> None:
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal))
