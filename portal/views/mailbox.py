"""The mailbox for trying the product out: every mail it writes, readable without a mail server."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.access import visible_messages
from accounts.actors import SYSTEM

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

PER_PAGE = 50
# What a mail may do inside its frame: open the link a person clicks, in the whole window, and nothing else.
FRAMED = ["allow-top-navigation-by-user-activation", "allow-popups", "allow-popups-to-escape-sandbox"]

MAIL_POLICY = {
    "default-src": NONE,
    "style-src": UNSAFE_INLINE,
    "img-src": "data:",
    "frame-ancestors": SELF,
    "sandbox": FRAMED,
}


def where_switched_on(view: View[P]) -> View[P]:
    """404 unless ``MAILBOX_PAGE`` is set: that setting is the permission, whoever asks."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.MAILBOX_PAGE:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


@where_switched_on
def mailbox(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    messages = visible_messages(SYSTEM).prefetch_related("attachments").defer("text", "html")
    page = Paginator(messages, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/mailbox.html", {"page": page})


@where_switched_on
def latest(request: HttpRequest) -> HttpResponse:
    """The mail this visitor has just been sent, or the newest of all."""
    own: str | None = request.session.get("mail_written")
    messages = visible_messages(SYSTEM)
    message = (own and messages.filter(pk=own).first()) or messages.first()
    return redirect("portal:mail", message.pk) if message else redirect("portal:mailbox")


@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its stubs know views without parameters only
@where_switched_on
def mail(request: HttpRequest, pk: UUID) -> HttpResponse:
    message = get_object_or_404(visible_messages(SYSTEM).prefetch_related("attachments"), pk=pk)
    as_text = "text" in request.GET or not message.html
    shown = {"mail": message, "sender": settings.DEFAULT_FROM_EMAIL, "as_text": as_text, "sandbox": " ".join(FRAMED)}
    return render(request, "portal/mail.html", shown)


@csp(MAIL_POLICY)  # type: ignore[arg-type]
@xframe_options_sameorigin
@where_switched_on
def mail_html(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The HTML version as the receiver sees it, for the frame; its links open in the whole window."""
    message = get_object_or_404(visible_messages(SYSTEM), pk=pk)
    return HttpResponse(message.html.replace("<head>", '<head><base target="_top">', 1))


@where_switched_on
def mail_attachment(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    message = get_object_or_404(visible_messages(SYSTEM), pk=pk)
    attachment = get_object_or_404(message.attachments, pk=number)
    return HttpResponse(
        bytes(attachment.content),
        content_type=attachment.content_type,
        headers={"Content-Disposition": f'inline; filename="{attachment.name}"', "X-Content-Type-Options": "nosniff"},
    )
