"""Whom a company asks in, and what a newcomer says."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Invitation, User
from accounts.operations import accept_invitation
from portal.forms.refusals import Refusable
from portal.forms.sign_in import HELP


class InviteForm(Refusable, forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MANAGER)


class RoleForm(Refusable, forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class NewcomerForm(Refusable, forms.Form):
    """Name and password of somebody who can't sign in yet."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        help_text=HELP["password1"],
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.invitation.email, name=self.cleaned_data.get("name", "")))
        return password

    @transaction.atomic
    def join(self, token: str, known: User | None) -> User:
        """Make the person, or give ``known`` a first password, and let them join: all of it or nothing. The link came
        by mail, so the address is theirs.

        :raises Refusal: as :func:`accounts.operations.accept_invitation` says.
        """
        name, password = self.cleaned_data["name"], self.cleaned_data["password"]
        if known is None:
            user = User.objects.create_user(self.invitation.email, password, name=name)
        else:
            user = known
            user.name = name
            user.set_password(password)
            user.save(update_fields=["name", "password"])
        EmailAddress.objects.update_or_create(
            user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
        )
        accept_invitation(invitation=self.invitation, token=token, user=user, now=timezone.now())
        return user
