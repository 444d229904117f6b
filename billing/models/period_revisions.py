"""Period revisions: what a month of a booking comes to, stated anew whenever the facts have changed."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking
from kernel.ids import new_id


class PeriodRevision(models.Model):
    """Revision n of a month of a booking: the document bills the difference to revision n - 1.

    ``charges`` freezes the lines of the pure function behind it (``bookings.charges.to_json``) and ``treatment`` how
    the month's days were taxed when first billed (``billing.tax.to_json``): later revisions credit and charge at that,
    for a change of tax alone is an operation of its own. The database refuses to change or delete a row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField(_("month"), help_text=_("Its first day."))
    revision = models.PositiveSmallIntegerField(_("revision"))
    currency = models.CharField(_("currency"), max_length=3)
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=3)
    charges = models.JSONField(_("charges"), encoder=DjangoJSONEncoder)
    treatment = models.JSONField(_("tax treatment"), default=list, encoder=DjangoJSONEncoder)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("period revision")
        verbose_name_plural = _("period revisions")
        ordering = ["booking", "month", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "month", "revision"], name="period_revision_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="period_revision_month_is_its_first_day"),
            models.CheckConstraint(condition=models.Q(revision__gt=0), name="period_revision_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.month:%Y-%m} r{self.revision}"
