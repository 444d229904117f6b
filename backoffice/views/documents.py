"""Issued documents, and files that came in: to read, never to change."""

from __future__ import annotations

import mimetypes
from uuid import UUID

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.capabilities import Capability
from backoffice.screens import actor_of, allowed, screen
from billing.access import visible_documents, visible_notices, visible_papers
from billing.documents import file_name, render_pdf
from billing.models import Document, TaxCertificate

# Shown in the browser; anything else that somebody uploaded is only handed over.
SHOWN = {"application/pdf", "image/png", "image/jpeg"}


@allowed(Capability.SEE_INVOICES)
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that stands on it, where its money went, and what became of it since."""
    found = get_object_or_404(visible_documents(actor_of(request)).select_related("corrects", "series"), pk=pk)
    return screen(
        request,
        "backoffice/document.html",
        found.number,
        opts=Document._meta,
        original=found,
        lines=found.lines.all(),
        taxes=found.taxes.all(),
        applications=found.applications.unreversed().select_related("payment", "credit_note"),
        corrections=found.corrections.all(),
    )


@allowed(Capability.SEE_INVOICES)
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(visible_papers(actor_of(request)), pk=pk)
    name = {"Content-Disposition": f'inline; filename="{file_name(found)}"'}
    return HttpResponse(render_pdf(found), content_type="application/pdf", headers=name)


@allowed("billing.view_transfernotice")
def proof(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Send what a client uploaded to show a transfer."""
    return handed(get_object_or_404(visible_notices(actor_of(request)), pk=pk).proof)


@allowed("billing.view_taxcertificate")
def certificate(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return handed(get_object_or_404(TaxCertificate, pk=pk).document)


def handed(file: FieldFile) -> HttpResponseBase:
    """An uploaded file; whatever it claims to be, the browser runs nothing of it."""
    if not file or not file.storage.exists(str(file.name)):
        raise Http404
    kind = mimetypes.guess_type(file.name or "")[0] or "application/octet-stream"
    return FileResponse(
        file.open(),
        content_type=kind if kind in SHOWN else "application/octet-stream",
        as_attachment=kind not in SHOWN,
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"},
    )
