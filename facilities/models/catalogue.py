"""The catalogue: inclusions, packages of them, and the weekly shifts in which seats are sold."""

from datetime import date

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from facilities import clocks
from facilities.clocks import FollowedZone
from facilities.enums import InclusionKind, InclusionLevel, ShiftKind, Weekday
from facilities.models.places import Facility
from kernel.ids import new_id
from kernel.period import Period
from kernel.week import DAY, Leg, Slot, Span, legs


class Inclusion(models.Model):
    """Something a seat comes with, such as a dual ISP or a headset."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=InclusionKind)
    level = models.CharField(_("where"), max_length=4, choices=InclusionLevel, default=InclusionLevel.SEAT)
    name = models.CharField(_("name"), max_length=80)
    specification = models.CharField(_("specification"), max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = _("inclusion")
        verbose_name_plural = _("inclusions")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="inclusion_name_once"),
            models.CheckConstraint(condition=models.Q(kind__in=InclusionKind.values), name="inclusion_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(level__in=InclusionLevel.values), name="inclusion_level_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Its name as it stands in addresses."""
        return slugify(self.name)


class FacilityInclusion(models.Model):
    """An inclusion that a facility has, and how well it is served; :class:`InclusionTest` has what tests found."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="inclusions")
    inclusion = models.ForeignKey(Inclusion, models.PROTECT, related_name="+")
    specification = models.CharField(_("specification here"), max_length=250, blank=True)
    service_level = models.CharField(
        _("service level"), max_length=160, blank=True, help_text=_("Such as “answered in 15 minutes, 24/7”.")
    )

    class Meta:
        verbose_name = _("inclusion of a facility")
        verbose_name_plural = _("inclusions of a facility")
        ordering = ["inclusion__position", "inclusion__name"]
        constraints = [models.UniqueConstraint(fields=["facility", "inclusion"], name="facility_inclusion_once")]

    def __str__(self) -> str:
        return str(self.inclusion)

    @property
    def newest(self) -> "InclusionTest | None":
        """The result of the last test; prefetch ``tests`` for a list."""
        return next(iter(self.tests.all()), None)

    @property
    def tested_fact(self) -> str:
        return self.newest.fact if self.newest else ""

    @property
    def tested_on(self) -> date | None:
        return self.newest.tested_on if self.newest else None


class InclusionTest(models.Model):
    """The result of a test of an inclusion on a day; redundancy is only as good as that. The newest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inclusion = models.ForeignKey(FacilityInclusion, models.CASCADE, related_name="tests")
    tested_on = models.DateField(_("tested on"))
    fact = models.CharField(_("what was found"), max_length=250)

    class Meta:
        verbose_name = _("tested fact")
        verbose_name_plural = _("tested facts")
        ordering = ["-tested_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["inclusion", "tested_on"], name="inclusion_test_once_a_day",
                violation_error_message=_("A test of this day is there already."),
            ),
            models.CheckConstraint(condition=~models.Q(fact=""), name="inclusion_test_says_something"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.fact


class Package(models.Model):
    """A bundle of inclusions that is sold per seat."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name in addresses"), max_length=40)
    summary = models.CharField(_("one sentence"), max_length=200, blank=True)
    inclusions = models.ManyToManyField(Inclusion, verbose_name=_("inclusions"), blank=True)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["slug"], name="package_slug_once")]

    def __str__(self) -> str:
        return self.name


class ShiftPattern(models.Model):
    """A named weekly pattern in a facility's local time. Its hours never change once seats are let on it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name in addresses"), max_length=40)
    kind = models.CharField(_("kind"), max_length=8, choices=ShiftKind)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=0)
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("shift pattern")
        verbose_name_plural = _("shift patterns")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="shift_pattern_slug_once"),
            models.CheckConstraint(condition=models.Q(kind__in=ShiftKind.values), name="shift_pattern_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> tuple[Span, ...]:
        """Its stretches of work, each belonging to a service day; prefetch ``spans`` for a list."""
        return tuple(span.value for span in self.spans.all())

    def legs(self, buffer: int) -> tuple[Leg, ...]:
        """Return where it lies on the calendar; ``buffer`` is the facility's hand-over time in minutes."""
        return legs(self.hours, buffer)

    def slots(self, facility: Facility, days: Period, followed: FollowedZone | None = None) -> tuple[Slot, ...]:
        """Return what it takes of a facility's calendar on service ``days``, in the facility's time zone or another."""
        return clocks.slots(
            self.hours, days=days, buffer=facility.handover_minutes, home=facility.time_zone, followed=followed
        )


class ShiftSpan(models.Model):
    """One stretch of work on one weekday; the minutes after midnight still belong to that service day."""

    pattern = models.ForeignKey(ShiftPattern, models.CASCADE, related_name="spans")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    start = models.PositiveSmallIntegerField(_("starts, in minutes after midnight"))
    length = models.PositiveSmallIntegerField(_("lasts, in minutes"))

    class Meta:
        verbose_name = _("hours of a shift")
        verbose_name_plural = _("hours of a shift")
        ordering = ["weekday", "start"]
        constraints = [
            models.UniqueConstraint(fields=["pattern", "weekday", "start"], name="shift_span_once"),
            models.CheckConstraint(
                condition=models.Q(weekday__lt=7, start__lt=DAY, length__gt=0, length__lte=DAY),
                name="shift_span_fits_its_day",
                violation_error_message=_("A stretch of work starts within its day and lasts 24 hours at most."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.start // 60:02}:{self.start % 60:02}"

    @property
    def value(self) -> Span:
        return Span(self.weekday, self.start, self.length)
