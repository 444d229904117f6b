"""Access to the inventory: who may see what of it."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.access import may
from accounts.actors import Actor
from accounts.capabilities import Capability
from floorplans.models import InventoryImport


def visible_imports(actor: Actor) -> QuerySet[InventoryImport]:
    """Files uploaded by staff; without their content, which only the worker reads."""
    imports = InventoryImport.objects.defer("content").select_related("uploaded_by")
    return imports if may(actor, Capability.SEE_IMPORTS) else imports.none()
