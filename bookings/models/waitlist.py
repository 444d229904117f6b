"""The waitlist: clients who wait for seats that nobody can have yet."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from accounts.models.entities import validate_time_zone
from bookings.enums import OPEN_WAITLIST_STATES, WaitlistState
from bookings.models.bookings import Booking
from facilities.clocks import city_of
from facilities.models import Facility, Package, ShiftPattern
from kernel.ids import new_id


class WaitlistQuerySet(models.QuerySet["WaitlistEntry"]):
    def open(self) -> Self:
        """Those somebody still hopes for."""
        return self.filter(state__in=OPEN_WAITLIST_STATES)

    def in_line(self) -> Self:
        """Those that wait, in the order they are served."""
        return self.filter(state=WaitlistState.WAITING).order_by("joined_at", "pk")


class WaitlistEntry(models.Model):
    """A client's request for ``seats`` on a shift, to begin on any day from ``earliest`` to ``latest`` (both included),
    in one facility or anywhere in a city. ``time_zone`` is the time zone that the hours follow, ``""`` for the
    facility's; ``booking`` the hold it was offered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+", null=True, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    pattern = models.ForeignKey(ShiftPattern, models.PROTECT, verbose_name=_("shift"), related_name="+")
    package = models.ForeignKey(Package, models.PROTECT, related_name="+", null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"))
    months = models.PositiveSmallIntegerField(_("term in months"))
    earliest = models.DateField(_("earliest first day"))
    latest = models.DateField(_("latest first day"))
    time_zone = models.CharField(
        _("time zone its hours keep"), max_length=60, blank=True, default="", validators=[validate_time_zone],
        help_text=_("A time zone such as America/Chicago; empty for the facility's."),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=WaitlistState, default=WaitlistState.WAITING)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+", null=True, blank=True)
    joined_at = models.DateTimeField(_("joined"))
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects: ClassVar[models.Manager["WaitlistEntry"]] = WaitlistQuerySet.as_manager()

    class Meta:
        verbose_name = _("place on the waitlist")
        verbose_name_plural = _("places on the waitlist")
        ordering = ["joined_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WaitlistState.values), name="waitlist_entry_state_is_known"),
            models.CheckConstraint(condition=Q(seats__gt=0, months__gt=0), name="waitlist_entry_is_for_something"),
            models.CheckConstraint(
                condition=Q(latest__gte=F("earliest")),
                name="waitlist_entry_window_runs_forward",
                violation_error_message=_("The latest first day can't lie before the earliest one."),
            ),
            models.CheckConstraint(
                condition=Q(facility__isnull=False, city="") | Q(facility__isnull=True) & ~Q(city=""),
                name="waitlist_entry_is_for_a_facility_or_a_city",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[WaitlistState.OFFERED, WaitlistState.TAKEN]) | Q(booking__isnull=False),
                name="waitlist_entry_offered_has_a_booking",
            ),
            models.UniqueConstraint(fields=["booking"], name="waitlist_entry_booking_offered_once"),
        ]
        indexes = [
            models.Index(fields=["joined_at"], name="waitlist_entry_in_line", condition=Q(state="waiting")),
            models.Index(fields=["client", "-joined_at"], name="waitlist_entry_by_client"),
        ]

    def __str__(self) -> str:
        return f"{self.seats} × {self.pattern}, {self.place}"

    @property
    def place(self) -> str:
        """The facility's name, or the city's."""
        return self.facility.name if self.facility else self.city

    @property
    def time_zone_city(self) -> str:
        """The city of the time zone the hours follow, as people call it; ``""`` for the facility's."""
        return city_of(self.time_zone) if self.time_zone else ""
