"""Plans of floors on their way and once published. What is on the floor today is in rooms and workstations."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilities.models.places import Floor
from floorplans.enums import DraftState
from kernel.ids import new_id


class PlanVersion(models.Model):
    """A plan as it was published; rows are never changed, and numbers have no gaps on a floor (triggers)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    floor = models.ForeignKey(Floor, models.PROTECT, related_name="plan_versions")
    number = models.PositiveIntegerField(_("number"))
    document = models.JSONField(_("document"))
    changes = models.JSONField(_("changes in words"), default=list)
    note = models.CharField(_("note"), max_length=200, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")
        ordering = ["floor", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["floor", "number"], name="plan_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return _("Version %(number)s") % {"number": self.number}


class PlanDraft(models.Model):
    """A plan somebody works on. ``revision`` grows with every save, so that nobody overwrites what they have not seen.

    ``remarks`` says what a file brought could not keep; ``source`` is its name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    floor = models.ForeignKey(Floor, models.PROTECT, related_name="plan_drafts")
    state = models.CharField(_("state"), max_length=10, choices=DraftState, default=DraftState.OPEN)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    document = models.JSONField(_("document"))
    source = models.CharField(_("made from"), max_length=200, blank=True)
    remarks = models.JSONField(_("remarks"), default=list, blank=True)
    started_at = models.DateTimeField(_("started"))
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("draft of a plan")
        verbose_name_plural = _("drafts of plans")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["floor"], condition=Q(state=DraftState.OPEN), name="plan_draft_open_once",
                violation_error_message=_("This floor has an open draft."),
            ),
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="plan_draft_state_is_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return _("Draft of %(floor)s") % {"floor": self.floor}


class PlanBackground(models.Model):
    """A picture somebody brought to trace a floor from; a plan says where it lies."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    floor = models.ForeignKey(Floor, models.PROTECT, related_name="plan_backgrounds")
    file = models.FileField(_("file"), upload_to="plans/%Y/")
    media_type = models.CharField(_("media type"), max_length=20)
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("picture to trace")
        verbose_name_plural = _("pictures to trace")

    def __str__(self) -> str:
        return str(self.file)
