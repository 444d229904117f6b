"""A month's billing: one row a booking, so that work lives in rows and messages only wake it."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import LegalEntity
from billing.enums import ItemState, RunState
from billing.models.documents import Document
from bookings.models import Booking
from kernel.ids import new_id


class BillingRun(models.Model):
    """The billing of one month for one legal entity: previewed first, then issued in chunks."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    issue_on = models.DateField(_("documents dated"))
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.PREPARING)
    issues_by_itself = models.BooleanField(_("issues by itself when ready"), default=False)
    started_at = models.DateTimeField(_("started"))
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("billing run")
        verbose_name_plural = _("billing runs")
        ordering = ["-month", "-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "month"], name="billing_run_open_once",
                condition=Q(state__in=[RunState.PREPARING, RunState.READY, RunState.ISSUING]),
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="billing_run_month_is_its_first_day"),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="billing_run_state_is_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class RunItem(models.Model):
    """One booking of a run. ``preview`` holds the document as it would be issued, for people to read."""

    run = models.ForeignKey(BillingRun, models.CASCADE, related_name="items", db_index=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=ItemState, default=ItemState.PENDING)
    preview = models.JSONField(_("preview"), null=True, blank=True, encoder=DjangoJSONEncoder)
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("booking of a run")
        verbose_name_plural = _("bookings of a run")
        ordering = ["run", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "booking"], name="run_item_once"),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="run_item_state_is_known"),
        ]
        indexes = [models.Index(fields=["run", "state"], name="run_item_by_state")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.booking_id}"
