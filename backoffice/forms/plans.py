"""Publish a plan, and bring one from a file."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from accounts.actors import Actor
from facilities.models import Floor
from floorplans.models import PlanDraft, PlanVersion
from floorplans.operations import import_plan, publish_plan
from floorplans.plans.files import bring, settle
from floorplans.queries.identities import known_of
from kernel.ids import new_id

# 5,000 seats are about 1 MB.
LARGEST = 5 * 1024 * 1024


class PublishForm(forms.Form):
    """``seen`` is the fingerprint of the difference on the page."""

    seen = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Note for the history"),
        help_text=_("Why the floor changes. Only staff read it."),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )

    def publish(self, draft: PlanDraft, actor: Actor, now: datetime) -> PlanVersion:
        """:raises Refusal: as :func:`floorplans.operations.publish_plan` says."""
        seen, note = self.cleaned_data["seen"], self.cleaned_data["note"]
        return publish_plan(draft=draft, seen=seen, note=note, actor=actor, now=now)


class PlanFileForm(forms.Form):
    """A plan as a file; its format is told by what is in it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A plan as exported here (.json, .svg), a seating plan of pretix (.json), or a drawing (.svg) whose layers "
            "or shapes are called rooms, seats and walls. Any other drawing can be traced as a picture in the editor."
        ),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".json,.svg,application/json,image/svg+xml"}),
    )
    centimetres = forms.DecimalField(
        label=_("Centimetres a unit"),
        help_text=_("For plans of pretix and drawings. Left empty, neighbours come to stand 140 cm apart."),
        min_value=0,
        max_value=1000,
        max_digits=8,
        decimal_places=4,
        required=False,
        widget=UnfoldAdminDecimalFieldWidget(attrs={"min": "0.01", "step": "0.01"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            size = filesizeformat(LARGEST)
            raise ValidationError(_("This file is larger than %(size)s, which no plan is."), params={"size": size})
        return file

    def bring(self, floor: Floor, actor: Actor, now: datetime) -> PlanDraft:
        """:raises PlanHasProblems: every problem of the file."""
        file = self.cleaned_data["file"]
        centimetres = self.cleaned_data["centimetres"]
        found = bring(file.read(), centimetres=float(centimetres) if centimetres else None, new_id=new_id)
        found = settle(found, known_of(floor), new_id=new_id)
        return import_plan(
            floor=floor, plan=found.plan, source=file.name or "", remarks=found.remarks, actor=actor, now=now
        )
