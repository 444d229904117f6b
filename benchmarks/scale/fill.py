"""Facilities, clients, leases and what they take, copied into an empty database in the order they were agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from django.db import connection
from django.utils import timezone

from accounts.models import Client, LegalEntity
from benchmarks import statements
from benchmarks.scale.lettings import Letting, lettings
from bookings.enums import BookingState
from facilities.enums import Purpose, ShiftKind
from facilities.models import Facility, Floor, Package, Rate, Room, ShiftPattern, ShiftSpan, Workstation
from kernel.period import Period
from kernel.week import ALL_WEEK, Slot

# Monday to Friday by day and by night, every day round the clock: (start in minutes after midnight, length, weekdays).
SHIFTS = {
    ShiftKind.DAY: ("Day", 8 * 60, 9 * 60, range(5)),
    ShiftKind.NIGHT: ("Night", 21 * 60, 9 * 60, range(5)),
    ShiftKind.ROUND_THE_CLOCK: ("24 hours", 0, 24 * 60, range(7)),
}
PRICES = {ShiftKind.DAY: 6_500, ShiftKind.NIGHT: 7_800, ShiftKind.ROUND_THE_CLOCK: 12_000}
CITIES = 10
SEATS_OF_A_ROW = 10
DESK, AISLE = 140, 220


@dataclass(frozen=True, slots=True)
class Sizes:
    """Every room of a facility has as many seats; the last of each facility is let as a whole."""

    facilities: int = 100
    rooms: int = 10
    seats_of_a_room: int = 100
    clients: int = 2_000

    @property
    def seats_of_a_facility(self) -> int:
        return self.rooms * self.seats_of_a_room

    @property
    def seats(self) -> int:
        return self.facilities * self.seats_of_a_facility


SMALL = Sizes(facilities=3, rooms=3, seats_of_a_room=20, clients=30)


@dataclass(frozen=True, slots=True)
class Place:
    """A room with the ids of its seats, in the order they stand."""

    facility: Facility
    room: Room
    seats: list[str]


def fill(sizes: Sizes, *, seed: int) -> None:
    """Everything there is and was, from ``seed``; vacuumed and analysed, as a database is that has lived."""
    now = timezone.now().astimezone(UTC)
    entity = LegalEntity.objects.create(
        name="Scale Workfloors, Inc.", country="PH", address="Cebu City", tax_id="999-000-002",
        billing_email="s@example.com",
    )  # fmt: skip
    package = Package.objects.create(name="Standard", slug="standard")
    patterns = {kind: _pattern(kind, place) for place, kind in enumerate(SHIFTS)}
    places = [
        place
        for n in range(sizes.facilities)
        for place in _facility(n, sizes, entity, package, list(patterns.values()))
    ]
    with connection.cursor() as cursor:
        cursor.execute(statements.CLIENTS, {"clients": sizes.clients})
    clients = [pk.hex for pk in Client.objects.order_by("name").values_list("pk", flat=True)]
    lot = Random(seed)
    agreed = sorted(_agreed(places, sizes, now.date(), lot), key=lambda each: each[0])
    writer = _Writer(now, patterns, package, clients, places[0].facility.handover_minutes)
    for table, columns, lines in (
        ("bookings_booking", BOOKING, writer.bookings(agreed)),
        ("bookings_allocation", ALLOCATION, writer.allocations(agreed)),
        ("facilities_occupancy", OCCUPANCY, writer.occupancies(agreed)),
    ):
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for line in lines:
                copy.write(line)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _pattern(kind: ShiftKind, place: int) -> ShiftPattern:
    name, start, length, weekdays = SHIFTS[kind]
    pattern = ShiftPattern.objects.create(name=name, slug=kind.value, kind=kind, position=place)
    ShiftSpan.objects.bulk_create(
        ShiftSpan(pattern=pattern, weekday=weekday, start=start, length=length) for weekday in weekdays
    )
    return pattern


def _facility(
    number: int, sizes: Sizes, entity: LegalEntity, package: Package, patterns: Iterable[ShiftPattern]
) -> Iterator[Place]:
    """One floor of rooms in two lines, desks in rows."""
    facility = Facility.objects.create(
        legal_entity=entity, name=f"Facility {number:03}", slug=f"facility-{number:03}", code=f"F{number:03}",
        summary="For measuring", address="Cebu City", city=f"City {number % CITIES}", country="PH",
        time_zone="Asia/Manila", currency="PHP",
    )  # fmt: skip
    Rate.objects.bulk_create(
        Rate(
            facility=facility, package=package, pattern=pattern, currency="PHP", days=Period(date(2020, 1, 1)),
            monthly_net=Decimal(PRICES[ShiftKind(pattern.kind)] + 10 * number), setup_net=Decimal(2_500),
        )
        for pattern in patterns
    )  # fmt: skip
    across = -(-sizes.rooms // 2)
    width = SEATS_OF_A_ROW * DESK + 100
    height = -(-sizes.seats_of_a_room // SEATS_OF_A_ROW) * AISLE + 100
    floor = Floor.objects.create(facility=facility, name="Floor 1", level=1, width=across * width, height=2 * height)
    for n in range(sizes.rooms):
        room = Room.objects.create(
            floor=floor, name=f"Bay {n + 1:02}", is_exclusive=n == sizes.rooms - 1, x=n % across * width,
            y=n // across * height, width=width, height=height,
        )  # fmt: skip
        seats = Workstation.objects.bulk_create(
            Workstation(
                facility=facility,
                room=room,
                code=f"F{number:03}-{n + 1:02}-{seat + 1:03}",
                row=f"{seat // SEATS_OF_A_ROW + 1:02}",
                position=seat % SEATS_OF_A_ROW + 1,
                x=room.x + 120 + seat % SEATS_OF_A_ROW * DESK,
                y=room.y + 150 + seat // SEATS_OF_A_ROW * AISLE,
            )
            for seat in range(sizes.seats_of_a_room)
        )
        yield Place(facility, room, [seat.pk.hex for seat in seats])


@dataclass(frozen=True, slots=True)
class _Agreed:
    """A letting with its ids: of the booking, and an allocation for each seat."""

    place: Place
    letting: Letting
    claim: str
    sources: list[str]


def _agreed(places: Iterable[Place], sizes: Sizes, today: date, lot: Random) -> Iterator[tuple[date, int, _Agreed]]:
    """Each with the day it was agreed, a number that tells apart those of one day, in no order."""
    numbers = count()
    for place in places:
        for letting in lettings(
            seats=len(place.seats), exclusive=place.room.is_exclusive, clients=sizes.clients, today=today, lot=lot
        ):
            agreed_on = min(letting.days.start - timedelta(days=lot.randrange(10, 90)), today)
            sources = [f"{lot.getrandbits(128):032x}" for _ in letting.seats]
            yield agreed_on, next(numbers), _Agreed(place, letting, f"{lot.getrandbits(128):032x}", sources)


NONE = "\\N"
BOOKING = (
    "id, reference, client_id, facility_id, package_id, pattern_id, state, days, term_months, auto_renews, "
    "hold_expires_at, held_at, submitted_at, decided_at, decision_reason, agreement_version, client_note, time_zone, "
    "own_reference"
)
ALLOCATION = "id, booking_id, workstation_id, pattern_id, days"
OCCUPANCY = (
    "workstation_id, room_id, room_is_exclusive, client_id, purpose, days, minutes, guarded_minutes, claim, source, "
    "reason, expires_at, released_at"
)


class _Writer:
    """Writes lettings down as lines for COPY."""

    def __init__(
        self, now: datetime, patterns: dict[ShiftKind, ShiftPattern], package: Package, clients: list[str], buffer: int
    ) -> None:
        self.now, self.package, self.clients = now, package, clients
        self.patterns = {kind: pattern.pk.hex for kind, pattern in patterns.items()}
        # Nothing can be asked while a COPY is under way.
        self.legs = {kind: pattern.legs(buffer) for kind, pattern in patterns.items()}

    def bookings(self, agreed: Iterable[tuple[date, int, _Agreed]]) -> Iterator[str]:
        for day, number, each in agreed:
            letting = each.letting
            if letting.client is None:
                continue
            held = f"{day}T01:00:00Z"
            known = NONE if letting.purpose == Purpose.HOLD else held
            yield _line(
                each.claim, f"B-{number}", self.clients[letting.client], each.place.facility.pk.hex,
                self.package.pk.hex, self.patterns[letting.shift], self._state(letting), _range(letting.days), 12,
                "f" if letting.days.end else "t", self._expires(letting), held, known, known, "", "", "", "", "",
            )  # fmt: skip

    def allocations(self, agreed: Iterable[tuple[date, int, _Agreed]]) -> Iterator[str]:
        for _day, _number, each in agreed:
            letting = each.letting
            if letting.client is None:
                continue
            pattern, days = self.patterns[letting.shift], _range(letting.days)
            for seat, source in zip(letting.seats, each.sources, strict=True):
                yield _line(source, each.claim, each.place.seats[seat], pattern, days)

    def occupancies(self, agreed: Iterable[tuple[date, int, _Agreed]]) -> Iterator[str]:
        for day, _number, each in agreed:
            letting, room = each.letting, each.place.room
            for slot in self._slots(each):
                client = NONE if letting.client is None else self.clients[letting.client]
                about = (
                    room.pk.hex, "t" if room.is_exclusive else "f", client, letting.purpose.value, _range(slot.days),
                    _minutes(slot.minutes.spans), _minutes(slot.guarded.spans), each.claim,
                )  # fmt: skip
                released = f"{day}T02:00:00Z" if letting.fate == "given back" else NONE
                for seat, source in zip(letting.seats, each.sources, strict=True):
                    yield _line(each.place.seats[seat], *about, source, "", self._expires(letting), released)

    def _slots(self, each: _Agreed) -> list[Slot]:
        letting = each.letting
        if letting.client is None:
            return [Slot(letting.days, ALL_WEEK, ALL_WEEK)]
        return [slot for leg in self.legs[letting.shift] if (slot := leg.on(letting.days)) is not None]

    def _state(self, letting: Letting) -> BookingState:
        if letting.purpose == Purpose.HOLD:
            return BookingState.HELD
        if letting.fate == "given back":
            return BookingState.CANCELLED
        if letting.days.start > self.now.date():
            return BookingState.CONFIRMED
        return BookingState.ACTIVE if self.now.date() in letting.days else BookingState.ENDED

    def _expires(self, letting: Letting) -> str:
        if letting.purpose != Purpose.HOLD:
            return NONE
        return (self.now + timedelta(hours=-2 if letting.fate == "expired" else 30)).isoformat()


def _line(*cells: object) -> str:
    return "\t".join(map(str, cells)) + "\n"


def _range(days: Period) -> str:
    return f"[{days.start},{days.end or ''})"


def _minutes(spans: Iterable[tuple[int, int]]) -> str:
    return "{" + ",".join(f"[{start},{end})" for start, end in spans) + "}"
