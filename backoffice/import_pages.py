"""Pages of files that staff bring: what came of one, have it imported, throw it away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.actors import Actor
from backoffice.screens import actor_of, saying, screen
from imports.enums import ImportState
from imports.operations import ImportPipeline


@dataclass(frozen=True)
class ImportPages:
    """Files of one kind at their interface: ``home`` lists them, ``name`` begins the names of the pages of one."""

    pipeline: ImportPipeline
    visible: Callable[[Actor], QuerySet[Any]]
    home: str
    name: str

    def page(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show what a file would change, or what is wrong with it. While it works the page asks again by itself."""
        found = get_object_or_404(self.visible(actor_of(request)), pk=pk)
        if request.headers.get("HX-Request") and request.GET.get("state") != found.state:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return screen(
            request,
            "backoffice/import_file.html",
            found.file_name,
            original=found,
            findings=found.findings or {},
            working=found.state in {ImportState.CHECKING, ImportState.APPLYING},
            progress=self.pipeline.progress_of(found),
            changes_anything=any(part["new"] or part["changed"] for part in (found.findings or {}).get("tables", [])),
            may_import=may(actor_of(request), self.pipeline.capability),
            home=f"admin:{self.home}",
            page_name=f"admin:{self.name}-import",
            apply_name=f"admin:{self.name}-apply",
            discard_name=f"admin:{self.name}-discard",
        )

    def apply(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        found = get_object_or_404(self.visible(actor_of(request)), pk=pk)
        with saying(request, _("The worker imports it: all of it or nothing.")):
            self.pipeline.start_applying(brought=found, actor=actor_of(request), now=timezone.now())
        return redirect(f"admin:{self.name}-import", pk)

    def discard(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        found = get_object_or_404(self.visible(actor_of(request)), pk=pk)
        with saying(request, _("Discarded. Nothing was changed.")):
            self.pipeline.discard(brought=found, actor=actor_of(request), now=timezone.now())
        return redirect(f"admin:{self.home}")


def attachment(content: bytes | str, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
