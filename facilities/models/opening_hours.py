"""Opening hours of a facility's reception, and its public holidays."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilities.enums import HolidayService, Weekday
from facilities.models.places import Facility


class OpeningHours(models.Model):
    """From when to when the reception is open on a weekday, where it isn't open round the clock."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "weekday", "opens"], name="opening_hours_once",
                violation_error_message=_("These hours are there already."),
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="opening_hours_close_after_they_open",
                violation_error_message=_("Close after you open; hours past midnight belong to the next weekday."),
            ),
            models.CheckConstraint(condition=Q(weekday__in=Weekday.values), name="opening_hours_weekday_is_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Holiday(models.Model):
    """A day on which a facility may do something else than usual. Seats stay let whatever stands here."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="holidays")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120)
    service = models.CharField(_("that day"), max_length=8, choices=HolidayService, default=HolidayService.OPEN)
    note = models.CharField(
        _("note"), max_length=160, blank=True, help_text=_("What clients should know, such as who can be called.")
    )

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "day"], name="holiday_once_a_day",
                violation_error_message=_("This day is there already."),
            ),
            models.CheckConstraint(
                condition=Q(service__in=HolidayService.values), name="holiday_service_is_known"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
