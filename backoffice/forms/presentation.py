"""Photographs and certificates: files looked into before they are kept; holidays written in by the year."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from accounts.actors import Actor
from backoffice.modeladmin import PeriodForm
from backoffice.widgets import KeptFileInput
from facilities.attachments import check_paper, check_picture, content_type_of, picture_of, without_whereabouts
from facilities.enums import HolidayService
from facilities.models import Facility
from facilities.operations import add_public_holidays


class PhotoForm(forms.ModelForm):  # type: ignore[type-arg]
    """A picture; where it was taken and with which camera is nobody's business and is not kept."""

    file = forms.FileField(
        label=_("picture"), validators=[check_picture], widget=KeptFileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text=_("JPEG or PNG, 4 MB at most."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _show(self, "admin:photo-file")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        content = without_whereabouts(file.read())
        picture = picture_of(content)
        assert picture is not None, "its validator has looked"
        self.instance.content_type, self.instance.width, self.instance.height = (
            picture.content_type, picture.width, picture.height,
        )  # fmt: skip
        return ContentFile(content, name="photo")


class CertificateForm(PeriodForm):
    """A certificate, with its paper or without."""

    file = forms.FileField(
        label=_("file"), required=False, validators=[check_paper], help_text=_("PDF, JPEG or PNG, 4 MB at most."),
        widget=KeptFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _show(self, "admin:facility-certificate-file")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            self.instance.content_type = content_type_of(file.read())
            file.seek(0)
        elif file is False:
            self.instance.content_type = ""
        return file


def _show(form: forms.ModelForm[Any], view: str) -> None:
    """Let the input link to what is kept, and let its label be heard where the column's head is none."""
    file = form.fields["file"]
    file.widget.attrs.setdefault("aria-label", str(file.label))
    if form.instance.file:
        file.widget.href = reverse(view, args=[form.instance.pk])


class HolidaysForm(forms.Form):
    """The year whose holidays are taken over, and what the facility does on them."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2000, max_value=2100, widget=UnfoldAdminIntegerFieldWidget,
        help_text=_("Days that stand in the calendar already stay as they are."),
    )  # fmt: skip
    service = forms.ChoiceField(
        label=_("On these days"), choices=HolidayService.choices, widget=UnfoldAdminSelectWidget,
        help_text=_("You can change each day afterwards."),
    )  # fmt: skip

    def add(self, facility: Facility, actor: Actor, now: datetime) -> int:
        """:raises NoHolidaysKnown: for a country or region nobody has written down."""
        return add_public_holidays(
            facility=facility,
            year=self.cleaned_data["year"],
            service=HolidayService(self.cleaned_data["service"]),
            actor=actor,
            now=now,
        )
