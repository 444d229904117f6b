"""Kinds and states of what there is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoomKind(models.TextChoices):
    PRODUCTION = "production", _("Production floor")
    SUITE = "suite", _("Private suite")
    TRAINING = "training", _("Training room")
    MEETING = "meeting", _("Meeting room")


class WorkstationState(models.TextChoices):
    """The physical state; whether it is free is derived from Occupancy."""

    IN_SERVICE = "in_service", _("In service")
    SPARE = "spare", _("Kept as a spare")
    RETIRED = "retired", _("Retired")


class Severity(models.TextChoices):
    """The severity of a fault: what it keeps people from."""

    MINOR = "minor", _("Annoying: work goes on")
    MAJOR = "major", _("Slows work down")
    CRITICAL = "critical", _("Nobody can work there")


class Purpose(models.TextChoices):
    """The reason why a workstation is taken."""

    HOLD = "hold", _("On hold")
    LEASE = "lease", _("Leased")
    CLOSURE = "closure", _("Closed")


class InclusionKind(models.TextChoices):
    DESK = "desk", _("Desk and chair")
    PC = "pc", _("PC and headset")
    INTERNET = "internet", _("Internet")
    IT_SUPPORT = "it_support", _("IT support")
    SECURITY = "security", _("Security")
    POWER = "power", _("Power")
    AMENITY = "amenity", _("Amenities")


class InclusionLevel(models.TextChoices):
    """The level of an inclusion: each seat has one of its own, or all share what the site has."""

    SEAT = "seat", _("At every seat")
    SITE = "site", _("For the whole site")


class ShiftKind(models.TextChoices):
    DAY = "day", _("Day")
    NIGHT = "night", _("Night")
    ROUND_THE_CLOCK = "24h", _("24 hours")
    WEEKEND = "weekend", _("Weekend")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class HolidayService(models.TextChoices):
    """The service of a facility on a public holiday."""

    OPEN = "open", _("Open as usual")
    REDUCED = "reduced", _("Reduced service")
    CLOSED = "closed", _("Reception closed")


class CertificateKind(models.TextChoices):
    ISO_27001 = "iso_27001", _("ISO/IEC 27001, information security")
    PCI_DSS = "pci_dss", _("PCI DSS, card data")
    SOC_2 = "soc_2", _("SOC 2 report")
    PEZA = "peza", _("PEZA registration")
    FIRE_SAFETY = "fire_safety", _("Fire safety inspection")
    OCCUPANCY = "occupancy", _("Occupancy permit")
    INSURANCE = "insurance", _("Liability insurance")
    OTHER = "other", _("Other")


class TierKind(models.TextChoices):
    SEATS = "seats", _("Seats")
    MONTHS = "months", _("Months")


class AssetKind(models.TextChoices):
    PC = "pc", _("PC")
    LAPTOP = "laptop", _("Laptop")
    MONITOR = "monitor", _("Monitor")
    HEADSET = "headset", _("Headset")
    PHONE = "phone", _("Phone")
    UPS = "ups", _("UPS")
    NETWORK = "network", _("Network device")
    OTHER = "other", _("Other")


class Charging(models.TextChoices):
    """The time at which an add-on is charged."""

    RECURRING = "recurring", _("Every month")
    ONE_OFF = "one_off", _("Once")
    PER_USE = "per_use", _("Each time it is used")


class AddOnUnit(models.TextChoices):
    """The unit that an add-on is charged for."""

    SEAT = "seat", _("Seat")
    BOOKING = "booking", _("Booking")
    HOUR = "hour", _("Hour")


class SeatAvailability(models.TextChoices):
    """The availability of a seat to somebody who looks at the floor plan, for the shift and days they ask about."""

    FREE = "free", _("Free")
    HELD = "held", _("On hold")
    TAKEN = "taken", _("Taken")
    CLOSED = "closed", _("Maintenance")
    YOURS = "yours", _("Yours")
