"""Availability: where a number of seats is free, what they would cost and why, and what else would do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.endpoints import Endpoint
from api.facilities import FacilityReferenceSerializer, known_city
from api.fields import MoneyField, MoneySerializer, money
from api.parameters import SlugOf
from api.seat_requests import RequestParameters, require_sensible_parameters
from bookings.prices import Price, Tier
from bookings.queries.alternatives import Alternative
from bookings.queries.offers import Offer, search
from bookings.rules import MOST_SEATS
from bookings.seat_requests import Requirements, SeatRequest, Space
from facilities.enums import TierKind
from facilities.models import Inclusion
from facilities.queries.catalogue import first_today, inclusions_by_key, listed_facilities, packages
from facilities.seat_choice import Choice


class FacilityOf(SlugOf):
    """A facility by its slug or its id."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            found = listed_facilities().filter(pk=UUID(data)).first()
        except ValueError:
            return super().to_internal_value(data)
        return found or self.fail("does_not_exist", value=data)


class InclusionsField(serializers.CharField):
    """Inclusions by their keys, with commas between."""

    default_error_messages = {
        "does_not_exist": _(
            "There is no inclusion “{value}”; /api/v1/facilities/ and /api/v1/packages/ name each by key."
        )
    }

    def to_internal_value(self, data: Any) -> tuple[Inclusion, ...]:  # type: ignore[override]
        known = inclusions_by_key()
        found = dict.fromkeys(super().to_internal_value(data).split(","))
        for key in found:
            if key not in known:
                self.fail("does_not_exist", value=key)
        return tuple(known[key] for key in found)


class AvailabilityParameters(RequestParameters):
    """A request for seats, in one facility, in one city or anywhere."""

    seats = serializers.IntegerField(min_value=1, max_value=MOST_SEATS, help_text="How many seats.")
    facility = FacilityOf(
        listed_facilities(),
        unknown=_("There is no facility “{value}”; /api/v1/facilities/ lists them."),
        required=False,
        help_text="Only this facility, by its `id` or `slug`.",
    )
    city = serializers.CharField(
        required=False, max_length=80, validators=[known_city], help_text="Only facilities in this city."
    )
    package = SlugOf(
        packages(),
        unknown=_("There is no package “{value}”; /api/v1/packages/ lists them."),
        required=False,
        help_text="A package's `slug`; without it the first that has a price and all that is needed.",
    )
    needs = InclusionsField(
        required=False,
        max_length=1000,
        help_text="What the package or the facility must have: `key`s of inclusions, with commas between. "
        "A place that lacks one answers why, and with what it would do.",
    )
    space = serializers.ChoiceField(
        [Space.PRIVATE.value, Space.SHARED.value],
        required=False,
        help_text="`private` for seats in rooms let to one company at a time, `shared` for floors that several share.",
    )
    clean_room = serializers.BooleanField(
        default=False, help_text="Only seats in rooms where card data may be handled (PCI clean rooms)."
    )

    def value(self, given: dict[str, Any]) -> SeatRequest:
        return replace(
            super().value(given),
            seats=given["seats"],
            city=given.get("city", ""),
            facility=given.get("facility"),
            package=given.get("package"),
            requirements=Requirements(
                inclusions=given.get("needs", ()),
                space=Space(given.get("space", "")),
                clean_room=given["clean_room"],
            ),
        )


class PriceLineSerializer(serializers.Serializer[Any]):
    """One line of how the monthly price came about."""

    label = serializers.CharField()  # type: ignore[assignment]
    explanation = serializers.CharField()
    amount = MoneySerializer()


@extend_schema_field(PriceLineSerializer(many=True))
class PriceLinesField(serializers.Field[Any, Any, list[dict[str, Any]], Any]):
    """The lines of a price, each in its currency."""

    def get_attribute(self, instance: Price) -> Price:
        return instance

    def to_representation(self, value: Price) -> list[dict[str, Any]]:
        return [
            {"label": line.label, "explanation": line.explanation, "amount": money(line.amount, value.currency)}
            for line in value.lines
        ]


class DiscountTakenSerializer(serializers.Serializer[Tier]):
    """A discount that is in the price already."""

    counted_in = serializers.ChoiceField(TierKind.choices, source="rule")
    threshold = serializers.IntegerField()
    percent = serializers.DecimalField(max_digits=5, decimal_places=2)


