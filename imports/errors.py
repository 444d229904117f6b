"""The refusals of this app."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kernel.refusal import Refusal


class ImportHasProblems(Refusal):
    """``details``: ``count``, and the ``preview`` that names them."""

    code = "import_has_problems"
    message = _("%(count)s cells can't be read or lead nowhere. Nothing was imported; mend the file and try again.")


class FileUnreadable(Refusal):
    code = "file_unreadable"
    message = _("This file can't be read: %(why)s Upload a workbook (.xlsx) or a table (.csv) as exported here.")
    field = "file"
