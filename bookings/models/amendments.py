"""Changes of a lease that were accepted, and the seats that each of them begins and ends."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.enums import AmendmentKind, AmendmentState, Authority, SeatEffect
from bookings.models.bookings import Allocation, Booking
from kernel.fields import PeriodField
from kernel.ids import new_id

ENDS_THE_LEASE = [AmendmentKind.NOTICE, AmendmentKind.TERMINATE]


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def scheduled(self) -> Self:
        """Those planned for a day still ahead, in the order in which they are played."""
        return self.filter(state=AmendmentState.SCHEDULED).order_by("effective_on", "number")


class Amendment(models.Model):
    """A change of a lease: what was asked for, by whom, from which day on, and what became of it.

    ``number`` counts the changes of a booking from 1 without a gap. A ``scheduled`` one is planned: its day is ahead,
    and it can be withdrawn until then. ``asked_as`` is what those who asked may do, which policy goes by when planned
    changes are played again. ``details`` and ``preview`` are for people to read: nothing decides by them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("change"), max_length=16, choices=AmendmentKind)
    state = models.CharField(_("state"), max_length=10, choices=AmendmentState)
    effective_on = models.DateField(_("from"))
    last_day = models.DateField(_("last day of the lease"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    withdraws = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("withdraws"), related_name="withdrawn_by", null=True, blank=True
    )
    asked_as = models.CharField(_("asked for by"), max_length=6, choices=Authority)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    preview = models.JSONField(_("shown before"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    digest = models.CharField(_("digest of what was shown"), max_length=64)

    objects: ClassVar[models.Manager["Amendment"]] = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["-made_at", "-number"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AmendmentKind.values), name="amendment_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=AmendmentState.values), name="amendment_state_is_known"),
            models.CheckConstraint(condition=Q(asked_as__in=Authority.values), name="amendment_authority_is_known"),
            models.UniqueConstraint(fields=["booking", "number"], name="amendment_number_once_in_a_booking"),
            models.CheckConstraint(condition=Q(number__gte=1), name="amendment_numbers_begin_at_one"),
            models.CheckConstraint(
                condition=Q(kind__in=ENDS_THE_LEASE, last_day__isnull=False)
                | ~Q(kind__in=ENDS_THE_LEASE) & Q(last_day__isnull=True),
                name="amendment_that_ends_a_lease_has_its_last_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AmendmentKind.WITHDRAW_CHANGE) | Q(withdraws__isnull=False),
                name="amendment_that_withdraws_names_another",
            ),
        ]
        indexes = [
            models.Index(fields=["effective_on"], name="amendment_to_begin", condition=Q(state="scheduled")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.effective_on})"


class AmendedSeat(models.Model):
    """A seat that an amendment begins or ends.

    ``days_before`` are the days that the seat would have without it: of one that ends, empty where it was over by
    then. Those of planned amendments are written anew whenever they are played.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="seats")
    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="amended")
    effect = models.CharField(_("effect"), max_length=6, choices=SeatEffect)
    days_before = PeriodField(_("days before"), null=True, blank=True)

    class Meta:
        verbose_name = _("seat of an amendment")
        verbose_name_plural = _("seats of an amendment")
        constraints = [
            models.CheckConstraint(condition=Q(effect__in=SeatEffect.values), name="amended_seat_effect_is_known"),
            models.UniqueConstraint(
                fields=["amendment", "allocation", "effect"], name="amended_seat_once_in_an_amendment"
            ),
            models.CheckConstraint(
                condition=Q(effect=SeatEffect.ENDS) | Q(days_before__isnull=True),
                name="amended_seat_that_begins_had_no_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amendment_id} {self.effect} {self.allocation_id}"
