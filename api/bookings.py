"""Bookings: what is agreed, for which seats and days, and how it has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from api.clients import ClientReferenceSerializer
from api.endpoints import Endpoint, ListEndpoint
from api.facilities import FacilityReferenceSerializer
from api.fields import FirstDayField, LastDayField, MoneyField
from api.pagination import ListAsked, ListParameters, Order
from billing.queries.planned import PlannedChange, planned_changes
from bookings.access import visible_bookings
from bookings.enums import AmendmentKind, AmendmentState, BookingState, SeatEffect
from bookings.models import Allocation, AmendedSeat, Amendment, Booking, Terms
from bookings.queries.available import AvailableChange, available_changes
from bookings.queries.details import with_seats
from bookings.queries.summaries import Summary, summaries


class BookingSummarySerializer(serializers.Serializer[Summary]):
    """A lease from its hold to its end. Amounts are before tax."""

    id = serializers.UUIDField(source="booking.id")
    reference = serializers.CharField(source="booking.reference")
    state = serializers.ChoiceField(BookingState.choices, source="booking.state")
    client = ClientReferenceSerializer(source="booking.client")
    facility = FacilityReferenceSerializer(source="booking.facility")
    shift = serializers.SlugField(source="booking.pattern.slug")
    time_zone = serializers.SerializerMethodField(
        help_text="the time zone whose clock its hours keep: the facility's, or the one they were on from the first day"
    )
    package = serializers.SlugField(source="booking.package.slug")
    first_day = FirstDayField(source="booking.days")
    last_day = LastDayField(source="booking.days", help_text="included; null while it renews by itself")
    term_months = serializers.IntegerField(source="booking.term_months")
    auto_renews = serializers.BooleanField(source="booking.auto_renews")
    seats = serializers.IntegerField(help_text="today, or on the first or last day when today lies outside")
    monthly_net = MoneyField(help_text="what a whole month comes to with these seats, before tax")
    renews_on = serializers.DateField(allow_null=True, help_text="first day of the next term; null when it won't renew")
    notice_deadline = serializers.DateField(
        allow_null=True, help_text="last day, included, to give notice so that it ends with this term"
    )
    held_at = serializers.DateTimeField(source="booking.held_at")
    hold_expires_at = serializers.SerializerMethodField(help_text="null once it is no hold any more")
    submitted_at = serializers.DateTimeField(source="booking.submitted_at", allow_null=True)
    decided_at = serializers.DateTimeField(source="booking.decided_at", allow_null=True)
    notice_given_at = serializers.DateTimeField(source="booking.notice_given_at", allow_null=True)

    def get_time_zone(self, summary: Summary) -> str:
        return summary.booking.time_zone or summary.booking.facility.time_zone

    def get_hold_expires_at(self, summary: Summary) -> datetime | None:
        booking = summary.booking
        return booking.hold_expires_at if booking.state == BookingState.HELD else None


class AgreedDiscountSerializer(serializers.Serializer[Any]):
    """A discount that is in the agreed rate already."""

    counted_in = serializers.CharField(source="rule")
    threshold = serializers.IntegerField()
    percent = serializers.DecimalField(max_digits=5, decimal_places=2)


class TermsSerializer(serializers.Serializer[Terms]):
    """Price and conditions from a day on, until later terms of the same booking."""

    first_day = serializers.DateField(source="effective_from")
    list_rate = MoneyField(help_text="per seat and month")
    net_rate = MoneyField(help_text="agreed, per seat and month, before tax")
    discounts = AgreedDiscountSerializer(many=True)
    setup_rate = MoneyField(help_text="per seat, once")
    deposit_months = serializers.DecimalField(max_digits=4, decimal_places=2)
    committed_seats = serializers.IntegerField(help_text="paid for in the term, used or not")
    minimum_months = serializers.IntegerField()
    notice_days = serializers.IntegerField()
    escalation_percent = serializers.DecimalField(max_digits=5, decimal_places=2, help_text="yearly increase")


class BookedSeatSerializer(serializers.Serializer[Allocation]):
    """A seat of the booking and the days it belongs to it."""

    id = serializers.UUIDField(source="workstation.id", help_text="of the seat, as on the floor plan")
    code = serializers.CharField(source="workstation.code")
    room = serializers.CharField(source="workstation.room.name")
    floor = serializers.CharField(source="workstation.room.floor.name")
    first_day = FirstDayField(source="days")
    last_day = LastDayField(source="days")


class AmendedSeatSerializer(serializers.Serializer[AmendedSeat]):
    """A seat that a change begins or ends."""

    id = serializers.UUIDField(source="allocation.workstation.id", help_text="of the seat, as on the floor plan")
    code = serializers.CharField(source="allocation.workstation.code")


class EffectSerializer(serializers.Serializer[PlannedChange]):
    """What a planned change adds to what is billed, or takes away, with tax: on top of those planned before it."""

    next_document = MoneyField(source="next_gross", help_text="on the next invoice or credit note")
    monthly = MoneyField(source="monthly_gross", help_text="in each whole month after it")


class AmendmentSerializer(serializers.Serializer[Amendment]):
    """A dated change to the lease."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="counts the changes of a booking; of two on one day the lower is first")
    kind = serializers.ChoiceField(AmendmentKind.choices)
    state = serializers.ChoiceField(
        AmendmentState.choices, help_text="scheduled until its first day comes; it can be withdrawn as long"
    )
    effective_on = serializers.DateField(help_text="the first day on which it holds")
    seats = serializers.ListField(
        source="details.seats", default=list, child=serializers.CharField(), help_text="codes of the seats concerned"
    )
    moved_to = serializers.ListField(
        source="details.moved_to",
        default=list,
        child=serializers.CharField(),
        help_text="where each of these seats moved to, in the same order",
    )
    begins = serializers.SerializerMethodField(help_text="seats that it begins")
    ends = serializers.SerializerMethodField(help_text="seats that it ends")
    effect = serializers.SerializerMethodField(
        help_text="of a scheduled one; null once it is applied or withdrawn, and where no tax is known for its days"
    )
    last_day = serializers.DateField(allow_null=True, help_text="of the lease, included, where it was set")
    reason = serializers.CharField()
    withdraws = serializers.IntegerField(
        source="withdraws.number", default=None, allow_null=True, help_text="the number of the change it withdraws"
    )
    made_at = serializers.DateTimeField()

    @extend_schema_field(AmendedSeatSerializer(many=True))
    def get_begins(self, amendment: Amendment) -> Any:
        return self._seats(amendment, SeatEffect.BEGINS)

    @extend_schema_field(AmendedSeatSerializer(many=True))
    def get_ends(self, amendment: Amendment) -> Any:
        return self._seats(amendment, SeatEffect.ENDS)

    @extend_schema_field(EffectSerializer(allow_null=True))
    def get_effect(self, amendment: Amendment) -> Any:
        planned = self.context["planned"].get(amendment.pk)
        return EffectSerializer(planned).data if planned is not None and planned.next_gross is not None else None

    def _seats(self, amendment: Amendment, effect: SeatEffect) -> Any:
        found: Any = [seat for seat in amendment.seats.all() if seat.effect == effect]
        found.sort(key=lambda seat: seat.allocation.workstation.code)
        return AmendedSeatSerializer(found, many=True).data


