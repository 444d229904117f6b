"""A client tells us of a transfer, with the bank's paper as proof."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kernel.money import cent
from portal.files import MOST_BYTES, kind_of
from portal.forms.refusals import Refusable


class TransferForm(Refusable, forms.Form):
    """``today`` is the day in the books of the document; ``expected`` the money still to come for it."""

    amount = forms.DecimalField(label=_("Amount"), max_digits=14, decimal_places=3, min_value=Decimal("0.001"))
    transferred_on = forms.DateField(
        label=_("Day of the transfer"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reference = forms.CharField(
        label=_("Bank reference"), max_length=80, help_text=_("What your bank calls this transfer.")
    )
    proof = forms.FileField(
        label=_("Proof"),
        required=False,
        help_text=_("PDF, PNG or JPEG, up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def __init__(self, *args: Any, today: date, expected: Decimal, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        amount, day = self.fields["amount"], self.fields["transferred_on"]
        amount.label = _("Amount in %(currency)s") % {"currency": currency}
        amount.initial = expected.quantize(cent(currency))
        # A browser counts steps from the least, so that one must be a whole number of cents too.
        amount.widget.attrs |= {"min": str(cent(currency)), "step": str(cent(currency)), "inputmode": "decimal"}
        day.initial = today
        day.widget.attrs["max"] = (today + timedelta(days=1)).isoformat()

    def clean_transferred_on(self) -> date:
        day: date = self.cleaned_data["transferred_on"]
        # A client ahead of our books may have tomorrow already.
        if day > self.today + timedelta(days=1):
            raise ValidationError(_("Tell us once the transfer is made."))
        return day

    def clean_proof(self) -> UploadedFile[bytes] | None:
        """The file under a name of ours, whose ending says what its content is."""
        proof: UploadedFile[bytes] | None = self.cleaned_data.get("proof")
        if proof is None:
            return None
        if (proof.size or 0) > MOST_BYTES:
            raise ValidationError(_("This file is larger than 5 MB."))
        kind = kind_of(proof)
        if kind is None:
            raise ValidationError(_("This is no PDF, PNG or JPEG file."))
        proof.name = f"proof.{kind.ending}"
        return proof
