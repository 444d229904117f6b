"""Companies, their members and their API keys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.enums import DEFAULT_SCOPES, Role, Scope, Withholding
from accounts.errors import InvalidTaxId, LastOwner, WithholdsNothing
from accounts.operations import require_withholding
from accounts.queries.companies import clients, partners
from accounts.tax_ids import is_valid_tax_id


class ClientForm(forms.ModelForm):  # type: ignore[type-arg]
    """Says a wrong tax number or withholding beside the field, before the operation refuses it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        number, country = cleaned.get("tax_id"), cleaned.get("country")
        if number and country and not is_valid_tax_id(number, str(country)):
            self.add_error("tax_id", str(InvalidTaxId(country=countries.name(str(country)))))
        try:
            require_withholding(withholding=cleaned.get("withholding", Withholding.NONE), country=str(country or ""))
        except WithholdsNothing as refusal:
            self.add_error("withholding", str(refusal))
        return cleaned


class MemberFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """A company that has people keeps an owner among them."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        if kept and all(row["role"] != Role.OWNER for row in kept):
            raise ValidationError(str(LastOwner()))


class ApiKeyForm(forms.Form):
    """For one client or for one partner; the scopes say what it may do."""

    name = forms.CharField(
        label=_("name"), max_length=50, widget=UnfoldAdminTextInputWidget, help_text=_("What its owner knows it by.")
    )
    client = forms.ModelChoiceField(clients(), label=_("client"), required=False, widget=UnfoldAdminSelectWidget)
    partner = forms.ModelChoiceField(partners(), label=_("partner"), required=False, widget=UnfoldAdminSelectWidget)
    scopes = forms.MultipleChoiceField(
        label=_("scopes"), choices=Scope.choices, initial=DEFAULT_SCOPES, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    expires_at = forms.SplitDateTimeField(
        label=_("ends"), required=False, widget=UnfoldAdminSplitDateTimeWidget, help_text=_("Empty: until revoked.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("client")) == bool(cleaned.get("partner")):
            raise ValidationError(_("A key belongs to a client or to a partner, one of them."))
        return cleaned
