"""A hold that waits for its visitor to sign up: kept in the session until it is made."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.middleware import PortalRequest

KEY = "unfinished_hold"


def go_and_sign_up(request: PortalRequest, come_back_to: str, said: str = "") -> HttpResponse:
    """Remember where the visitor was; the address goes along too, for a confirmation opened on another device.

    :param said: what signing up is for, where it is not a hold.
    """
    request.session[KEY] = come_back_to
    hold = _("Sign up, and we bring you back to hold your seats. Until then anybody may take them.")
    messages.info(request, said or hold)
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': come_back_to})}")


def finish(request: PortalRequest) -> None:
    """The visitor is back: nothing waits any more."""
    request.session.pop(KEY, None)
