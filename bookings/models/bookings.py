"""One client's agreement for seats at one facility, and each workstation sold under it."""

from datetime import date, datetime
from functools import partial
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from accounts.models.entities import validate_time_zone
from bookings.enums import AGREED, KEEPING_SEATS, RUNNING, BookingState
from facilities.clocks import FollowedZone
from facilities.demand import Demand
from facilities.models import Facility, Package, ShiftPattern, Workstation
from kernel.fields import PeriodField
from kernel.ids import new_id, new_reference
from kernel.links import path_to
from kernel.period import Period
from kernel.week import Slot


class BookingQuerySet(models.QuerySet["Booking"]):
    def keeping_seats(self) -> Self:
        """Those that keep seats."""
        return self.filter(state__in=KEEPING_SEATS)

    def agreed(self) -> Self:
        """Those whose days are owed."""
        return self.filter(state__in=AGREED)

    def running(self) -> Self:
        return self.filter(state__in=RUNNING)

    def expired_holds(self, now: datetime) -> Self:
        return self.filter(state=BookingState.HELD, hold_expires_at__lte=now)


class Booking(models.Model):
    """A lease from its hold to its end. ``days`` are service days; open-ended while it renews by itself.

    The agreed term of ``term_months`` repeats from the first day; ``bookings.rules`` counts notice from its ends.
    ``time_zone`` is the one that the hours follow; ``facilities.clocks`` says what that takes of the calendar,
    date by date before ``hours_resolved_until``. From ``hours_collide_since`` on the timetable could not work out more,
    because somebody else has hours that a change brings.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(_("reference"), max_length=12, default=partial(new_reference, "B"), editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    package = models.ForeignKey(Package, models.PROTECT, related_name="+")
    pattern = models.ForeignKey(ShiftPattern, models.PROTECT, verbose_name=_("shift"), related_name="+")
    state = models.CharField(_("state"), max_length=14, choices=BookingState, default=BookingState.HELD)
    days = PeriodField(_("service days"))
    term_months = models.PositiveSmallIntegerField(_("term in months"))
    auto_renews = models.BooleanField(_("renews by itself"), default=True)
    hold_expires_at = models.DateTimeField(_("hold expires"), null=True, blank=True)
    held_at = models.DateTimeField(_("held"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_reason = models.TextField(_("reason given to the client"), blank=True)
    notice_given_at = models.DateTimeField(_("notice given"), null=True, blank=True)
    agreement_version = models.CharField(_("agreement accepted"), max_length=40, blank=True)
    client_note = models.TextField(_("note from the client"), blank=True)
    time_zone = models.CharField(
        _("time zone its hours keep"), max_length=60, blank=True, default="", validators=[validate_time_zone],
        help_text=_("A time zone such as America/Chicago; empty for the facility's."),
    )  # fmt: skip
    hours_resolved_until = models.DateField(_("hours known until"), null=True, blank=True, editable=False)
    hours_collide_since = models.DateTimeField(_("hours collide since"), null=True, blank=True, editable=False)
    own_reference = models.CharField(
        _("our own reference"), max_length=40, blank=True, help_text=_("What the lease was called before it came here.")
    )
    billed_before = models.DateField(
        _("billed elsewhere before"), null=True, blank=True, editable=False,
        help_text=_("Days before it are neither charged nor credited here."),
    )  # fmt: skip
    charges_changed_from = models.DateField(_("charges changed from"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["Booking"]] = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["-held_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="booking_reference_once"),
            models.UniqueConstraint(
                fields=["own_reference"], name="booking_own_reference_once", condition=~Q(own_reference="")
            ),
            models.CheckConstraint(condition=Q(state__in=BookingState.values), name="booking_state_is_known"),
            models.CheckConstraint(condition=Q(days__isempty=False), name="booking_has_days"),
            models.CheckConstraint(condition=Q(term_months__gt=0), name="booking_has_a_term"),
            models.CheckConstraint(
                condition=~Q(state=BookingState.HELD) | Q(hold_expires_at__isnull=False), name="booking_hold_has_an_end"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted({BookingState.SUBMITTED, *AGREED})) | Q(submitted_at__isnull=False),
                name="booking_agreed_was_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state=BookingState.DECLINED) | ~Q(decision_reason=""),
                name="booking_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(time_zone="", hours_resolved_until__isnull=True)
                | ~Q(time_zone="") & Q(hours_resolved_until__isnull=False),
                name="booking_time_zone_is_resolved",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-held_at"], name="booking_by_client"),
            models.Index(fields=["facility", "state"], name="booking_by_facility"),
            models.Index(fields=["hold_expires_at"], name="booking_hold_expiring", condition=Q(state="held")),
            models.Index(
                fields=["hours_collide_since"], name="booking_hours_collide",
                condition=Q(hours_collide_since__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return path_to("booking", self.pk)

    @property
    def start(self) -> date:
        return self.days.start  # type: ignore[no-any-return]

    @property
    def followed_zone(self) -> FollowedZone | None:
        """The time zone its hours follow; ``None`` for the facility's."""
        until = self.hours_resolved_until
        return None if until is None else FollowedZone(self.time_zone, self.start, until)

    def demand(self, days: Period) -> Demand:
        """Return what one of its seats asks of the facility on service ``days``."""
        return Demand(self.pattern, days, self.client, self.followed_zone)

    def slots(self, days: Period) -> tuple[Slot, ...]:
        """Return what one of its seats takes of the facility's calendar on service ``days``."""
        return self.pattern.slots(self.facility, days, self.followed_zone)


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def on(self, day: date) -> Self:
        return self.filter(days__contains=day)

    def during(self, days: Period) -> Self:
        return self.filter(days__overlap=days)


class Allocation(models.Model):
    """One workstation sold for service days and a shift; billing counts its days.

    ``days`` is null when it was given up before its first day: nothing is deleted. ``origin`` is the seat of the
    booking that it goes on for since a move, the first of them where there were several.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="allocations")
    workstation = models.ForeignKey(Workstation, models.PROTECT, related_name="+")
    pattern = models.ForeignKey(ShiftPattern, models.PROTECT, verbose_name=_("shift"), related_name="+")
    days = PeriodField(_("service days"), null=True)
    origin = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["Allocation"]] = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat of a booking")
        verbose_name_plural = _("seats of a booking")
        constraints = [
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__isempty=False), name="allocation_has_days_or_none"
            ),
            ExclusionConstraint(
                name="allocation_seat_once_in_a_booking",
                expressions=[
                    (F("booking"), RangeOperators.EQUAL),
                    (F("workstation"), RangeOperators.EQUAL),
                    (F("days"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.workstation_id}"
