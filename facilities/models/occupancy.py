"""Occupancy: when a workstation is physically taken. The exclusion constraints stand here."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from facilities.enums import Purpose
from facilities.models.places import Room, Workstation
from kernel.fields import MinutesField, PeriodField
from kernel.period import Period
from kernel.week import ALL_WEEK, Minutes


class OccupancyQuerySet(models.QuerySet["Occupancy"]):
    def unreleased(self) -> Self:
        """Not released; may include holds whose time is up."""
        return self.filter(released_at__isnull=True)

    def taking(self, now: datetime) -> Self:
        """Unreleased, and not a hold that has expired by ``now``."""
        return self.unreleased().filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))

    def during(self, days: Period) -> Self:
        return self.filter(days__overlap=days)

    def at(self, minutes: Minutes) -> Self:
        return self.filter(minutes__overlap=minutes)


class Occupancy(models.Model):
    """One workstation taken on ``days`` in ``minutes`` of the facility's local week.

    ``guarded_minutes`` adds the trailing hand-over buffer that strangers must leave free. ``claim`` is the public
    id of what took it (a booking, a closure) and ``source`` of the single thing sold (an allocation): this app
    does not know those tables. A row is ended by ``released_at``, or shortened; it is never deleted.
    """

    workstation = models.ForeignKey(Workstation, models.PROTECT, related_name="occupancies")
    room = models.ForeignKey(Room, models.PROTECT, related_name="+")
    room_is_exclusive = models.BooleanField(_("room is let to one company"), default=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", null=True, blank=True)
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose)
    days = PeriodField(_("days"))
    minutes = MinutesField(_("minutes of the week"))
    guarded_minutes = MinutesField(_("minutes of the week with the hand-over buffer"))
    claim = models.UUIDField(_("taken by"), editable=False)
    source = models.UUIDField(_("taken for"), editable=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)

    objects: ClassVar[models.Manager["Occupancy"]] = OccupancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("occupancy")
        verbose_name_plural = _("occupancies")
        constraints = [
            ExclusionConstraint(
                name="occupancy_workstation_taken_once",
                expressions=[
                    ("workstation", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                    (OpClass("minutes", name="multirange_ops"), RangeOperators.OVERLAPS),
                ],
                condition=Q(released_at__isnull=True),
                violation_error_message=_("This seat is taken for some of these hours."),
            ),
            ExclusionConstraint(
                name="occupancy_strangers_keep_the_buffer",
                expressions=[
                    ("workstation", RangeOperators.EQUAL),
                    ("client", RangeOperators.NOT_EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                    (OpClass("guarded_minutes", name="multirange_ops"), RangeOperators.OVERLAPS),
                ],
                condition=Q(released_at__isnull=True),
                violation_error_message=_("Another client's shift on this seat is too close."),
            ),
            ExclusionConstraint(
                name="occupancy_exclusive_room_has_one_client",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    ("client", RangeOperators.NOT_EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                condition=Q(released_at__isnull=True, room_is_exclusive=True),
                violation_error_message=_("This room is let to one company at a time."),
            ),
            models.CheckConstraint(condition=Q(days__isempty=False), name="occupancy_has_days"),
            models.CheckConstraint(
                condition=Q(guarded_minutes__isempty=False)
                & Q(guarded_minutes__contained_by=ALL_WEEK.spans)
                & Q(guarded_minutes__contains=F("minutes")),
                name="occupancy_minutes_lie_in_the_week",
            ),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="occupancy_purpose_is_known"),
            models.CheckConstraint(
                condition=Q(purpose=Purpose.CLOSURE) | Q(client__isnull=False),
                name="occupancy_of_a_client_unless_closed",
            ),
            models.CheckConstraint(
                condition=Q(purpose=Purpose.HOLD) | Q(expires_at__isnull=True), name="occupancy_only_holds_expire"
            ),
        ]
        indexes = [
            models.Index(fields=["claim"], name="occupancy_by_claim"),
            GistIndex(
                fields=["room", "days"], name="occupancy_by_room_and_days", condition=Q(released_at__isnull=True)
            ),
            models.Index(
                fields=["expires_at"],
                name="occupancy_expiring",
                condition=Q(released_at__isnull=True, expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workstation_id} {self.days}"
