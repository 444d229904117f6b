"""A company's own page: its details and its people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.operations import complete_details
from kernel.refusal import Refusal
from portal.forms.company import CompanyForm
from portal.forms.team import InviteForm
from portal.pages.company import company_page
from portal.views.access import ClientRequest, for_clients


@require_http_methods(["GET", "HEAD", "POST"])
@for_clients
def details(request: ClientRequest) -> HttpResponse:
    """Show what documents name, and who belongs to the company."""
    form = CompanyForm(request.POST or None, instance=request.client)
    try:
        if request.method == "POST" and form.is_valid():
            complete_details(client=request.client, actor=request.actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Your details are saved. They stand on the next document."))
            return redirect("portal:details")
    except Refusal as refusal:
        form.refuse(refusal)
    return company(request, form=form)


def company(
    request: ClientRequest, *, form: CompanyForm | None = None, invite: InviteForm | None = None
) -> HttpResponse:
    """The page, with a form as it was refused."""
    page = company_page(request.client, actor=request.actor, now=timezone.now())
    refused = (form is not None and form.errors) or (invite is not None and invite.errors)
    shown = {"page": page, "form": form or CompanyForm(instance=request.client), "invite": invite or InviteForm()}
    return render(request, "portal/details.html", shown, status=422 if refused else 200)
