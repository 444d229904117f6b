"""Facilities: what is there, tested; what it is let with, and for how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Client
from api.authentication import principal_of
from api.endpoints import Endpoint, ListEndpoint
from api.fields import FirstDayField, LastDayField, MoneyField
from api.packages import PackageSerializer
from api.pagination import ListAsked, ListParameters, Order
from api.shifts import ShiftSerializer
from bookings.queries.holds import hold_hours
from facilities.enums import InclusionKind, RoomKind, TierKind
from facilities.models import (
    DiscountTier,
    Facility,
    FacilityInclusion,
    Floor,
    Package,
    Rate,
    Room,
    ShiftPattern,
)
from facilities.queries.catalogue import cities, listed_facilities
from facilities.queries.listings import Listing, listing


class FacilityReferenceSerializer(serializers.Serializer[Facility]):
    """Which facility."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    city = serializers.CharField()
    time_zone = serializers.CharField(help_text="its days and shifts are counted in this zone")


class FacilitySummarySerializer(serializers.Serializer[Facility]):
    """A building where seats are let."""

    id = serializers.UUIDField()
    slug = serializers.SlugField()
    code = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField()
    city = serializers.CharField()
    country = serializers.CharField(source="country.code", help_text="ISO 3166 code")
    time_zone = serializers.CharField(help_text="its days and shifts are counted in this zone")
    currency = serializers.CharField(help_text="ISO 4217 code of its prices")
    seats = serializers.IntegerField(help_text="how many are let at all")


class TestedInclusionSerializer(serializers.Serializer[FacilityInclusion]):
    """What a facility has, with the fact that was tested and when."""

    key = serializers.SlugField(source="inclusion.key", help_text="what `needs` of `/availability/` calls it by")
    kind = serializers.ChoiceField(InclusionKind.choices, source="inclusion.kind")
    name = serializers.CharField(source="inclusion.name")
    specification = serializers.CharField()
    tested_fact = serializers.CharField()
    tested_on = serializers.DateField(allow_null=True)

    def to_representation(self, instance: FacilityInclusion) -> dict[str, Any]:
        shown = super().to_representation(instance)
        return shown | {"specification": instance.specification or instance.inclusion.specification}


class RoomSerializer(serializers.Serializer[Room]):
    """A room, as a rectangle on the floor's plan."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(RoomKind.choices)
    is_exclusive = serializers.BooleanField(help_text="let to one company at a time")
    is_clean_room = serializers.BooleanField(help_text="PCI clean room")
    x = serializers.IntegerField(help_text="cm from the left of the plan")
    y = serializers.IntegerField(help_text="cm from the top of the plan")
    width = serializers.IntegerField(help_text="cm")
    height = serializers.IntegerField(help_text="cm")


class FloorSerializer(serializers.Serializer[Floor]):
    """A level of the building."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    level = serializers.IntegerField()
    width = serializers.IntegerField(help_text="cm")
    height = serializers.IntegerField(help_text="cm")
    rooms = RoomSerializer(many=True, source="rooms.all")


class ListPriceSerializer(serializers.Serializer[Rate]):
    """What a seat costs a month before tax, for a package and a shift, and on which conditions."""

    package = serializers.SlugField(source="package.slug")
    shift = serializers.SlugField(source="pattern.slug")
    first_day = FirstDayField(source="days")
    last_day = LastDayField(source="days")
    monthly_net = MoneyField(help_text="per seat")
    setup_net = MoneyField(help_text="per seat, once")
    deposit_months = serializers.DecimalField(max_digits=4, decimal_places=2)
    minimum_seats = serializers.IntegerField()
    minimum_months = serializers.IntegerField()
    notice_days = serializers.IntegerField()
    escalation_percent = serializers.DecimalField(max_digits=5, decimal_places=2, help_text="yearly increase")


class DiscountSerializer(serializers.Serializer[DiscountTier]):
    """A discount from so many seats or months on; of each kind the highest reached counts."""

    counted_in = serializers.ChoiceField(TierKind.choices, source="kind")
    threshold = serializers.IntegerField()
    percent = serializers.DecimalField(max_digits=5, decimal_places=2)


class FacilitySerializer(FacilitySummarySerializer):
    """A facility with all that is known of it before asking who is free when."""

    description = serializers.CharField()
    address = serializers.CharField()
    phone = serializers.CharField()
    handover_minutes = serializers.IntegerField(help_text="kept free between two clients on one seat")
    hold_hours = serializers.IntegerField(source="offered.hold_hours", help_text="how long a hold keeps seats")
    inclusions = TestedInclusionSerializer(many=True, source="inclusions.all")
    floors = FloorSerializer(many=True, source="floors.all")
    packages = PackageSerializer(many=True, source="offered.packages")
    shifts = ShiftSerializer(many=True, source="offered.shifts")
    list_prices = ListPriceSerializer(many=True, source="offered.rates", help_text="those valid today")
    discounts = DiscountSerializer(many=True, source="offered.tiers")


@dataclass(frozen=True, slots=True)
class Offered:
    """What a facility is let with on a day, and for how long a hold by whoever asks keeps its seats."""

    packages: Sequence[Package]
    shifts: Sequence[ShiftPattern]
    rates: Sequence[Rate]
    tiers: Sequence[DiscountTier]
    hold_hours: int

    @classmethod
    def of(cls, found: Listing, client: Client | None) -> Self:
        return cls(
            packages=found.packages,
            shifts=[row.pattern for row in found.rows],
            rates=[rate for row in found.rows for rate in row.rates if rate is not None],
            tiers=found.tiers,
            hold_hours=hold_hours(found.facility, client),
        )


def known_city(city: str) -> None:
    """:raises ValidationError: for a city without a facility: it is a slip, and names those there are."""
    known = cities()
    if city not in known:
        message = _("There is no facility in “%(city)s”. Choose from %(known)s.")
        raise serializers.ValidationError(message % {"city": city, "known": ", ".join(known)}, code="does_not_exist")


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitiesAsked(ListAsked):
    """Which facilities."""

    city: str | None = None


class FacilityParameters(ListParameters):
    """Which facilities."""

    city = serializers.CharField(
        required=False, max_length=80, validators=[known_city], help_text="Only facilities in this city."
    )

    def value(self, given: dict[str, Any]) -> FacilitiesAsked:
        return FacilitiesAsked(**given)


class FacilityList(ListEndpoint):
    """The facilities on offer."""

    summary = "List facilities"
    serializer_class = FacilitySummarySerializer
    parameters = FacilityParameters
    orders = {"name": Order("name", str)}
    may_be_kept = True

    asked: FacilitiesAsked

    def rows(self) -> QuerySet[Facility]:
        found = listed_facilities()
        return found if self.asked.city is None else found.filter(city=self.asked.city)


class FacilityDetail(Endpoint):
    """A facility: what it has and when that was tested, its floors, packages, shifts and today's list prices."""

    summary = "Show a facility"
    serializer_class = FacilitySerializer
    may_be_kept = True

    def get(self, request: Request, pk: UUID) -> Response:
        facility = get_object_or_404(
            listed_facilities().prefetch_related("inclusions__inclusion", "inclusions__tests", "floors__rooms"), pk=pk
        )
        today = facility.today(timezone.now())
        principal = principal_of(request)
        client = principal.key.client if principal else None
        facility.offered = Offered.of(listing(facility, today), client)  # type: ignore[attr-defined]
        prefetch_related_objects(facility.offered.packages, "inclusions")  # type: ignore[attr-defined]
        return Response(FacilitySerializer(facility).data)
