"""The house's answers to allauth: its mails become rows like every other, and it redirects nowhere but here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from kernel.links import path_to
from outbox.operations import write_message

MAILS = {
    "account/email/email_confirmation_signup": "accounts.confirm_signup",
    "account/email/email_confirmation": "accounts.confirm_email",
    "account/email/account_already_exists": "accounts.already_registered",
    "account/email/unknown_account": "accounts.unknown_address",
    "account/email/password_reset_key": "accounts.reset_password",
}

# What changed, for the one mail that warns a person of changes to how they sign in.
NOTICES = {
    "account/email/email_changed": gettext_lazy("The e-mail address you sign in with changed."),
    "account/email/email_confirm": gettext_lazy("You confirmed your e-mail address."),
    "account/email/email_deleted": gettext_lazy("An e-mail address was removed."),
    "account/email/password_changed": gettext_lazy("Your password changed."),
    "account/email/password_reset": gettext_lazy("Your password was reset."),
    "account/email/password_set": gettext_lazy("A password was set."),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes were made; the old ones no longer work."),
    "mfa/email/totp_activated": gettext_lazy("An authenticator app was added."),
    "mfa/email/totp_deactivated": gettext_lazy("The authenticator app was removed."),
    "mfa/email/webauthn_added": gettext_lazy("A passkey or security key was added."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey or security key was removed."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Chosen by ``ACCOUNT_ADAPTER``."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write an :class:`~outbox.models.Message`; a mail that neither table names is a bug."""
        kind = MAILS.get(template_prefix, "accounts.security_notice")
        told = {**context, "email": email}
        if template_prefix not in MAILS:
            told["change"] = NOTICES[template_prefix]
        message = write_message(kind=kind, to=email, context=told, now=timezone.now())
        if settings.MAILBOX_PAGE and message is not None:
            self.request.session["mail_written"] = str(message.pk)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """With where the person was going, so that a link opened in another browser leads there too."""
        url: str = super().get_email_confirmation_url(request, emailconfirmation)
        going_to = request.POST.get("next", "")
        return f"{url}?{urlencode({'next': going_to})}" if going_to and self.is_safe_url(going_to) else url

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where a person works, for those who were going nowhere in particular: staff in the back office."""
        if isinstance(request.user, User) and request.user.is_staff:
            return path_to("staff_home")
        url: str = super().get_login_redirect_url(request)
        return url

    def is_safe_url(self, url: str) -> bool:
        """Only paths of the host that was asked; allauth would also follow to any allowed host."""
        request = self.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Chosen by ``MFA_ADAPTER``."""

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  (allauth's word)
        """``Passkey``, ``Passkey 2`` …, for people who give their keys no names."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return what the browser calls us when it asks for a passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SITE_NAME}


def name_tried(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str | None:
    """Whom a failed sign-in counts against; allauth says ``email`` where Django says ``username``."""
    given: Mapping[str, Any] = credentials or request.POST
    name = given.get("username") or given.get("email") or given.get("login")
    return str(name).lower() if name else None


def address_of(request: HttpRequest) -> str | None:
    """Return where a failed sign-in came from, the same for all that count, behind a proxy too. ``None`` for a request
    that came by no network."""
    if "REMOTE_ADDR" not in request.META:
        return None
    address: str = get_adapter(request).get_client_ip(request)
    return address
