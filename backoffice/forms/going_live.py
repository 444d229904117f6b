"""A file with clients, people and leases to bring in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget

from backoffice.forms.inventory import TablesForm
from billing.operations import GO_LIVE_FILES


class BusinessFileForm(TablesForm):
    pipeline = GO_LIVE_FILES

    file = forms.FileField(
        label=_("File"),
        help_text=_("The workbook (.xlsx), one of its tables (.csv) named after it, or several of them (.zip)."),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx,.csv,.zip"}),
    )
