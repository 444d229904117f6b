"""Bookings: a list with those that wait first, and one page each. Nothing of a booking is edited but by operations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from unfold.views import ChangeList

from backoffice import cells
from backoffice.modeladmin import PagedAdmin, column
from backoffice.screens import actor_of
from backoffice.tones import TONES, badge
from backoffice.views.bookings import booking
from bookings.access import visible_bookings
from bookings.enums import BookingState
from bookings.models import Booking
from bookings.queries.summaries import summaries

S = BookingState


class SummedUp(ChangeList):  # type: ignore[misc]
    """Each row of the page with its summary: two queries for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: list[Booking] = list(self.result_list)
        for each in summaries(self.result_list, now=timezone.now()):
            each.booking.summary = each  # type: ignore[attr-defined]


@admin.register(Booking)
class BookingAdmin(PagedAdmin):
    list_display = ["reference", "client", "facility", "pattern", "seats", "when", "monthly", "shown_state", "waiting"]
    list_filter = ["state", "facility", "pattern"]
    search_fields = ["reference", "own_reference", "client__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        first = Case(When(state=S.SUBMITTED, then=Value(0)), default=Value(1), output_field=IntegerField())
        return visible_bookings(actor_of(request)).annotate(urgency=first)

    def get_ordering(self, request: HttpRequest) -> list[str]:
        return ["urgency", "-held_at"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SummedUp

    def page(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return booking(request, pk)

    @column(_("seats"))
    def seats(self, booking: Booking) -> int:
        count: int = booking.summary.seats  # type: ignore[attr-defined]
        return count

    @column(_("service days"), ordering="days")
    def when(self, booking: Booking) -> str:
        return cells.days(booking.days)

    @column(_("a month, net"))
    def monthly(self, booking: Booking) -> str:
        summary = booking.summary  # type: ignore[attr-defined]
        return cells.money(summary.monthly_net, summary.currency)

    @column(_("state"), ordering="state", label=TONES)
    def shown_state(self, booking: Booking) -> tuple[str, str]:
        return badge(booking)

    @column(_("waiting for"), ordering="submitted_at")
    def waiting(self, booking: Booking) -> str:
        if booking.state != S.SUBMITTED or booking.submitted_at is None:
            return "–"
        return timesince(booking.submitted_at, depth=1)
