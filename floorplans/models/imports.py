"""Files of inventory that somebody brought."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imports.enums import ImportState
from imports.models import ImportFile


class InventoryImport(ImportFile):
    """A file of inventory."""

    class Meta(ImportFile.Meta):
        abstract = False
        verbose_name = _("inventory import")
        verbose_name_plural = _("inventory imports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="inventory_import_state_is_known"
            )
        ]
