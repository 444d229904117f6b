"""Add-ons: things clients may have besides a package, and their dated prices."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.entities import currency_code
from facilities.enums import AddOnUnit, Charging
from facilities.models.catalogue import Package
from facilities.models.places import Facility
from kernel.fields import PeriodField
from kernel.ids import new_id

# How a price reads: by how it is charged, and for what.
BASIS = {
    (Charging.RECURRING, AddOnUnit.SEAT): _("per seat and month"),
    (Charging.RECURRING, AddOnUnit.BOOKING): _("per booking and month"),
    (Charging.ONE_OFF, AddOnUnit.SEAT): _("per seat, once"),
    (Charging.ONE_OFF, AddOnUnit.BOOKING): _("per booking, once"),
    (Charging.PER_USE, AddOnUnit.SEAT): _("per seat and use"),
    (Charging.PER_USE, AddOnUnit.BOOKING): _("per use"),
    (Charging.PER_USE, AddOnUnit.HOUR): _("per hour"),
}


class AddOn(models.Model):
    """Something extra, such as a second monitor or an hour in the training room."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name in addresses"), max_length=40)
    summary = models.CharField(_("one sentence"), max_length=200, blank=True)
    charging = models.CharField(_("charged"), max_length=9, choices=Charging)
    unit = models.CharField(_("for each"), max_length=7, choices=AddOnUnit)
    packages = models.ManyToManyField(
        Package, verbose_name=_("goes with"), blank=True, help_text=_("None chosen: with every package.")
    )
    position = models.PositiveSmallIntegerField(_("place in lists"), default=0)
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("add-on")
        verbose_name_plural = _("add-ons")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="add_on_slug_once"),
            models.CheckConstraint(condition=Q(charging__in=Charging.values), name="add_on_charging_is_known"),
            models.CheckConstraint(condition=Q(unit__in=AddOnUnit.values), name="add_on_unit_is_known"),
            models.CheckConstraint(
                condition=~Q(unit=AddOnUnit.HOUR) | Q(charging=Charging.PER_USE), name="add_on_hours_are_used",
                violation_error_message=_("What is charged by the hour is charged per use."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def basis(self) -> str:
        """The basis of its price, in words: ``per seat and month``."""
        return str(BASIS[Charging(self.charging), AddOnUnit(self.unit)])


class AddOnPrice(models.Model):
    """The net price of an add-on at a facility, from a day until another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    add_on = models.ForeignKey(AddOn, models.PROTECT, verbose_name=_("add-on"), related_name="prices")
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="add_on_prices")
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    days = PeriodField(_("valid"))
    net = models.DecimalField(_("price, net"), max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = _("price of an add-on")
        verbose_name_plural = _("prices of add-ons")
        ordering = ["facility", "add_on", "days"]
        constraints = [
            ExclusionConstraint(
                name="add_on_price_listed_once",
                expressions=[
                    ("add_on", RangeOperators.EQUAL),
                    ("facility", RangeOperators.EQUAL),
                    ("currency", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Another price of this add-on covers some of these days."),
            ),
            models.CheckConstraint(condition=Q(net__gte=0), name="add_on_price_is_not_negative"),
            models.CheckConstraint(condition=Q(days__isempty=False), name="add_on_price_has_days"),
        ]

    def __str__(self) -> str:
        return f"{self.facility} · {self.add_on}"
