"""Floor plans: where each seat is and whether it could be had; never who has it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoints import Endpoint
from api.facilities import FacilityReferenceSerializer, RoomSerializer
from api.fields import FirstDayField, LastDayField
from api.seat_requests import RequestParameters, require_sensible_parameters
from bookings.seat_requests import SeatRequest
from facilities.enums import SeatAvailability
from facilities.queries.catalogue import listed_facilities
from facilities.queries.plans import FloorPlan, RoomPlan, SeatPlan, floor_plans
from facilities.seat_attributes import FEATURES


class SeatPlanSerializer(serializers.Serializer[SeatPlan]):
    """One seat on the plan."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    availability = serializers.ChoiceField(
        SeatAvailability.choices, help_text="for the shift on all of the days asked about"
    )
    taken_until = serializers.DateField(
        source="until", allow_null=True, help_text="last day, included, of what takes it; null when free or open-ended"
    )
    x = serializers.IntegerField(help_text="cm from the left of the plan to the middle of the desk")
    y = serializers.IntegerField(help_text="cm from the top of the plan to the middle of the desk")
    rotation = serializers.IntegerField(help_text="degrees clockwise; 0 = the chair is above the desk")
    row = serializers.CharField()
    position = serializers.IntegerField(help_text="in the row")
    features = serializers.ListField(
        child=serializers.ChoiceField([(each.name, each.label) for each in FEATURES]), help_text="what the seat offers"
    )


class RoomPlanSerializer(serializers.Serializer[RoomPlan]):
    """A room and its seats."""

    room = RoomSerializer()
    free = serializers.IntegerField()
    seats = SeatPlanSerializer(many=True)


class FloorPlanSerializer(serializers.Serializer[FloorPlan]):
    """A floor: its size, what is drawn on it, its rooms."""

    id = serializers.UUIDField(source="floor.id")
    name = serializers.CharField(source="floor.name")
    level = serializers.IntegerField(source="floor.level")
    width = serializers.IntegerField(source="floor.width", help_text="cm")
    height = serializers.IntegerField(source="floor.height", help_text="cm")
    drawing = serializers.ListField(
        source="floor.drawing",
        child=serializers.DictField(),
        help_text="shapes `{kind: wall|window|door|area|plant|label, …}` in cm: x1 y1 x2 y2, or x y width height text",
    )
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="seats by availability")
    rooms = RoomPlanSerializer(many=True)


class PlanSerializer(serializers.Serializer[Any]):
    """The floors of a facility, lowest first, as they stand for a shift on all of some days."""

    facility = FacilityReferenceSerializer()
    shift = serializers.SlugField()
    first_day = FirstDayField(source="days")
    last_day = LastDayField(source="days")
    floors = FloorPlanSerializer(many=True)


class Plan(Endpoint):
    """Every seat of a facility with its place and how it stands for a shift on all of the days asked about.

    A seat that is not free says until when, and never because of whom.
    """

    summary = "Show the floor plan"
    serializer_class = PlanSerializer
    parameters = RequestParameters

    asked: SeatRequest

    def get(self, request: Request, pk: UUID) -> Response:
        facility = get_object_or_404(listed_facilities(), pk=pk)
        asked, now = self.asked, timezone.now()
        require_sensible_parameters(
            start=asked.start, months=asked.months, time_zone=asked.time_zone, today=facility.today(now)
        )
        floors = floor_plans(asked.demand_at(facility, now), facility=facility, now=now)
        shown = {"facility": facility, "shift": asked.pattern.slug, "days": asked.days, "floors": floors}
        return Response(PlanSerializer(shown).data)
