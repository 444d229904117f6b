"""Shifts: the weekly hours seats are let in."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from api.endpoints import ListEndpoint
from api.pagination import ListParameters, Order
from facilities.enums import ShiftKind
from facilities.models import ShiftPattern
from facilities.queries.catalogue import offered_patterns
from kernel.week import DAY, Span

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class HoursSerializer(serializers.Serializer[Span]):
    """One stretch of work in the facility's local time. It belongs to the weekday it starts on."""

    weekday = serializers.ChoiceField(WEEKDAYS)
    starts = serializers.RegexField(r"^\d\d:\d\d$")
    ends = serializers.RegexField(r"^\d\d:\d\d$", help_text="on the next day where `minutes` reach past midnight")
    minutes = serializers.IntegerField()

    def to_representation(self, instance: Span) -> dict[str, Any]:
        return {
            "weekday": WEEKDAYS[instance.weekday],
            "starts": _clock(instance.start),
            "ends": _clock((instance.start + instance.length) % DAY),
            "minutes": instance.length,
        }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


class ShiftSerializer(serializers.Serializer[ShiftPattern]):
    """A named weekly pattern. Its `slug` is what other addresses call it by."""

    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(ShiftKind.choices)
    hours = HoursSerializer(many=True)


class ShiftList(ListEndpoint):
    """The weekly shifts on offer, with their hours in the local time of whichever facility."""

    summary = "List shifts"
    serializer_class = ShiftSerializer
    parameters = ListParameters
    orders = {"position": Order("position", int)}
    may_be_kept = True

    def rows(self) -> QuerySet[ShiftPattern]:
        return offered_patterns()
