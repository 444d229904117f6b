"""Policies of billing: when documents are due, reminded of and issued, from a day on."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import LegalEntity
from billing.due import DueTerms
from kernel.ids import new_id


def usual_payment_reminders() -> list[int]:
    return [1, 7, 14]


class BillingPolicy(models.Model):
    """Holds until a later row of the same legal entity; one without an entity is for all that have none of their own.

    The defaults of its fields hold where there is no row at all. ``billing.queries.policies`` finds the one in force.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    legal_entity = models.ForeignKey(
        LegalEntity, models.CASCADE, related_name="+", null=True, blank=True,
        help_text=_("Empty for every legal entity without a policy of its own."),
    )  # fmt: skip
    effective_from = models.DateField(_("from"))
    issues_by_itself = models.BooleanField(
        _("runs issue themselves"), default=True, help_text=_("Otherwise staff look at each month's run and issue it.")
    )
    due_working_day = models.PositiveSmallIntegerField(
        _("invoices are due on which working day of the month"), default=5, validators=[MinValueValidator(1)]
    )
    fewest_due_days = models.PositiveSmallIntegerField(_("but so many days after issue at least"), default=5)
    deposit_due_days = models.PositiveSmallIntegerField(_("deposits are due so many days after issue"), default=7)
    payment_reminders = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("payment reminders"), default=usual_payment_reminders,
        blank=True, help_text=_("Days after the due day, such as 1, 7, 14. Empty for none."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("billing policy")
        verbose_name_plural = _("billing policies")
        ordering = ["legal_entity", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "effective_from"], name="billing_policy_begins_once_a_day",
                nulls_distinct=False, violation_error_message=_("Another policy begins on that day."),
            ),
            models.CheckConstraint(condition=Q(due_working_day__gte=1), name="billing_policy_due_day_is_a_day"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.legal_entity or _('All legal entities')}, {self.effective_from}"

    @property
    def due_terms(self) -> DueTerms:
        return DueTerms(self.due_working_day, self.fewest_due_days, self.deposit_due_days)
