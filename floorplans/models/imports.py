"""Files of inventory that somebody brought."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from facilities.enums import ImportState
from facilities.models import BroughtFile


class InventoryImport(BroughtFile):
    """A file of inventory."""

    class Meta(BroughtFile.Meta):
        abstract = False
        verbose_name = _("inventory import")
        verbose_name_plural = _("inventory imports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="inventory_import_state_is_known"
            )
        ]
