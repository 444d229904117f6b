"""Days whose books are closed."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import LegalEntity
from kernel.fields import PeriodField


class AccountingPeriod(models.Model):
    """Days of one company's books that were closed, and are closed unless ``reopened_at``: nothing is posted there."""

    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    days = PeriodField(_("days"))
    closed_at = models.DateTimeField(_("closed"))
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    reopened_at = models.DateTimeField(_("opened again"), null=True, blank=True)

    class Meta:
        verbose_name = _("accounting period")
        verbose_name_plural = _("accounting periods")
        ordering = ["legal_entity", "-days"]
        constraints = [
            ExclusionConstraint(
                name="accounting_period_days_once",
                expressions=[("legal_entity", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                violation_error_message=_("Some of these days belong to another accounting period."),
            ),
            models.CheckConstraint(
                condition=models.Q(days__endswith__isnull=False), name="accounting_period_has_a_last_day",
                violation_error_message=_("An accounting period has a last day. Fill it in."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.legal_entity}, {self.days}"
