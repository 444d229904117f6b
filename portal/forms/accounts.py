"""The form of a company that signs up."""

from __future__ import annotations

from itertools import groupby

from allauth.account.forms import SignupForm
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations import register_client
from facilities.clocks import zones
from portal.forms.sign_in import HouseWords

CONTINENTS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def time_zone_choices(own: str = "UTC") -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Every zone a person may live in, by continent, named as people read them; ``own`` is always among them."""
    names = sorted(name for name in zones() if name.partition("/")[0] in CONTINENTS)
    grouped = groupby(names, key=lambda name: name.partition("/")[0])
    return [
        *((name, name) for name in dict.fromkeys(["UTC", own]) if name not in names),
        *((area, [(name, name.partition("/")[2].replace("_", " ")) for name in zones]) for area, zones in grouped),
    ]


class CompanySignupForm(HouseWords, SignupForm):  # type: ignore[misc]
    """E-mail, password, company: a sign-up makes a person and the company they own, both or neither."""

    company = forms.CharField(
        label=_("Company name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=time_zone_choices,
        initial="UTC",
        help_text=_("Times are shown in your zone beside the facility's."),
        widget=forms.Select(attrs={"data-guess-time-zone": ""}),
    )
    field_order = ["company", "email", "password1", "time_zone"]

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Two of the same at once, as after a double click, end like any second sign-up: with a mail that says so."""
        try:
            return super().try_save(request)  # type: ignore[no-any-return]
        except IntegrityError:
            self.validate_unique_email(self.cleaned_data["email"])
            if not self.account_already_exists:
                raise
            return super().try_save(request)  # type: ignore[no-any-return]

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        register_client(
            user=user,
            name=self.cleaned_data["company"],
            time_zone=self.cleaned_data["time_zone"],
            now=timezone.now(),
        )
        return user
