"""Forms that move assets: the place is named by what stands on the label of the seat, or of the other asset."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.actors import Actor
from facilities.models import Asset
from facilities.operations import place_asset, store_asset, swap_assets
from facilities.queries.buildings import assets_typed, facilities, seat_typed


class PlaceForm(forms.Form):
    """A facility and the code of a seat there; no code means the store."""

    facility = forms.ModelChoiceField(label=_("Facility"), queryset=facilities(), widget=UnfoldAdminSelectWidget)
    code = forms.CharField(
        label=_("Seat"), max_length=20, required=False, widget=UnfoldAdminTextInputWidget,
        help_text=_("The code on the seat. Leave it empty to put the asset into the store."),
    )  # fmt: skip

    def __init__(self, asset: Asset, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asset = asset
        self.initial["facility"] = asset.facility_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        code, place = cleaned.get("code"), cleaned.get("facility")
        if code and place:
            seat = seat_typed(place, code)
            if seat is None:
                self.add_error("code", _("There is no seat of this code in this facility."))
            cleaned["seat"] = seat
        return cleaned

    def move(self, actor: Actor, now: datetime) -> Asset:
        """:raises AssetScrapped:"""
        seat = self.cleaned_data.get("seat")
        if seat is None:
            return store_asset(asset=self.asset, actor=actor, now=now)
        return place_asset(asset=self.asset, workstation=seat, actor=actor, now=now)


class SwapForm(forms.Form):
    """The serial number of the other asset."""

    other = forms.CharField(
        label=_("Serial number of the other"), max_length=60, widget=UnfoldAdminTextInputWidget,
        help_text=_("Of the same kind. Each goes where the other was."),
    )  # fmt: skip

    def __init__(self, asset: Asset, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asset = asset

    def clean_other(self) -> Asset:
        found = assets_typed(self.asset.kind, self.cleaned_data["other"])
        if len(found) != 1:
            raise ValidationError(
                _("Two makers have this serial number. Place each by itself.")
                if found
                else _("No asset of this kind has this serial number.")
            )
        return found[0]

    def swap(self, actor: Actor, now: datetime) -> Asset:
        """:raises AssetScrapped, SwapsWithItself:"""
        swap_assets(one=self.asset, other=self.cleaned_data["other"], actor=actor, now=now)
        return self.asset
