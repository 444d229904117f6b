"""Photographs and certificates of a facility, for everybody."""

from __future__ import annotations

from uuid import UUID

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.queries.presentation import shown_certificates, shown_photos
from portal.files import download
from portal.middleware import PortalRequest
from portal.views.facilities import listed

A_DAY = 24 * 60 * 60


@require_safe
def photo(request: PortalRequest, slug: str, pk: UUID) -> HttpResponseBase:
    """A picture as what it was found to be when it was taken in; the browser guesses nothing and runs nothing."""
    found = get_object_or_404(shown_photos(), facility__slug=slug, pk=pk)
    response = FileResponse(_opened(found.file), content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


@require_safe
def certificate(request: PortalRequest, slug: str, pk: UUID) -> HttpResponseBase:
    """The paper of a certificate that is valid today, where anybody may read it."""
    today = listed(slug).today(timezone.now())
    found = get_object_or_404(shown_certificates(day=today), facility__slug=slug, pk=pk, is_public=True)
    return download(_opened(found.file), name=f"{slug}-{found.kind}")


def _opened(file: FieldFile) -> FieldFile:
    if not file or not file.storage.exists(str(file.name)):
        raise Http404
    opened: FieldFile = file.open()
    return opened
