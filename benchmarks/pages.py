"""The main pages beside a view that does nothing, in one process, through the whole stack of middleware."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.operations import issue_api_key
from benchmarks.browsers import Inside, signed_in
from benchmarks.dataset import Data
from benchmarks.measures import Row, milliseconds, side_by_side
from bookings.models import Booking


def rows(data: Data) -> Iterator[Row]:
    inside = Inside()
    owner, staff = signed_in(data.owners[0]), signed_in(data.staff)
    wish = f"shift=night&start={data.today + timedelta(days=20)}&months=12"
    place = data.facilities[0].slug
    booking = Booking.objects.filter(client=data.clients[0]).latest("held_at")
    _key, secret = issue_api_key(name="Bench", client=data.clients[0], actor=SYSTEM, now=timezone.now())
    pages = {
        "landing page": inside.getter("/"),
        f"search, {data.sizes.facilities} facilities": inside.getter(f"/search/?{wish}&seats=12"),
        "facility page": inside.getter(f"/facilities/{place}/?{wish}"),
        f"floor plan, {data.sizes.seats:,} seats": inside.getter(f"/facilities/{place}/plan/?{wish}&seats=12"),
        "bookings list": inside.getter("/bookings/", owner),
        "booking": inside.getter(f"/bookings/{booking.pk}/", owner),
        "invoices list": inside.getter("/invoices/", owner),
        "staff's board of today": inside.getter("/admin/", staff),
        "API: availability": inside.getter(f"/api/v1/availability/?{wish}&seats=12", authorization=f"Api-Key {secret}"),
    }
    bare = inside.getter("/bare/")
    calls = data.sizes.calls
    for name, get in pages.items():
        value, floor = side_by_side(
            data.sizes.rounds, partial(milliseconds, get, calls), partial(milliseconds, bare, calls)
        )
        yield Row(name, value, "ms", floor, "a bare view")
