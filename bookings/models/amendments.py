"""A dated change to a live booking."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.enums import AmendmentKind
from bookings.models.bookings import Booking
from kernel.ids import new_id


class Amendment(models.Model):
    """What was changed from which day on. ``details`` names seats by code; the rows it changed carry the effect."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="amendments")
    kind = models.CharField(_("change"), max_length=16, choices=AmendmentKind)
    effective_on = models.DateField(_("from"))
    details = models.JSONField(_("details"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=AmendmentKind.values), name="amendment_kind_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.effective_on})"
