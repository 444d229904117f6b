"""Leases and rates as rows, for tests that are about money and not about how a lease comes to be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import Client, LegalEntity
from billing.enums import DocumentKind
from billing.models import NumberSeries, TaxCertificate, TaxRate, WithholdingRate
from bookings.enums import BookingState
from bookings.models import Allocation, Booking, Terms
from facilities.enums import Purpose
from facilities.models import Facility, Package, ShiftPattern, Workstation
from facilities.operations import Sold, occupy
from kernel.period import Period, add_months
from ledger.models import ExchangeRate
from tests import factories

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
DECEMBER = date(2026, 12, 1)
JANUARY = date(2027, 1, 1)
FEBRUARY = date(2027, 2, 1)
FROM_DECEMBER = Period(DECEMBER)

PREFIXES = {DocumentKind.INVOICE: "INV", DocumentKind.CREDIT_NOTE: "CN", DocumentKind.DEPOSIT_REQUEST: "DEP"}


def make_provider(**fields: Any) -> LegalEntity:
    """A company of ours that numbers documents of every kind."""
    entity = factories.make_legal_entity(
        **{"bank_details": "Bank of the Islands\nAccount 1234-5678-90", "time_zone": "Asia/Manila", **fields}
    )
    NumberSeries.objects.bulk_create(
        NumberSeries(legal_entity=entity, kind=kind, prefix=f"{prefix}-{{year}}-") for kind, prefix in PREFIXES.items()
    )
    return entity


def make_philippine_rates() -> None:
    """12 % VAT; 5 % withheld on rent and 2 % on services."""
    TaxRate.objects.create(country="PH", percent=Decimal(12), days=Period(date(2006, 2, 1)))
    for kind, percent in (("rent", 5), ("services", 2)):
        WithholdingRate.objects.create(country="PH", kind=kind, percent=percent, days=Period(date(2018, 1, 1)))


def make_lease(
    client: Client,
    facility: Facility,
    pattern: ShiftPattern,
    package: Package,
    *,
    seats: int = 20,
    days: Period = FROM_DECEMBER,
    rate: str = "9000",
    state: BookingState = BookingState.ACTIVE,
    currency: str = "PHP",
    months: int = 12,
    **terms: Any,
) -> Booking:
    """A lease of ``seats`` new seats at ``rate`` per seat and month."""
    booking = Booking.objects.create(
        client=client,
        facility=facility,
        pattern=pattern,
        package=package,
        state=state,
        days=days,
        term_months=months,
        held_at=NOW,
        submitted_at=NOW,
    )
    Terms.objects.create(
        booking=booking,
        effective_from=days.start,
        currency=currency,
        list_rate=Decimal(rate),
        net_rate=Decimal(rate),
        created_at=NOW,
        **{"committed_until": add_months(days.start, months), **terms},
    )
    if seats:
        add_seats(booking, seats, days)
    return booking


def add_seats(booking: Booking, seats: int, days: Period) -> None:
    """Sell more seats under a booking, in a room of their own."""
    room = f"Room {Workstation.objects.count()}"
    desks = factories.make_room(booking.facility, room, {room.replace(" ", "")[-8:]: seats})
    Allocation.objects.bulk_create(
        Allocation(booking=booking, workstation=desk, pattern_id=booking.pattern_id, days=days) for desk in desks
    )
    _changed(booking, days.start)


def take_seats(booking: Booking) -> Booking:
    """Let a lease sit on its seats, as one that came about by operations does; billing alone never looks."""
    seats = [
        Sold(sold.workstation, sold.pk, booking.slots(sold.days))
        for sold in booking.allocations.select_related("workstation__room")
        if sold.days is not None
    ]
    occupy(claim=booking.pk, client=booking.client, purpose=Purpose.LEASE, seats=seats)
    return booking


def remove_seats(booking: Booking, seats: int, on: date) -> None:
    """Give up the latest of a booking's seats from a day on."""
    for allocation in booking.allocations.filter(days__contains=on).order_by("-pk")[:seats]:
        allocation.days = allocation.days.until(on)
        allocation.save()
    _changed(booking, on)


def _changed(booking: Booking, on: date) -> None:
    booking.charges_changed_from = min(booking.charges_changed_from or on, on)
    booking.save(update_fields=["charges_changed_from"])


def make_certificate(client: Client, days: Period, **fields: Any) -> TaxCertificate:
    """An approved PEZA certificate."""
    return TaxCertificate.objects.create(
        client=client, days=days, **{"number": "2026-0815", "issuer": "PEZA", "approved_at": NOW, **fields}
    )


def make_exchange_rate(rate: str, on: date = DECEMBER) -> ExchangeRate:
    """What one US dollar is worth in pesos from a day on."""
    return ExchangeRate.objects.create(
        currency="USD", functional_currency="PHP", on=on, rate=Decimal(rate), source="BSP"
    )
