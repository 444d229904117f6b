"""Buildings, floors, rooms and workstations. Plan coordinates are centimetres from a floor's top left corner."""

from datetime import date, datetime
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.models import LegalEntity, User
from accounts.models.entities import currency_code, validate_time_zone
from facilities.enums import RoomKind, WorkstationState
from kernel.ids import new_id
from kernel.links import path_to
from kernel.period import day_in


class FacilityQuerySet(models.QuerySet["Facility"]):
    def listed(self) -> Self:
        """Those the public may find."""
        return self.filter(is_listed=True)


class Facility(models.Model):
    """A building where seats are let."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, verbose_name=_("let by"), related_name="+")
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address in the portal"), max_length=80)
    code = models.CharField(
        _("short code"), max_length=8, help_text=_("Starts seat codes and references, such as CEB.")
    )
    summary = models.CharField(_("one sentence for search results"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    address = models.TextField(_("address"))
    city = models.CharField(_("city"), max_length=80)
    country = CountryField(_("country"))
    time_zone = models.CharField(_("time zone"), max_length=60, validators=[validate_time_zone])
    currency = models.CharField(_("currency of its prices"), max_length=3, validators=[currency_code])
    handover_minutes = models.PositiveSmallIntegerField(
        _("hand-over buffer in minutes"), default=15, validators=[MaxValueValidator(120)],
        help_text=_("Kept free between two clients on one seat."),
    )  # fmt: skip
    hold_hours = models.PositiveSmallIntegerField(_("a hold lasts, in hours"), default=48)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    reception_name = models.CharField(_("who is at the reception"), max_length=80, blank=True)
    reception_email = models.EmailField(_("reception's e-mail address"), blank=True)
    is_always_open = models.BooleanField(
        _("reception open round the clock"), default=True, help_text=_("Otherwise it keeps the opening hours below.")
    )
    subdivision = models.CharField(
        _("region for public holidays"), max_length=6, blank=True,
        help_text=_("The part after the hyphen of its ISO 3166-2 code; empty for the whole country."),
    )  # fmt: skip
    is_listed = models.BooleanField(_("found by the public"), default=True)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("staff"), related_name="facilities", blank=True,
        help_text=_("Of our own people those who are there for this facility, and for others that name them, only."),
    )  # fmt: skip

    objects: ClassVar[models.Manager["Facility"]] = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="facility_slug_once"),
            models.UniqueConstraint(fields=["code"], name="facility_code_once"),
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$"), name="facility_currency_is_a_code"
            ),
            models.CheckConstraint(condition=models.Q(handover_minutes__lte=120), name="facility_handover_is_short"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("facility", self.slug)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def today(self, now: datetime) -> date:
        """The day it is there."""
        return day_in(self.time_zone, now)

    def admits(self, user: User) -> bool:
        """Return whether one of our own people is there for this facility: named by it, or by none at all."""
        named = set(Facility.objects.filter(staff=user).values_list("pk", flat=True))
        return not named or self.pk in named


class Floor(models.Model):
    """A level of a building, with the size of its plan and what is drawn on it besides rooms and seats.

    ``drawing`` is a list of shapes ``{"kind": "wall" | "window" | "door" | "area" | "plant" | "label", …}`` with
    coordinates in centimetres: ``x1 y1 x2 y2`` for lines, ``x y width height`` and ``text`` for areas.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="floors")
    name = models.CharField(_("name"), max_length=60)
    level = models.SmallIntegerField(_("level"))
    width = models.PositiveIntegerField(_("width of the plan (cm)"))
    height = models.PositiveIntegerField(_("height of the plan (cm)"))
    drawing = models.JSONField(_("drawing"), default=list, blank=True)

    class Meta:
        verbose_name = _("floor")
        verbose_name_plural = _("floors")
        ordering = ["facility", "level"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "level"], name="floor_level_once"),
            models.CheckConstraint(condition=models.Q(width__gt=0, height__gt=0), name="floor_has_a_size"),
        ]

    def __str__(self) -> str:
        return self.name


class RoomQuerySet(models.QuerySet["Room"]):
    def not_retired(self) -> Self:
        """Those that are there: on the plan, and not retired."""
        return self.filter(retired_at__isnull=True)


class Room(models.Model):
    """A production floor, a private suite, a training or meeting room; a rectangle on the plan.

    A room whose seats were ever let is ``retired_at`` a moment rather than deleted: records point at it. It has no
    seats but retired ones then, and nobody can be given a day there that ends later (triggers). Its name is free for
    another room. ``rule_changed_at`` is when ``is_exclusive`` last changed: whoever sits there later keeps to it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    floor = models.ForeignKey(Floor, models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=12, choices=RoomKind, default=RoomKind.PRODUCTION)
    is_exclusive = models.BooleanField(_("let to one company at a time"), default=False)
    is_clean_room = models.BooleanField(_("PCI clean room"), default=False)
    capacity = models.PositiveSmallIntegerField(
        _("capacity in people"), null=True, blank=True,
        help_text=_("As the fire certificate says; no more seats can be in service here. Empty where nobody counted."),
    )  # fmt: skip
    x = models.IntegerField(_("x (cm)"), default=0)
    y = models.IntegerField(_("y (cm)"), default=0)
    width = models.PositiveIntegerField(_("width (cm)"))
    height = models.PositiveIntegerField(_("height (cm)"))
    rule_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["Room"]] = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["floor", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["floor", "name"], condition=models.Q(retired_at__isnull=True), name="room_name_once",
                violation_error_message=_("Another room of this floor has this name."),
            ),
            models.CheckConstraint(condition=models.Q(width__gt=0, height__gt=0), name="room_has_a_size"),
            models.CheckConstraint(condition=models.Q(kind__in=RoomKind.values), name="room_kind_is_known"),
            models.CheckConstraint(condition=models.Q(capacity__gt=0), name="room_capacity_is_somebody"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class WorkstationQuerySet(models.QuerySet["Workstation"]):
    def rentable(self) -> Self:
        """Those that can be sold at all."""
        return self.filter(state=WorkstationState.IN_SERVICE)


class Workstation(models.Model):
    """One desk; a "seat" in what people read. ``facility`` repeats the room's, kept so by triggers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="workstations")
    room = models.ForeignKey(
        Room, models.CASCADE, related_name="workstations", limit_choices_to={"retired_at__isnull": True}
    )
    code = models.CharField(_("code"), max_length=20)
    state = models.CharField(_("state"), max_length=12, choices=WorkstationState, default=WorkstationState.IN_SERVICE)
    row = models.CharField(_("row"), max_length=8, blank=True)
    position = models.PositiveSmallIntegerField(_("position in the row"), default=0)
    x = models.IntegerField(_("x of the desk's middle (cm)"))
    y = models.IntegerField(_("y of the desk's middle (cm)"))
    rotation = models.SmallIntegerField(
        _("rotation"), default=0, help_text=_("Degrees clockwise; 0 = the chair is above the desk on the plan.")
    )
    is_sit_stand = models.BooleanField(_("standing desk"), default=False, db_default=False)

    objects: ClassVar[models.Manager["Workstation"]] = WorkstationQuerySet.as_manager()

    class Meta:
        verbose_name = _("workstation")
        verbose_name_plural = _("workstations")
        ordering = ["facility", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "code"], name="workstation_code_once",
                violation_error_message=_("Another workstation of this facility has this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=WorkstationState.values), name="workstation_state_is_known"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["room", "row", "position"], name="workstation_by_row")]

    def __str__(self) -> str:
        return self.code