class AvailableActionSerializer(serializers.Serializer[AvailableChange]):
    """A change that can be asked for now, or why it would be refused."""

    kind = serializers.ChoiceField(AmendmentKind.choices)
    is_available = serializers.BooleanField()
    refusal = serializers.CharField(
        source="code", help_text="code of the problem that asking would end in; empty where it is available"
    )
    detail = serializers.CharField(source="sentence", help_text="the refusal in words")
    withdraws = serializers.IntegerField(
        source="amendment.number", default=None, allow_null=True, help_text="the planned change that it would withdraw"
    )


class BookingSerializer(BookingSummarySerializer):
    """A booking with its price, its seats and every change."""

    decision_reason = serializers.CharField(source="booking.decision_reason", help_text="where we declined or ended it")
    agreement_version = serializers.CharField(source="booking.agreement_version", help_text="accepted when submitted")
    client_note = serializers.CharField(source="booking.client_note")
    terms = TermsSerializer(many=True, source="booking.terms.all", help_text="oldest first")
    allocations = BookedSeatSerializer(
        many=True, source="booking.allocations.all", help_text="every seat it had, has or will have, with its days"
    )
    amendments = AmendmentSerializer(many=True, source="booking.amendments.all", help_text="newest first")
    available_actions = serializers.SerializerMethodField(
        help_text="every change of a lease, and each planned one that could be withdrawn"
    )

    @extend_schema_field(AvailableActionSerializer(many=True))
    def get_available_actions(self, summary: Summary) -> Any:
        return AvailableActionSerializer(self.context["available"], many=True).data


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingsAsked(ListAsked):
    """Which bookings; ``None`` for what was left out."""

    state: Sequence[str] | None = None
    facility: UUID | None = None
    client: UUID | None = None
    first_day_from: date | None = None
    first_day_to: date | None = None

    @property
    def filters(self) -> dict[str, object]:
        """What is compared; both ends of the range are included."""
        chosen = {
            "state__in": self.state,
            "facility": self.facility,
            "client": self.client,
            "days__startswith__gte": self.first_day_from,
            "days__startswith__lte": self.first_day_to,
        }
        return {path: value for path, value in chosen.items() if value is not None}