class PriceSerializer(serializers.Serializer[Price]):
    """What the seats would cost, before tax."""

    list_rate = MoneyField(help_text="per seat and month, before discounts")
    net_rate = MoneyField(help_text="per seat and month, after discounts")
    monthly_net = MoneyField(help_text="all seats")
    lines = PriceLinesField(read_only=True, help_text="how `monthly_net` came about; they add up to it")
    discounts = DiscountTakenSerializer(many=True)
    setup_net = MoneyField(help_text="all seats, once")
    deposit = MoneyField(help_text="given back in the end")
    deposit_months = serializers.DecimalField(max_digits=4, decimal_places=2)
    first_month_net = MoneyField(help_text="for `first_month_days` of `first_month_of` days")
    first_month_days = serializers.IntegerField()
    first_month_of = serializers.IntegerField()
    due_first = MoneyField(help_text="the first invoice before tax: first month and set-up, without the deposit")
    notice_days = serializers.IntegerField()
    escalation_percent = serializers.DecimalField(max_digits=5, decimal_places=2, help_text="yearly increase")


class SeatReferenceSerializer(serializers.Serializer[Any]):
    """Which seat."""

    id = serializers.UUIDField()
    code = serializers.CharField()


class ChoiceSerializer(serializers.Serializer[Choice]):
    """The seats that would be chosen."""

    seats = SeatReferenceSerializer(many=True)
    rooms = serializers.ListField(child=serializers.CharField())

    def to_representation(self, instance: Choice) -> dict[str, Any]:
        seats = zip(instance.workstations, instance.codes, strict=True)
        return {"seats": [{"id": str(pk), "code": code} for pk, code in seats], "rooms": list(instance.rooms)}


class AlternativeSerializer(serializers.Serializer[Alternative]):
    """Another request that can be met."""

    kind = serializers.ChoiceField(
        ["start", "time_zone", "shift", "facility", "seats", "months", "needs"], help_text="what differs"
    )
    label = serializers.CharField(help_text="a sentence for people")  # type: ignore[assignment]
    parameters = serializers.DictField(child=serializers.CharField(), help_text="all query parameters of that request")
    url = serializers.URLField(help_text="asks it")

    def to_representation(self, instance: Alternative) -> dict[str, Any]:
        changed = {**self.context["asked"], **instance.params}
        parameters = {name: value for name, value in changed.items() if value}
        url = f"{reverse('api:availability', request=self.context['request'])}?{urlencode(parameters)}"
        return {"kind": instance.kind, "label": instance.label, "parameters": parameters, "url": url}


class OfferSerializer(serializers.Serializer[Offer]):
    """What one facility can do. `fits` when enough seats are free and have a price."""

    facility = FacilityReferenceSerializer()
    shift = serializers.SlugField(source="pattern.slug")
    package = serializers.SlugField(source="package.slug", allow_null=True, default=None)
    fits = serializers.BooleanField()
    free = serializers.IntegerField(help_text="seats free on all of the days")
    choice = ChoiceSerializer(allow_null=True, help_text="null where it doesn't fit")
    price = PriceSerializer(allow_null=True, help_text="null where there is no list price")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="why these seats, or why not: sentences")
    alternatives = AlternativeSerializer(many=True, help_text="where it doesn't fit: the least change first")


class AvailabilitySerializer(serializers.Serializer[Any]):
    """Offers, those that fit first."""

    offers = OfferSerializer(many=True)


class Availability(Endpoint):
    """Where so many seats are free for a shift on all of some days: one offer for each facility asked about.

    An offer that fits names the seats and explains its price line by line. One that doesn't says why, and which
    other requests would. Nothing is held by asking.
    """

    summary = "Search for free seats"
    serializer_class = AvailabilitySerializer
    parameters = AvailabilityParameters

    asked: SeatRequest

    def get(self, request: Request) -> Response:
        asked, now = self.asked, timezone.now()
        require_sensible_parameters(
            seats=asked.count,
            start=asked.start,
            months=asked.months,
            time_zone=asked.time_zone,
            today=asked.facility.today(now) if asked.facility else first_today(now, city=asked.city),
        )
        context = {"request": request, "asked": request.query_params.dict()}
        offers = search(asked, now=now).offers()
        return Response(AvailabilitySerializer({"offers": offers}, context=context).data)
