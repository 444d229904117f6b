"""Access to pages, before any rule is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import Client
from portal.middleware import PortalRequest

View = Callable[..., HttpResponseBase]


class ClientRequest(PortalRequest):
    """A request that :func:`for_clients` has let through."""

    client: Client


def for_clients(view: View) -> View:
    """Only for somebody signed in who has a company: ``request.actor`` and ``request.client`` are there."""

    @wraps(view)
    def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.client is not None:
            response = view(request, *args, **kwargs)
            # Neither a proxy nor the next person at this screen gets to read it; what says more keeps its word.
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        if request.user.is_staff:
            messages.info(request, _("This page belongs to a client. Open the client in the admin and act for them."))
        else:
            messages.info(request, _("You belong to no company yet. Ask an owner of yours to invite you."))
        return redirect("portal:landing")

    return login_required(guarded)
