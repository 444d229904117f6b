"""Places, people, leases and what they take, put into an empty database by set-based SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from accounts.actors import Actor, Person
from accounts.models import Client, LegalEntity, User
from benchmarks import statements
from billing.enums import ISSUED_HERE
from billing.models import NumberSeries, TaxRate
from facilities.enums import ShiftKind
from facilities.models import Facility, Package, Rate, ShiftPattern, ShiftSpan
from kernel.fields import MinutesField
from kernel.period import Period, add_months, month_of

WEEKDAYS = range(5)


@dataclass(frozen=True, slots=True)
class Sizes:
    """``facilities`` are found by search, ``halls`` only hold the leases that are billed."""

    facilities: int = 3
    seats: int = 1_000
    halls: int = 5
    bookings: int = 10_000
    clients: int = 500
    holds: int = 400
    rounds: int = 5
    calls: int = 60


QUICK = Sizes(seats=80, halls=1, bookings=60, clients=24, holds=8, rounds=1, calls=2)

# Each lease has so many seats from before, and one more that is added within the month.
SEATS_OF_A_LEASE = 5
RIVALS = 4


@dataclass(frozen=True, slots=True)
class Data:
    """What the benchmarks work with."""

    sizes: Sizes
    now: datetime
    month: Period
    legal_entity: LegalEntity
    facilities: list[Facility]
    package: Package
    day: ShiftPattern
    night: ShiftPattern
    clients: list[Client]
    owners: list[User]
    staff: User

    def as_owner(self, client: int) -> Actor:
        """The owner of the client with this place in the list."""
        return Person(self.owners[client])

    @property
    def today(self) -> date:
        return self.now.date()


def build(sizes: Sizes) -> Data:
    """Fill the database; analysed, so that plans are those of a database that has lived."""
    now = timezone.now().astimezone(UTC)
    entity = LegalEntity.objects.create(
        name="Bench Workfloors, Inc.",
        country="PH",
        address="Cebu City",
        tax_id="999-000-001",
        billing_email="b@example.com",
    )
    NumberSeries.objects.bulk_create(
        NumberSeries(legal_entity=entity, kind=kind, prefix=f"{kind[0].upper()}-{{year}}-") for kind in ISSUED_HERE
    )
    TaxRate.objects.create(country="PH", percent=Decimal(12), days=Period(date(2006, 2, 1)))
    package = Package.objects.create(name="Standard", slug="standard")
    day = _pattern("Day", ShiftKind.DAY, start=8 * 60)
    night = _pattern("Night", ShiftKind.NIGHT, start=21 * 60)
    searched = [_facility(f"Facility {n}", entity, is_listed=True) for n in range(sizes.facilities)]
    halls = [_facility(f"Hall {n}", entity, is_listed=False) for n in range(sizes.halls)]
    for place in searched:
        for pattern in (day, night):
            Rate.objects.create(
                facility=place, package=package, pattern=pattern, currency="PHP", days=Period(date(2020, 1, 1)),
                monthly_net=Decimal(6500), setup_net=Decimal(2500),
            )  # fmt: skip
    # Leases have one seat more than they begin with; day and night share the desks.
    desks = -(-sizes.bookings * (SEATS_OF_A_LEASE + 1) // (2 * sizes.halls))
    for place in searched:
        _run(statements.ROOMS_AND_SEATS, facility=place.pk, seats=sizes.seats)
    for place in halls:
        _run(statements.ROOMS_AND_SEATS, facility=place.pk, seats=desks)
    _run(statements.CLIENTS, clients=sizes.clients)
    month = month_of(now.date())
    for pattern in (day, night):
        for place in searched:
            _past_and_present(place, pattern, month)
    for shift, pattern in enumerate((day, night)):
        _leases(halls, pattern, package, month, shift=shift, bookings=sizes.bookings // 2)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Data(
        sizes=sizes,
        now=now,
        month=month,
        legal_entity=entity,
        facilities=searched,
        package=package,
        day=day,
        night=night,
        clients=list(Client.objects.order_by("name")),
        owners=list(User.objects.filter(is_staff=False).order_by("memberships__client__name")),
        staff=User.objects.create(email="opal@example.com", is_staff=True, is_superuser=True),
    )


def _pattern(name: str, kind: ShiftKind, *, start: int) -> ShiftPattern:
    pattern = ShiftPattern.objects.create(name=name, slug=name.lower(), kind=kind)
    ShiftSpan.objects.bulk_create(
        ShiftSpan(pattern=pattern, weekday=weekday, start=start, length=9 * 60) for weekday in WEEKDAYS
    )
    return pattern


def _facility(name: str, entity: LegalEntity, *, is_listed: bool) -> Facility:
    slug = name.lower().replace(" ", "-")
    return Facility.objects.create(
        legal_entity=entity, name=name, slug=slug, code=slug[:1].upper() + slug[-1:], summary=name, address="Cebu City",
        city="Cebu", country="PH", time_zone="Asia/Manila", currency="PHP", is_listed=is_listed,
    )  # fmt: skip


def depot(name: str, entity: LegalEntity, *, desks: int) -> Facility:
    """A facility with so many desks that nobody has."""
    place = _facility(name, entity, is_listed=False)
    _run(statements.ROOMS_AND_SEATS, facility=place.pk, seats=desks)
    return place


def _past_and_present(place: Facility, pattern: ShiftPattern, month: Period) -> None:
    """Three leases gone by on each seat and shift, and one that goes on on every second seat."""
    for years, share in ((3, 8), (2, 8), (1, 8), (0, 4)):
        start = add_months(month.start, -12 * years - 6)
        days = Period(start, add_months(start, 11) if years else None)
        for leg in pattern.legs(place.handover_minutes):
            _run(
                statements.OCCUPANCY,
                facility=place.pk,
                share=share,
                days=_range(days.shifted(leg.day_offset)),
                minutes=MinutesField().get_prep_value(leg.minutes),
                guarded=MinutesField().get_prep_value(leg.guarded),
            )


def _leases(
    halls: list[Facility], pattern: ShiftPattern, package: Package, month: Period, *, shift: int, bookings: int
) -> None:
    """Leases that began two months before ``month``; each gets a seat more, and its set-up, inside it."""
    began = add_months(month.start, -2)
    added = month.start + timedelta(days=14)
    _run(
        statements.LEASES,
        halls=[hall.pk for hall in halls],
        pattern=pattern.pk,
        package=package.pk,
        shift=shift,
        bookings=bookings,
        seats=SEATS_OF_A_LEASE,
        began=began,
        added=added,
        month=month.start,
        at=datetime(began.year, began.month, 1, tzinfo=UTC),
        treatment=Jsonb([]),
    )


def _range(days: Period) -> str:
    return f"[{days.start},{days.end or ''})"


def _run(statement: str, **params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
