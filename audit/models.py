"""The audit log: who did what, when and why. Rows are only ever added."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.ids import new_id


class AuditEntry(models.Model):
    """One thing done to one subject. ``verb`` is dotted (``bookings.confirmed``); ``subject_id`` a public id.

    ``actor`` is empty for the system and for API keys, which ``api_key`` names by their prefix. ``as_client`` says on
    whose behalf a member of staff acted. ``client``, ``partner`` and ``facility`` say whom and where it concerns, so
    that a list of one company's or one building's affairs is a filter. The database refuses to change or delete a
    row (see the migration's trigger).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    as_client = models.ForeignKey("accounts.Client", models.PROTECT, related_name="+", null=True, blank=True)
    api_key = models.CharField(_("API key"), max_length=8, blank=True)
    verb = models.CharField(_("what"), max_length=60)
    subject_type = models.CharField(_("noun"), max_length=40)
    subject_id = models.CharField(_("id"), max_length=40)
    client = models.ForeignKey(
        "accounts.Client", models.PROTECT, verbose_name=_("client"), related_name="+", null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    partner = models.ForeignKey(
        "accounts.Partner", models.PROTECT, verbose_name=_("partner"), related_name="+", null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    facility = models.ForeignKey(
        "facilities.Facility", models.PROTECT, verbose_name=_("facility"), related_name="+", null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    details = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject_id", "at"], name="audit_entry_by_subject"),
            models.Index(fields=["-at"], name="audit_entry_by_time"),
            *(
                models.Index(
                    fields=[concerned, "-at"],
                    name=f"audit_entry_by_{concerned}",
                    condition=models.Q((f"{concerned}__isnull", False)),
                )
                for concerned in ("client", "partner", "facility")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_id}"
