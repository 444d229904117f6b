"""The availability calendar: how many seats are free on each day, shift by shift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Client
from api.endpoints import Endpoint
from api.facilities import FacilityReferenceSerializer
from api.fields import FirstDayField, LastDayField
from api.parameters import SlugOf
from api.seat_requests import RequestParameters, require_sensible_parameters
from facilities.demand import Demand
from facilities.models import ShiftPattern
from facilities.queries.calendars import ShiftCalendar, free_by_day
from facilities.queries.catalogue import listed_facilities, offered_patterns
from facilities.queries.clocks import followed_zone
from kernel.period import Period

MOST_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAsked:
    """The days of a calendar; ``pattern`` is ``None`` for every shift on offer."""

    pattern: ShiftPattern | None
    start: date
    length: int
    client: Client | None
    time_zone: str

    @property
    def days(self) -> Period:
        return Period(self.start, self.start + timedelta(days=self.length))


class CalendarParameters(RequestParameters):
    """From which day on and for how many days; one shift or every one on offer."""

    shift = SlugOf(
        offered_patterns(),
        unknown=_("There is no shift “{value}”; /api/v1/shifts/ lists them."),
        required=False,
        help_text="A shift's `slug`; without it every shift on offer.",
    )
    days = serializers.IntegerField(default=31, min_value=1, max_value=MOST_DAYS, help_text="How many days.")
    months = None  # type: ignore[assignment]  # what is asked is days, not a term
    renews = None  # type: ignore[assignment]

    def value(self, given: dict[str, Any]) -> CalendarAsked:  # type: ignore[override]
        return CalendarAsked(
            pattern=given.get("shift"),
            start=given["start"],
            length=given["days"],
            client=given["client"],
            time_zone=given["time_zone"],
        )


class CalendarDaySerializer(serializers.Serializer[Any]):
    """A day on which the shift is worked."""

    day = serializers.DateField()
    free = serializers.IntegerField(help_text="seats free for that day's work")


class ShiftCalendarSerializer(serializers.Serializer[ShiftCalendar]):
    """A shift, on the days it is worked."""

    shift = serializers.SlugField()
    days = CalendarDaySerializer(many=True)

    def to_representation(self, instance: ShiftCalendar) -> dict[str, Any]:
        days = [{"day": day.isoformat(), "free": free} for day, free in instance.by_day() if free is not None]
        return {"shift": instance.pattern.slug, "days": days}


class CalendarSerializer(serializers.Serializer[Any]):
    """Free seats by shift and day."""

    facility = FacilityReferenceSerializer()
    first_day = FirstDayField(source="period")
    last_day = LastDayField(source="period")
    seats = serializers.IntegerField(source="facility.seats", help_text="that are let here, free or not")
    shifts = ShiftCalendarSerializer(many=True)


class Calendar(Endpoint):
    """How many seats are free for each single day's work. Seats free on one day may be taken on the next: ask
    `/availability/` for seats that are free for all of a term. With `time_zone` the hours are those of a lease that
    begins on the first day asked about, as they move when clocks change."""

    summary = "Show free seats day by day"
    serializer_class = CalendarSerializer
    parameters = CalendarParameters

    asked: CalendarAsked

    def get(self, request: Request, pk: UUID) -> Response:
        facility = get_object_or_404(listed_facilities(), pk=pk)
        asked, now = self.asked, timezone.now()
        require_sensible_parameters(start=asked.start, time_zone=asked.time_zone, today=facility.today(now))
        patterns = [asked.pattern] if asked.pattern else list(offered_patterns())
        zone = followed_zone(asked.time_zone, facility=facility, start=asked.start, now=now)
        demands = [Demand(pattern, asked.days, asked.client, zone) for pattern in patterns]
        shown = {
            "facility": facility,
            "period": asked.days,
            "shifts": free_by_day(demands, facility=facility, now=now),
        }
        return Response(CalendarSerializer(shown).data)
