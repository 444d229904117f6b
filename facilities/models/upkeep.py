"""The history of a workstation: the states it was in, and its faults."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilities.enums import Severity, WorkstationState
from facilities.models.places import Workstation
from kernel.ids import new_id


class StateChange(models.Model):
    """From when on a workstation was in another state, who decided so and why. ``by`` is empty for the timetable.

    The database refuses to change or delete a row (see the migration's trigger).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workstation = models.ForeignKey(Workstation, models.PROTECT, related_name="state_changes")
    at = models.DateTimeField(_("at"))
    before = models.CharField(_("before"), max_length=12, choices=WorkstationState)
    after = models.CharField(_("after"), max_length=12, choices=WorkstationState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="state_change_changes_something"),
            models.CheckConstraint(
                condition=Q(before__in=WorkstationState.values, after__in=WorkstationState.values),
                name="state_change_states_are_known",
            ),
        ]
        indexes = [models.Index(fields=["workstation", "at"], name="state_change_by_workstation")]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class Fault(models.Model):
    """A fault of a workstation, from when somebody saw it until it was put right.

    It takes nothing away: a leased seat can break, and is leased all the same.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workstation = models.ForeignKey(Workstation, models.PROTECT, related_name="faults")
    severity = models.CharField(_("how bad"), max_length=8, choices=Severity)
    what = models.CharField(_("what is wrong"), max_length=250)
    opened_at = models.DateTimeField(_("since"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    fixed_at = models.DateTimeField(_("put right"), null=True, blank=True)
    fixed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    fix = models.CharField(_("what was done"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("fault")
        verbose_name_plural = _("faults")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="fault_severity_is_known"),
            models.CheckConstraint(
                condition=Q(fixed_at__isnull=True) | Q(fixed_at__gte=F("opened_at")),
                name="fault_is_fixed_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(fixed_at__isnull=True, fix="", fixed_by__isnull=True)
                | (Q(fixed_at__isnull=False) & ~Q(fix="")),
                name="fault_fix_is_told",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at"], name="fault_open", condition=Q(fixed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.what
