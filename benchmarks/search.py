"""Free seats of a thousand-seat facility, and a search over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from psycopg.types.range import DateRange

from benchmarks import floors
from benchmarks.dataset import Data
from benchmarks.measures import Row, milliseconds, side_by_side
from bookings.queries.offers import search
from bookings.queries.seats import vacant_seats
from bookings.seat_requests import SeatRequest
from facilities.demand import Demand
from facilities.models import Facility
from facilities.queries.plans import floor_plans
from kernel.fields import MinutesField
from kernel.period import Period

SEATS = 12
MONTHS = 12


def rows(data: Data) -> Iterator[Row]:
    facility = data.facilities[0]
    days = Period(data.today + timedelta(days=20))
    demand = Demand(data.night, days)
    calls = data.sizes.calls

    def free() -> None:
        vacant_seats(demand, facility=facility, now=data.now)

    def plans() -> None:
        floor_plans(demand, facility=facility, now=data.now)

    def everywhere() -> None:
        request = SeatRequest(pattern=data.night, seats=SEATS, start=days.start, months=MONTHS)
        search(request, now=data.now).offers()

    with floors.raw_connection() as raw:
        raw.autocommit = True

        def ask(facilities: list[Facility]) -> None:
            for sql, params in _raw_questions(data, facilities, days):
                raw.execute(sql, params).fetchall()

        measured = side_by_side(
            data.sizes.rounds,
            lambda: milliseconds(free, calls),
            lambda: milliseconds(plans, calls),
            lambda: milliseconds(lambda: ask([facility]), calls),
            lambda: milliseconds(everywhere, calls),
            lambda: milliseconds(lambda: ask(data.facilities), calls),
        )
    seats, plan, one, found, all_of_them = measured
    count = f"{data.sizes.seats:,}"
    yield Row(f"free seats of a {count}-seat facility", seats, "ms", one, "the question in SQL")
    yield Row(f"its floor plans, seat by seat: {count} seats", plan, "ms", one, "the question in SQL")
    yield Row(f"search over {data.sizes.facilities} such facilities", found, "ms", all_of_them, "the question in SQL")


FREE = """
SELECT seat.id, seat.code, seat.room_id, room.name, seat."row", seat.position
FROM facilities_workstation AS seat JOIN facilities_room AS room ON room.id = seat.room_id
WHERE seat.facility_id = ANY(%(facilities)s) AND seat.state = 'in_service' AND NOT EXISTS (
    SELECT FROM facilities_occupancy AS taken
    WHERE taken.workstation_id = seat.id AND taken.released_at IS NULL
      AND (taken.expires_at IS NULL OR taken.expires_at > %(now)s)
      AND (taken.days && %(evening)s AND taken.guarded_minutes && %(evening_minutes)s
           OR taken.days && %(morning)s AND taken.guarded_minutes && %(morning_minutes)s)
)
ORDER BY seat.code
"""
PRICES = """
SELECT facility_id, monthly_net, setup_net, deposit_months FROM facilities_rate
WHERE facility_id = ANY(%(facilities)s) AND pattern_id = %(pattern)s AND days @> %(start)s
"""


def _raw_questions(data: Data, facilities: list[Facility], days: Period) -> Iterator[tuple[str, dict[str, object]]]:
    """What has to be asked at least: the free seats, and where it is about an offer, what they cost."""
    legs = data.night.legs(facilities[0].handover_minutes)
    named: dict[str, object] = {"facilities": [place.pk for place in facilities], "now": data.now}
    for name, leg in zip(("evening", "morning"), legs, strict=True):
        on = days.shifted(leg.day_offset)
        named |= {name: DateRange(on.start, on.end), f"{name}_minutes": MinutesField().get_prep_value(leg.guarded)}
    yield FREE, named
    if len(facilities) > 1:
        yield PRICES, {**named, "pattern": data.night.pk, "start": days.start}
