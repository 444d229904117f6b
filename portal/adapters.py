"""How allauth meets the house: its mails become rows like every other, and it redirects nowhere but here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.notifications import write_message

MAILS = {
    "account/email/email_confirmation_signup": "accounts.confirm_signup",
    "account/email/email_confirmation": "accounts.confirm_email",
    "account/email/account_already_exists": "accounts.already_registered",
    "account/email/unknown_account": "accounts.unknown_address",
    "account/email/password_reset_key": "accounts.reset_password",
}

# What changed, for the one mail that warns a person of changes to how they sign in.
NOTICES = {
    "account/email/email_changed": _("The e-mail address you sign in with changed."),
    "account/email/email_confirm": _("You confirmed your e-mail address."),
    "account/email/email_deleted": _("An e-mail address was removed."),
    "account/email/password_changed": _("Your password changed."),
    "account/email/password_reset": _("Your password was reset."),
    "account/email/password_set": _("A password was set."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the old ones no longer work."),
    "mfa/email/totp_activated": _("An authenticator app was added."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed."),
    "mfa/email/webauthn_added": _("A passkey or security key was added."),
    "mfa/email/webauthn_removed": _("A passkey or security key was removed."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Chosen by ``ACCOUNT_ADAPTER``."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write an :class:`~accounts.models.OutgoingMessage`; a mail that neither table names is a bug."""
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

    def is_safe_url(self, url: str) -> bool:
        """Only paths of the host that was asked; allauth would also follow to any allowed host."""
        request = self.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())


def name_tried(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str | None:
    """Whom a failed sign-in counts against; allauth says ``email`` where Django says ``username``."""
    given: Mapping[str, Any] = credentials or request.POST
    name = given.get("username") or given.get("email") or given.get("login")
    return str(name).lower() if name else None
