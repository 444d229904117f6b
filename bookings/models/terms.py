"""Price and conditions of a booking, dated and only ever added to."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.entities import currency_code
from bookings.enums import OneOffKind
from bookings.models.bookings import Allocation, Booking
from bookings.prices import AgreedRate, Tier
from kernel.ids import new_id


class Terms(models.Model):
    """Price and conditions from a day on, until later terms of the same booking; copied from the list when held.

    ``discounts`` is a list of ``{"rule": "seats" | "months" | …, "threshold": int, "percent": "5.00"}``, already
    taken off ``net_rate``. The database refuses to change or delete a row (see the migration's trigger).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="terms")
    effective_from = models.DateField(_("from"))
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    list_rate = models.DecimalField(_("list price per seat and month"), max_digits=14, decimal_places=4)
    net_rate = models.DecimalField(_("agreed price per seat and month"), max_digits=14, decimal_places=4)
    discounts = models.JSONField(_("discounts"), default=list, blank=True, encoder=DjangoJSONEncoder)
    setup_rate = models.DecimalField(_("set-up per seat"), max_digits=14, decimal_places=4, default=Decimal(0))
    deposit_months = models.DecimalField(_("deposit in months"), max_digits=4, decimal_places=2, default=Decimal(0))
    committed_seats = models.PositiveSmallIntegerField(_("committed seats"), default=0)
    committed_until = models.DateField(_("committed until"), help_text=_("The first day on which fewer may be billed."))
    minimum_months = models.PositiveSmallIntegerField(_("shortest term in months"), default=1)
    notice_days = models.PositiveSmallIntegerField(_("notice in days"), default=60)
    escalation_percent = models.DecimalField(
        _("yearly increase in percent"), max_digits=5, decimal_places=2, default=Decimal(0)
    )
    escalates_on = models.DateField(
        _("first increase"), null=True, blank=True,
        help_text=_("Then each year on that day; empty: on each anniversary of the lease."),
    )  # fmt: skip
    created_at = models.DateTimeField(_("agreed"))

    class Meta:
        verbose_name = _("terms")
        verbose_name_plural = _("terms")
        ordering = ["booking", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "effective_from"], name="terms_begin_once_a_day"),
            models.CheckConstraint(
                condition=Q(net_rate__gte=0, list_rate__gte=0, setup_rate__gte=0, deposit_months__gte=0),
                name="terms_are_not_negative",
            ),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="terms_currency_is_a_code"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.net_rate} from {self.effective_from}"

    @classmethod
    def of(
        cls,
        rate: AgreedRate,
        *,
        booking: Booking,
        effective_from: date,
        minimum_months: int,
        committed_seats: int,
        committed_until: date,
        created_at: datetime,
        escalates_on: date | None = None,
    ) -> Self:
        """The row that keeps a rate for a booking; not yet saved."""
        return cls(
            booking=booking,
            effective_from=effective_from,
            currency=rate.currency,
            list_rate=rate.list_rate,
            net_rate=rate.net_rate,
            discounts=[
                {"rule": tier.rule, "threshold": tier.threshold, "percent": str(tier.percent)}
                for tier in rate.discounts
            ],
            setup_rate=rate.setup_rate,
            deposit_months=rate.deposit_months,
            committed_seats=committed_seats,
            committed_until=committed_until,
            minimum_months=minimum_months,
            notice_days=rate.notice_days,
            escalation_percent=rate.escalation_percent,
            escalates_on=escalates_on,
            created_at=created_at,
        )

    @property
    def rate(self) -> AgreedRate:
        """The rate they keep."""
        agreed = (Tier(row["rule"], row["threshold"], Decimal(row["percent"])) for row in self.discounts)
        return AgreedRate(
            currency=self.currency,
            list_rate=self.list_rate,
            discounts=tuple(sorted(agreed, key=lambda tier: tier.rule, reverse=True)),
            net_rate=self.net_rate,
            setup_rate=self.setup_rate,
            deposit_months=self.deposit_months,
            notice_days=self.notice_days,
            escalation_percent=self.escalation_percent,
        )


class OneOffQuerySet(models.QuerySet["OneOff"]):
    def owed(self) -> Self:
        """Without those of seats that never had a day."""
        return self.filter(Q(allocation=None) | Q(allocation__days__isnull=False))


class OneOff(models.Model):
    """Something owed once on a day of the booking; a fact like an allocation.

    What is owed for a seat, such as its set-up, names its ``allocation``, and is owed as long as that seat has a first
    day: nothing is charged for a seat that never was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="one_offs")
    kind = models.CharField(_("kind"), max_length=10, choices=OneOffKind)
    on = models.DateField(_("on"))
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_net = models.DecimalField(_("each, net"), max_digits=14, decimal_places=4)
    allocation = models.ForeignKey(
        Allocation, models.PROTECT, verbose_name=_("seat"), related_name="one_offs", null=True, blank=True
    )

    objects: ClassVar[models.Manager["OneOff"]] = OneOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-off charge")
        verbose_name_plural = _("one-off charges")
        ordering = ["booking", "on"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="one_off_is_of_something"),
            models.CheckConstraint(condition=Q(kind__in=OneOffKind.values), name="one_off_kind_is_known"),
            models.UniqueConstraint(fields=["allocation", "kind"], name="one_off_once_for_a_seat"),
            models.CheckConstraint(
                condition=Q(allocation__isnull=True) | Q(quantity=1), name="one_off_of_a_seat_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} × {self.quantity}"
