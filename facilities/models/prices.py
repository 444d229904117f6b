"""List prices: dated, per seat and month, and the discounts everybody may have."""

from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.entities import currency_code
from facilities.enums import TierKind
from facilities.models.catalogue import Package, ShiftPattern
from facilities.models.places import Facility
from kernel.fields import PeriodField
from kernel.ids import new_id


class Rate(models.Model):
    """The net price of one seat a month, and the conditions it is offered on, from a day until another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="rates")
    package = models.ForeignKey(Package, models.PROTECT, related_name="rates")
    pattern = models.ForeignKey(ShiftPattern, models.PROTECT, verbose_name=_("shift"), related_name="rates")
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    days = PeriodField(_("valid"))
    monthly_net = models.DecimalField(_("per seat and month, net"), max_digits=14, decimal_places=4)
    setup_net = models.DecimalField(
        _("set-up per seat, once, net"), max_digits=14, decimal_places=4, default=Decimal(0)
    )
    deposit_months = models.DecimalField(_("deposit in months"), max_digits=4, decimal_places=2, default=Decimal(2))
    minimum_seats = models.PositiveSmallIntegerField(_("fewest seats"), default=1)
    minimum_months = models.PositiveSmallIntegerField(_("shortest term in months"), default=1)
    notice_days = models.PositiveSmallIntegerField(_("notice in days"), default=60)
    escalation_percent = models.DecimalField(
        _("yearly increase in percent"), max_digits=5, decimal_places=2, default=Decimal(0)
    )

    class Meta:
        verbose_name = _("list price")
        verbose_name_plural = _("list prices")
        ordering = ["facility", "package", "pattern", "days"]
        constraints = [
            ExclusionConstraint(
                name="rate_listed_once",
                expressions=[
                    ("facility", RangeOperators.EQUAL),
                    ("package", RangeOperators.EQUAL),
                    ("pattern", RangeOperators.EQUAL),
                    ("currency", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Another list price for this package and shift covers some of these days."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    monthly_net__gte=0, setup_net__gte=0, deposit_months__gte=0, escalation_percent__gte=0
                ),
                name="rate_is_not_negative",
            ),
            models.CheckConstraint(condition=models.Q(days__isempty=False), name="rate_has_days"),
        ]

    def __str__(self) -> str:
        return f"{self.facility} · {self.package} · {self.pattern}"


class DiscountTier(models.Model):
    """A discount on list prices of a facility from so many seats or months on; of each kind the highest counts."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="discount_tiers")
    kind = models.CharField(_("counted in"), max_length=8, choices=TierKind)
    threshold = models.PositiveSmallIntegerField(_("from"))
    percent = models.DecimalField(_("percent off"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("discount")
        verbose_name_plural = _("discounts")
        ordering = ["facility", "kind", "threshold"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "kind", "threshold"], name="discount_tier_once"),
            models.CheckConstraint(
                condition=models.Q(percent__gt=0, percent__lte=100, threshold__gt=0), name="discount_tier_is_a_discount"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=TierKind.values), name="discount_tier_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.threshold}+ {self.get_kind_display()}: {self.percent} %"
