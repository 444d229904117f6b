"""The inventory as spreadsheets: out with one click, in after everybody has seen what would change."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.access import may
from accounts.capabilities import Capability
from backoffice.forms.inventory import InventoryFileForm
from backoffice.import_pages import ImportPages, attachment
from backoffice.screens import actor_of, allowed, attempt, screen, theirs
from facilities.queries.buildings import facilities
from floorplans.access import visible_imports
from floorplans.operations import INVENTORY_FILES
from floorplans.queries.inventory import rows_of
from floorplans.sheets import INVENTORY
from imports.gateways import write_csv, write_workbook
from imports.sheets import Row, Sheet

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES = ImportPages(INVENTORY_FILES, visible_imports, "inventory", "inventory")


@allowed(Capability.SEE_IMPORTS)
def inventory(request: HttpRequest) -> HttpResponse:
    """Take it out, bring it in, and see what was brought before."""
    if request.method == "POST" and not may(actor_of(request), Capability.IMPORT_INVENTORY):
        messages.error(request, _("Your duties don't include changing the inventory."))
        return redirect("admin:inventory")
    form = InventoryFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (uploaded := attempt(form, form.upload, actor_of(request), timezone.now())):
        return redirect("admin:inventory-import", uploaded.pk)
    return screen(
        request,
        "backoffice/inventory.html",
        _("Import and export"),
        status=422 if form.errors else 200,
        form=form,
        sheets=INVENTORY,
        imports=visible_imports(actor_of(request))[:20],
        may_import=may(actor_of(request), Capability.IMPORT_INVENTORY),
    )


@allowed(Capability.SEE_IMPORTS)
def workbook(request: HttpRequest) -> HttpResponse:
    """Everything, a sheet a table."""
    content = write_workbook([(sheet, _rows(request, sheet)) for sheet in INVENTORY])
    return attachment(content, "inventory.xlsx", WORKBOOK)


@allowed(Capability.SEE_IMPORTS)
def table(request: HttpRequest, name: str) -> HttpResponse:
    """One table as CSV."""
    sheet = next((sheet for sheet in INVENTORY if sheet.name == name), None)
    if sheet is None:
        raise Http404
    return attachment(write_csv(sheet, _rows(request, sheet)), f"{name}.csv", "text/csv; charset=utf-8")


@allowed(Capability.SEE_IMPORTS)
def brought(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.page(request, pk)


@require_POST
@allowed(Capability.IMPORT_INVENTORY)
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.apply(request, pk)


@require_POST
@allowed(Capability.IMPORT_INVENTORY)
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.discard(request, pk)


def _rows(request: HttpRequest, sheet: Sheet) -> list[Row]:
    """Those of the facilities somebody is there for."""
    codes = set(theirs(request, facilities(), "pk").values_list("code", flat=True))
    return [row for row in rows_of(sheet).values() if row["facility"] in codes]
