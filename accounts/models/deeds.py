"""Who did what, when and why: a log that is only ever added to."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.clients import Client
from kernel.ids import new_id


class Deed(models.Model):
    """One operation on one subject. ``verb`` is dotted (``bookings.confirmed``); ``subject_id`` a public id.

    ``actor`` is empty for the clock. ``as_client`` says on whose behalf a member of staff acted. The database
    refuses to change or delete a row (see the migration's trigger).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    as_client = models.ForeignKey(Client, models.PROTECT, related_name="+", null=True, blank=True)
    verb = models.CharField(_("what"), max_length=60)
    subject_type = models.CharField(_("noun"), max_length=40)
    subject_id = models.CharField(_("id"), max_length=40)
    details = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("deed")
        verbose_name_plural = _("deeds")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject_id", "at"], name="deed_by_subject"),
            models.Index(fields=["-at"], name="deed_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_id}"
