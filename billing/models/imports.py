"""Files with a whole business that somebody brought: checked, shown, then taken over as a whole."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imports.enums import ImportState
from imports.models import ImportFile


class GoLiveImport(ImportFile):
    """A file of clients, people, leases and open items."""

    class Meta(ImportFile.Meta):
        abstract = False
        verbose_name = _("file to go live with")
        verbose_name_plural = _("files to go live with")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="go_live_import_state_is_known"
            )
        ]
