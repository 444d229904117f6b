"""The form of what documents name: the company's registered details and where invoices go."""

from __future__ import annotations

from copy import copy
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from portal.forms.refusals import Refusable


class CompanyDetailsForm(Refusable, forms.ModelForm):  # type: ignore[type-arg]
    """Leaves the company it was given as it is: saving is an operation's business."""

    class Meta:
        model = Client
        fields: ClassVar = [
            "legal_name", "country", "address", "tax_id", "branch_code", "withholding",
            "billing_name", "billing_email", "phone",
        ]  # fmt: skip
        widgets: ClassVar = {
            "legal_name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "address": forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
            "billing_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "billing_email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }
        help_texts: ClassVar = {
            "tax_id": _("TIN, VAT, EIN or GST number. Leave it empty if you have none yet."),
            "branch_code": _("Philippine companies only, such as 00000."),
            "withholding": _("Philippine companies that withhold tax settle the difference with BIR Form 2307."),
        }

    required: ClassVar = ("legal_name", "country", "address", "billing_email")

    def __init__(self, data: Any = None, *, instance: Client, **kwargs: Any) -> None:
        super().__init__(data, instance=copy(instance), **kwargs)
        for name in self.required:
            self.fields[name].required = True
