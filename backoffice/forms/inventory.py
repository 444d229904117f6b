"""A file with tables to bring in."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget

from accounts.actors import Actor
from floorplans.operations import INVENTORY_FILES
from imports.models import ImportFile
from imports.operations import ImportPipeline

# 100,000 workstations as a workbook are about 5 MB.
LARGEST = 20 * 1024 * 1024


class TablesForm(forms.Form):
    """One workbook, or tables as CSV; what becomes of it is its ``pipeline``."""

    pipeline: ClassVar[ImportPipeline]

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A workbook (.xlsx), one table (.csv) named after it, such as workstations.csv, or several (.zip)."
        ),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx,.csv,.zip"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            size = filesizeformat(LARGEST)
            raise ValidationError(
                _("This file is larger than %(size)s. Bring one table at a time."), params={"size": size}
            )
        return file

    def upload(self, actor: Actor, now: datetime) -> ImportFile:
        """:raises Refusal: as :meth:`imports.operations.ImportPipeline.upload` says."""
        file = self.cleaned_data["file"]
        return self.pipeline.upload(file_name=file.name, content=file.read(), actor=actor, now=now)


class InventoryFileForm(TablesForm):
    pipeline = INVENTORY_FILES
