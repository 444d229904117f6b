"""What seats are asked for: shift, days, for whom; as query parameters of more than one address."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.access import clients_where
from accounts.capabilities import Capability
from accounts.enums import Scope
from accounts.models import Client
from api.authentication import principal_of
from api.parameters import Parameters, SlugOf
from api.permissions import ScopeMissing
from api.problems import FieldError, ParametersInvalid
from bookings import rules
from bookings.seat_requests import SeatRequest
from facilities.queries.catalogue import offered_patterns


class RequestParameters(Parameters):
    """A shift, days, and on whose behalf."""

    shift = SlugOf(
        offered_patterns(),
        unknown=_("There is no shift “{value}”; /api/v1/shifts/ lists them."),
        help_text="A shift's `slug`.",
    )
    start = serializers.DateField(help_text="The first day, from today on.")
    months = serializers.IntegerField(min_value=1, max_value=rules.MOST_MONTHS, help_text="The term in months.")
    renews = serializers.BooleanField(
        default=True,
        help_text="Whether the lease goes on after its term until notice: its seats must stay free then.",
    )
    time_zone = serializers.CharField(
        max_length=60,
        required=False,
        default="",
        help_text="A time zone such as `America/Chicago` whose clock the hours keep from the first day on: seats must "
        "be free in the hours they move to when clocks change. Without it the hours keep the facility's clock.",
    )
    client = serializers.UUIDField(
        required=False,
        help_text="One of a partner's clients: its own seats need no hand-over buffer and show as `yours`. "
        "Needs the scope `bookings:read`. With a client's own key that has it, this is always that client.",
    )

    def validate_client(self, pk: UUID) -> Client:
        """:raises ScopeMissing: for a key that may not see whose seats are whose."""
        principal = principal_of(self.context["request"])
        if principal is None or not principal.holds(Scope.BOOKINGS_READ):
            raise ScopeMissing(Scope.BOOKINGS_READ)
        client = clients_where(principal.actor, Capability.SEE_BOOKINGS).filter(pk=pk).first()
        if client is None:
            raise serializers.ValidationError(_("You have no client with this id."), code="does_not_exist")
        return client

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Without a client named, the key's own counts, if the key may see its bookings."""
        principal = principal_of(self.context["request"])
        own = principal.key.client if principal and principal.holds(Scope.BOOKINGS_READ) else None
        return {"client": own, **attrs}

    def value(self, given: dict[str, Any]) -> SeatRequest:
        return SeatRequest(
            pattern=given["shift"],
            start=given["start"],
            months=given["months"],
            renews=given["renews"],
            client=given["client"],
            time_zone=given["time_zone"],
        )


def require_sensible_parameters(
    *, start: date, today: date, seats: int = 1, months: int = 1, time_zone: str = ""
) -> None:
    """:raises ParametersInvalid: naming each parameter of a request that no facility can meet."""
    refusals = rules.refusals_of(seats=seats, start=start, months=months, time_zone=time_zone, today=today)
    field_errors = [FieldError(refusal.code, str(refusal), parameter=refusal.field) for refusal in refusals]
    if field_errors:
        raise ParametersInvalid(field_errors)
