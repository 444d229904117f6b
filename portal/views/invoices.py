"""A company's invoices: the list, the page and paper of one, and word of a transfer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.access import visible_documents, visible_notices, visible_papers
from billing.documents import file_name, render_pdf
from billing.models import Document
from billing.operations import give_transfer_notice, mark_viewed
from kernel.refusal import Refusal
from portal.csv_files import csv_file
from portal.files import download
from portal.pages.invoices import COLUMNS, in_group, invoice_list, invoice_view, rows
from portal.views.access import ClientRequest, for_clients


@require_safe
@for_clients
def invoices(request: ClientRequest) -> HttpResponse:
    own = visible_documents(request.actor).filter(client=request.client)
    show, page = request.GET.get("show", ""), request.GET.get("page", "1")
    found = invoice_list(own, actor=request.actor, show=show, page=page, now=timezone.now())
    return render(request, "portal/invoices.html", {"list": found})


@require_safe
@for_clients
def invoices_csv(request: ClientRequest) -> HttpResponse:
    """The list as it is filtered, all pages of it."""
    own, now = visible_documents(request.actor).filter(client=request.client), timezone.now()
    found = rows(list(in_group(own, request.GET.get("show", ""), now=now)), actor=request.actor, now=now)
    return csv_file("invoices.csv", COLUMNS, found)


@require_safe
@for_clients
def invoice(request: ClientRequest, pk: UUID) -> HttpResponse:
    document, now = mine(request, pk), timezone.now()
    mark_viewed(document=document, actor=request.actor, now=now)
    view = invoice_view(document, actor=request.actor, now=now)
    return render(request, "portal/invoice.html", {"view": view})


@require_safe
@for_clients
def invoice_pdf(request: ClientRequest, pk: UUID) -> HttpResponse:
    papers = visible_papers(request.actor).select_related("corrects")
    document: Document = get_object_or_404(papers, pk=pk)
    mark_viewed(document=document, actor=request.actor, now=timezone.now())
    response = HttpResponse(render_pdf(document), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name(document)}"'
    return response


@require_POST
@for_clients
def tell_of_transfer(request: ClientRequest, pk: UUID) -> HttpResponse:
    document, now = mine(request, pk), timezone.now()
    view = invoice_view(document, actor=request.actor, now=now, data=request.POST, files=request.FILES)
    try:
        if view.form.is_valid():
            give_transfer_notice(document=document, actor=request.actor, now=now, **view.form.cleaned_data)
            messages.success(request, _("Thank you. We look for the transfer and tell you here when it is matched."))
            return redirect(document)
    except Refusal as refusal:
        view.form.refuse(refusal)
    return render(request, "portal/invoice.html", {"view": view}, status=422)


@require_safe
@for_clients
def proof(request: ClientRequest, pk: UUID) -> HttpResponseBase:
    """The proof of a transfer, for the client whose it is."""
    notice = get_object_or_404(visible_notices(request.actor), pk=pk)
    if not notice.proof.name or not notice.proof.storage.exists(notice.proof.name):
        raise Http404
    return download(notice.proof.open(), name=f"transfer-{notice.transferred_on}")


def mine(request: ClientRequest, pk: UUID) -> Document:
    """A document the actor may see, or 404."""
    documents = visible_documents(request.actor).select_related("corrects")
    document: Document = get_object_or_404(documents, pk=pk)
    return document