class BookingParameters(ListParameters):
    """Which bookings."""

    state = serializers.ListField(
        child=serializers.ChoiceField(BookingState.choices),
        required=False,
        help_text="May be repeated.",
    )
    facility = serializers.UUIDField(required=False, help_text="Only at this facility.")
    client = serializers.UUIDField(required=False, help_text="Only of this client.")
    first_day_from = serializers.DateField(required=False, help_text="Only those that begin on this day or later.")
    first_day_to = serializers.DateField(required=False, help_text="Only those that begin on this day or earlier.")
    ordering = serializers.ChoiceField(
        [
            ("-held_at", "newest first"),
            ("held_at", "oldest first"),
            ("-first_day", "latest start first"),
            ("first_day", "earliest start first"),
        ],
        required=False,
        help_text="Newest first unless you say.",
    )

    def value(self, given: dict[str, Any]) -> BookingsAsked:
        return BookingsAsked(**given)


class BookingList(ListEndpoint):
    """The bookings of the clients your key acts for, newest first."""

    summary = "List bookings"
    serializer_class = BookingSummarySerializer
    parameters = BookingParameters
    scope = Scope.BOOKINGS_READ
    orders = {
        "-held_at": Order("held_at", datetime),
        "held_at": Order("held_at", datetime),
        "-first_day": Order("days__startswith", date),
        "first_day": Order("days__startswith", date),
    }

    asked: BookingsAsked

    def rows(self) -> QuerySet[Booking]:
        return visible_bookings(self.actor).filter(**self.asked.filters)

    def shown(self, page: Sequence[Booking]) -> Sequence[Summary]:
        return summaries(page, now=timezone.now())


class BookingDetail(Endpoint):
    """A booking with its price and conditions, its seats, and every change since it was agreed."""

    summary = "Show a booking"
    serializer_class = BookingSerializer
    scope = Scope.BOOKINGS_READ

    def get(self, request: Request, pk: UUID) -> Response:
        found = with_seats(visible_bookings(self.actor)).prefetch_related(
            "amendments__withdraws", "amendments__seats__allocation__workstation", "terms"
        )
        booking = get_object_or_404(found, pk=pk)
        now = timezone.now()
        [summary] = summaries([booking], now=now)
        context = {
            "planned": {each.amendment.pk: each for each in planned_changes(booking, now=now)},
            "available": available_changes(booking, self.actor, now),
        }
        return Response(BookingSerializer(summary, context=context).data)
