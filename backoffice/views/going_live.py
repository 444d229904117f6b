"""A provider that runs on spreadsheets moves in: clients, people, leases and what is unpaid from one workbook."""

from __future__ import annotations

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts import operations as accounts
from accounts.capabilities import Capability
from accounts.models import User
from accounts.queries.people import uninvited
from backoffice.forms.going_live import BusinessFileForm
from backoffice.import_pages import ImportPages, attachment
from backoffice.screens import actor_of, allowed, attempt, screen
from backoffice.views.inventory import WORKBOOK
from billing.access import visible_go_live_imports
from billing.operations import GO_LIVE_FILES
from billing.queries.going_live import rows_of
from billing.sheets import EXAMPLES, GO_LIVE
from facilities.access import is_limited
from imports.gateways import write_workbook

PAGES = ImportPages(GO_LIVE_FILES, visible_go_live_imports, "going-live", "going-live")


@allowed(Capability.GO_LIVE)
def going_live(request: HttpRequest) -> HttpResponse:
    """The template, what was brought before, and who has still to be invited."""
    form = BusinessFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (uploaded := attempt(form, form.upload, actor_of(request), timezone.now())):
        return redirect("admin:going-live-import", uploaded.pk)
    return screen(
        request,
        "backoffice/going_live.html",
        gettext_lazy("Going live"),
        status=422 if form.errors else 200,
        form=form,
        imports=visible_go_live_imports(actor_of(request))[:20],
        uninvited=uninvited().count(),
    )


@allowed(Capability.GO_LIVE)
def template(request: HttpRequest) -> HttpResponse:
    """Every sheet with a fictional company in it, and what each column holds."""
    said = [
        _("Fill in the sheets from left to right; each one needs those before it. Save the workbook and bring it."),
        _("Delete the example rows of every sheet first: the companies in them are made up."),
        _("Days are written 2026-12-31, amounts 9000.00. Both may also be cells of that kind."),
        _("Bringing the same file twice changes nothing. Leases that are here already are changed on their own pages."),
        _("What is unpaid comes over as open items under the numbers that your invoices have; nobody is mailed them."),
    ]
    content = write_workbook([(sheet, EXAMPLES[sheet.name]) for sheet in GO_LIVE], explained=said)
    return attachment(content, "going-live.xlsx", WORKBOOK)


@allowed(Capability.GO_LIVE)
def workbook(request: HttpRequest) -> HttpResponse:
    """Send what was brought, in the shape in which it came: all of it, and for nobody who is there for a part."""
    if is_limited(actor_of(request)):
        raise PermissionDenied
    content = write_workbook([(sheet, rows_of(sheet).values()) for sheet in GO_LIVE])
    return attachment(content, "business.xlsx", WORKBOOK)


@allowed(Capability.GO_LIVE)
def brought(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.page(request, pk)


@require_POST
@allowed(Capability.GO_LIVE)
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.apply(request, pk)


@require_POST
@allowed(Capability.GO_LIVE)
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.discard(request, pk)


@require_POST
@allowed(Capability.GO_LIVE)
def invite(request: HttpRequest) -> HttpResponse:
    """Write to everybody who has never been asked."""
    sent = accounts.invite(people=uninvited(), link=_first_password, actor=actor_of(request), now=timezone.now())
    said = ngettext("%(count)s invitation is on its way.", "%(count)s invitations are on their way.", sent)
    messages.success(request, said % {"count": sent})
    return redirect("admin:going-live")


def _first_password(person: User) -> str:
    """Return where somebody chooses a password, as in the mail to those who forgot theirs."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    url: str = get_adapter().get_reset_password_from_key_url(key)
    return url
