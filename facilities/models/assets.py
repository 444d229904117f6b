"""Equipment: what it is, how long its maker stands by it, and where it has stood."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from facilities.enums import AssetKind
from facilities.models.places import Facility, Workstation
from kernel.ids import new_id


class Asset(models.Model):
    """One thing with a serial number. It stands at a workstation, or in the store of its facility."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="assets")
    kind = models.CharField(_("kind"), max_length=10, choices=AssetKind)
    maker = models.CharField(_("maker"), max_length=60)
    model = models.CharField(_("model"), max_length=80, blank=True)
    serial = models.CharField(_("serial number"), max_length=60)
    specification = models.CharField(_("specification"), max_length=250, blank=True)
    bought_on = models.DateField(_("bought on"), null=True, blank=True)
    warranty_until = models.DateField(_("warranty until"), null=True, blank=True)
    scrapped_on = models.DateField(_("scrapped on"), null=True, blank=True)

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        ordering = ["facility", "kind", "maker", "serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "maker", "serial"], name="asset_serial_once",
                violation_error_message=_("Another asset of this kind and maker has this serial number."),
            ),
            models.CheckConstraint(condition=Q(kind__in=AssetKind.values), name="asset_kind_is_known"),
            models.CheckConstraint(
                condition=Q(bought_on__isnull=True) | Q(warranty_until__isnull=True)
                | Q(warranty_until__gte=F("bought_on")),
                name="asset_warranty_ends_after_it_was_bought",
                violation_error_message=_("A warranty ends after the day it was bought on."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.maker} {self.serial}"

    def is_under_warranty(self, day: date) -> bool:
        return self.warranty_until is not None and day <= self.warranty_until


class Moments(Func):
    """From one moment up to another, the second not included."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class AssetPlacement(models.Model):
    """A place of an asset, from when until when; it still stands there while ``removed_at`` is empty."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="placements")
    workstation = models.ForeignKey(Workstation, models.PROTECT, related_name="placements")
    placed_at = models.DateTimeField(_("placed"))
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["-placed_at", "-id"]
        constraints = [
            ExclusionConstraint(
                name="asset_placement_one_place_at_a_time",
                expressions=[
                    ("asset", RangeOperators.EQUAL),
                    (Moments("placed_at", "removed_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(removed_at__gte=F("placed_at")),
                name="asset_placement_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["workstation"], name="asset_placement_current", condition=Q(removed_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.asset} · {self.workstation}"
