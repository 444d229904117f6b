"""A change of a lease at the portal's interface: look, then press the button."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import Client
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.enums import Purpose
from facilities.models import Facility, Package, ShiftPattern
from facilities.operations import Sold, occupy
from tests import factories
from tests.billing.rows import make_lease


def address(booking: Booking, kind: str) -> str:
    return reverse("portal:booking-change", args=[booking.pk, kind])


def look(browser: HttpClient, booking: Booking, kind: str, **asked: Any) -> Any:
    """The page of what the change would bring about."""
    return browser.get(address(booking, kind), asked)


def make(browser: HttpClient, booking: Booking, kind: str, **asked: Any) -> Any:
    """Look, then press the button."""
    shown = look(browser, booking, kind, **asked).context["page"]
    digest = shown.preview.digest if shown.preview else "none"
    picked = {"seat": shown.picker.picked} if shown.picker else {}
    return browser.post(address(booking, kind), {**asked, **picked, "digest": digest})


def codes_on(booking: Booking, day: date) -> list[str]:
    return sorted(booking.allocations.filter(days__contains=day).values_list("workstation__code", flat=True))


def make_small_lease(client: Client, place: Facility, pattern: ShiftPattern, package: Package) -> Booking:
    """Four seats at PHP 9,000 from 1 December 2026, three of them committed, PHP 1,500 set-up for each more."""
    booking = make_lease(
        client, place, pattern, package, seats=4, setup_rate=Decimal(1500), committed_seats=3,
        state=BookingState.CONFIRMED, deposit_months=2,
    )  # fmt: skip
    taken = [
        Sold(seat.workstation, seat.pk, booking.slots(seat.days)) for seat in booking.allocations.all() if seat.days
    ]
    occupy(claim=booking.pk, client=client, purpose=Purpose.LEASE, seats=taken)
    factories.make_room(place, "Spare", {"Z": 3})
    return booking
