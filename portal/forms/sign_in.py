"""allauth's forms in the words of the house."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def password_advice() -> str:
    """Say what a password must be, in one sentence."""
    lengths = [one.min_length for one in get_default_password_validators() if isinstance(one, MinimumLengthValidator)]
    return _("%(length)s characters or more, and none that many people use.") % {"length": max(lengths)}


LABELS: dict[str, Any] = {
    "login": gettext_lazy("E-mail"),
    "email": gettext_lazy("E-mail"),
    "remember": gettext_lazy("Stay signed in on this device"),
    "oldpassword": gettext_lazy("Current password"),
    "password2": gettext_lazy("The same again"),
    "code": gettext_lazy("Code"),
    "name": gettext_lazy("Name of this key"),
    "passwordless": gettext_lazy("Sign in with this key alone, without a password"),
}
HELP: dict[str, Any] = {
    # The pages lead to a new password themselves.
    "password": "",
    "oldpassword": "",
    "password1": lazy(password_advice, str)(),
    "name": gettext_lazy("So that you can tell your keys apart."),
    "passwordless": gettext_lazy("The device then asks for your fingerprint, face or PIN."),
}


class HouseWords(forms.Form):
    """Puts our labels and help on a form of allauth, and takes the placeholders away that repeat a label."""

    labels: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name) or LABELS.get(name, field.label)
            field.help_text = HELP.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(HouseWords, account.LoginForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(HouseWords, account.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(HouseWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": gettext_lazy("New password")}


class ChangePasswordForm(HouseWords, account.ChangePasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": gettext_lazy("New password")}


class SetPasswordForm(HouseWords, account.SetPasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": gettext_lazy("Password")}


class ChangeEmailForm(HouseWords, account.AddEmailForm):  # type: ignore[misc]
    labels: ClassVar = {"email": gettext_lazy("New e-mail address")}


class ReauthenticateForm(HouseWords, account.ReauthenticateForm):  # type: ignore[misc]
    pass


class CodeForm(HouseWords, second_factor.AuthenticateForm):  # type: ignore[misc]
    pass


class CodeAgainForm(HouseWords, second_factor.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateAppForm(HouseWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    labels: ClassVar = {"code": gettext_lazy("Code from the app")}


class AddKeyForm(HouseWords, passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A new key: a passkey unless somebody says that it is a second step only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenameKeyForm(HouseWords, passkeys.EditWebAuthnForm):  # type: ignore[misc]
    pass
