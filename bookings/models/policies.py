"""The limits of a facility and when it reminds, from a day on."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from facilities.models import Facility
from kernel.ids import new_id


def usual_renewal_reminders() -> list[int]:
    return [60, 30, 14, 7]


class BookingPolicy(models.Model):
    """Holds until a later row of the same facility; one without a facility is for all that have none of their own.

    The defaults of its fields hold where there is no row at all. ``bookings.queries.policies`` finds the one in force.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility = models.ForeignKey(
        Facility, models.CASCADE, related_name="+", null=True, blank=True,
        help_text=_("Empty for every facility without a policy of its own."),
    )  # fmt: skip
    effective_from = models.DateField(_("from"))
    most_holds = models.PositiveSmallIntegerField(
        _("holds a client may have at a time"), default=3, help_text=_("Staff may hold more for it.")
    )
    most_waitlist_entries = models.PositiveSmallIntegerField(_("places on the waitlist a client may have"), default=5)
    renewal_reminders = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("renewal reminders"), default=usual_renewal_reminders,
        blank=True, help_text=_("Days before the last day to give notice, such as 60, 30, 14, 7. Empty for none."),
    )  # fmt: skip
    reminder_days_a_month = models.PositiveSmallIntegerField(
        _("days of reminding for each month of the term"), default=6,
        help_text=_("A lease of 2 months is first reminded 12 days before, where this is 6."),
    )  # fmt: skip
    change_reminder_days = models.PositiveSmallIntegerField(
        _("clock changes are told of so many days before"), default=7
    )

    class Meta:
        verbose_name = _("booking policy")
        verbose_name_plural = _("booking policies")
        ordering = ["facility", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "effective_from"], name="booking_policy_begins_once_a_day", nulls_distinct=False,
                violation_error_message=_("Another policy begins on that day."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.facility or _('All facilities')}, {self.effective_from}"
