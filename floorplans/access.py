"""Who may see what of the inventory."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.actors import Actor
from floorplans.models import InventoryImport


def visible_imports(actor: Actor) -> QuerySet[InventoryImport]:
    """Files uploaded by staff; without their content, which only the worker reads."""
    imports = InventoryImport.objects.defer("content").select_related("uploaded_by")
    return imports if actor.is_staff or actor.is_clock else imports.none()
