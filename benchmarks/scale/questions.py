"""What people ask most, of the product and in SQL; both must give the same answer before either is timed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from psycopg.types.range import DateRange

from benchmarks.browsers import Inside
from benchmarks.floors import Raw
from benchmarks.scale import statements
from benchmarks.scale.timings import Question
from bookings.queries.offers import search
from bookings.queries.seats import vacant_seats
from bookings.seat_requests import SeatRequest
from facilities.demand import Demand
from facilities.enums import ShiftKind
from facilities.models import Facility, FacilityRevision, ShiftPattern
from facilities.queries.availability import free_count_by_facility
from facilities.queries.calendars import free_by_day
from facilities.queries.plans import floor_plans
from kernel.fields import MinutesField
from kernel.period import Period

SEATS, MONTHS = 12, 12
WITHIN = "2 × SQL"
PAGE = "p95 150 ms"


@dataclass(frozen=True, slots=True)
class Town:
    """The data set as it is asked about: for night shifts without end from ``start``, and for the year from then."""

    facilities: list[Facility]
    night: ShiftPattern
    now: datetime
    start: date

    @classmethod
    def now_at(cls, now: datetime) -> Town:
        return cls(
            list(Facility.objects.order_by("slug")),
            ShiftPattern.objects.prefetch_related("spans").get(kind=ShiftKind.NIGHT),
            now,
            now.date() + timedelta(days=20),
        )

    @property
    def days(self) -> Period:
        return Period(self.start)

    @property
    def year(self) -> Period:
        return Period(self.start, self.start + timedelta(days=365))

    @property
    def demand(self) -> Demand:
        return Demand(self.night, self.days)

    @property
    def daily(self) -> Demand:
        """Each day of the year for itself."""
        return Demand(self.night, self.year)

    def named(self, facility: Facility | None) -> dict[str, object]:
        """What the statements call by name."""
        evening, morning = self.night.legs(self.facilities[0].handover_minutes)
        evenings, mornings = (slot.days.start for leg in (evening, morning) if (slot := leg.on(self.days)))
        asked = self.facilities if facility is None else [facility]
        minutes = MinutesField().get_prep_value
        return {
            "facility": facility and facility.pk,
            "facilities": [place.pk for place in asked],
            "pattern": self.night.pk,
            "now": self.now,
            "start": self.start,
            "either": DateRange(min(evenings, mornings), None),
            "evenings": DateRange(evenings, None),
            "mornings": DateRange(mornings, None),
            "evening": minutes(evening.guarded),
            "morning": minutes(morning.guarded),
            "evening_minutes": minutes(evening.minutes),
            "morning_minutes": minutes(morning.minutes),
            "first": self.year.start,
            "end": self.year.end,
            "days": self.year.days,
            "ones": "1" * 366,
        }


class Asked:
    """The statements, run on a plain connection."""

    def __init__(self, raw: Raw, town: Town) -> None:
        self.raw = raw
        # Nor does the product prepare: a plan for all facilities at once is a poor one for any of them.
        raw.prepare_threshold = None
        self.named: Mapping[Facility | None, dict[str, Any]] = {
            place: town.named(place) for place in (None, *town.facilities)
        }

    def free(self, facility: Facility) -> list[Any]:
        return self._rows(statements.FREE_IN_ONE, facility)

    def free_everywhere(self, _nothing: object = None) -> list[Any]:
        return self._rows(statements.FREE_EVERYWHERE, None)

    def counted_everywhere(self, _nothing: object = None) -> list[Any]:
        return self._rows(statements.COUNTED_EVERYWHERE, None)

    def offer(self, facility: Facility) -> list[Any]:
        return [*self.free(facility), *self._rows(statements.PRICES, facility)]

    def offers_everywhere(self, _nothing: object = None) -> list[Any]:
        return [*self.free_everywhere(), *self._rows(statements.PRICES, None)]

    def plan(self, facility: Facility) -> list[Any]:
        return self._rows(statements.PLAN, facility)

    def calendar(self, facility: Facility) -> list[int]:
        return [free for _day, free in self._rows(statements.CALENDAR, facility)]

    def _rows(self, statement: str, facility: Facility | None) -> list[Any]:
        return self.raw.execute(statement, self.named[facility]).fetchall()


def everything_changes(_about: object) -> None:
    """As when the catalogue is edited: no answer that was kept may be given."""
    FacilityRevision.objects.create(token=1)


def questions(town: Town, asked: Asked) -> Iterator[Question[Any]]:
    """Of the queries alone."""
    demand, now = town.demand, town.now
    anywhere = SeatRequest(pattern=town.night, seats=SEATS, start=town.start, months=MONTHS)
    yield Question(
        "free seats of one facility", town.facilities,
        lambda place: vacant_seats(demand, facility=place, now=now), asked.free, WITHIN,
    )  # fmt: skip
    yield Question(
        "search within one facility", town.facilities,
        lambda place: search(replace(anywhere, facility=place), now=now).offers(), asked.offer, WITHIN,
    )  # fmt: skip
    yield Question(
        "free seats of all facilities, counted", [None],
        lambda _: free_count_by_facility(demand, facilities=town.facilities, now=now), asked.counted_everywhere, WITHIN,
    )  # fmt: skip
    yield Question(
        "search across all facilities", [None],
        lambda _: search(anywhere, now=now).offers(), asked.offers_everywhere, WITHIN, before=everything_changes,
    )  # fmt: skip
    yield Question(
        "search across all facilities, asked before", [None],
        lambda _: search(anywhere, now=now).offers(), asked.offers_everywhere, WITHIN,
    )  # fmt: skip
    yield Question(
        "availability calendar of a year", town.facilities,
        lambda place: free_by_day([town.daily], facility=place, now=now),
        asked.calendar, WITHIN,
    )  # fmt: skip
    yield Question(
        "floor plan, seat by seat", town.facilities,
        lambda place: floor_plans(demand, facility=place, now=now), asked.plan, WITHIN,
    )  # fmt: skip


def pages(town: Town, asked: Asked) -> Iterator[Question[Any]]:
    """Whole pages, in process, through all of the middleware."""
    inside = Inside()
    wish = f"shift={town.night.slug}&start={town.start}&months={MONTHS}&seats={SEATS}"
    get = {
        path: inside.getter(path)
        for place in town.facilities
        for path in (f"/facilities/{place.slug}/plan/?{wish}", f"/facilities/{place.slug}/calendar/?months=12")
    }
    cities = sorted({place.city for place in town.facilities})
    searches = {city: inside.getter(f"/search/?{wish}&city={city.replace(' ', '+')}") for city in cities}
    everywhere = inside.getter(f"/search/?{wish}&city=")
    yield Question(
        "page: floor plan", town.facilities,
        lambda place: get[f"/facilities/{place.slug}/plan/?{wish}"](), asked.plan, PAGE,
    )  # fmt: skip
    yield Question(
        "page: calendar of a year", town.facilities,
        lambda place: get[f"/facilities/{place.slug}/calendar/?months=12"](), None, PAGE,
    )  # fmt: skip
    yield Question(
        "page: search in one city", cities, lambda city: searches[city](), None, PAGE, before=everything_changes
    )
    yield Question(
        "page: search in one city, asked before", cities, lambda city: searches[city](), None, PAGE,
        before=lambda city: searches[city](),
    )  # fmt: skip
    yield Question(
        "page: search across all facilities", [None],
        lambda _: everywhere(), asked.offers_everywhere, PAGE, before=everything_changes,
    )  # fmt: skip
    yield Question(
        "page: search across all facilities, asked before", [None],
        lambda _: everywhere(), asked.offers_everywhere, PAGE,
    )  # fmt: skip


def require_same_answers(town: Town, asked: Asked) -> None:
    """:raises RuntimeError: where the product and the SQL beside it do not agree."""
    place = town.facilities[len(town.facilities) // 2]
    demand, now = town.demand, town.now
    free_seats = [free_seat.id for free_seat in vacant_seats(demand, facility=place, now=now)]
    (calendar,) = free_by_day([town.daily], facility=place, now=now)
    plans = floor_plans(demand, facility=place, now=now)
    free_on_plan = sum(plan.free for plan in plans)
    worked = {span.weekday for span in town.night.hours}
    by_day = zip(town.year, asked.calendar(place), strict=True)
    counted = free_count_by_facility(demand, facilities=town.facilities, now=now)
    for name, product, sql in (
        ("free seats of one facility", free_seats, [row[1] for row in asked.free(place)]),
        ("floor plan", free_on_plan, sum(row[9] is None for row in asked.plan(place))),
        ("calendar", list(calendar.free), [free if day.weekday() in worked else None for day, free in by_day]),
        ("free seats everywhere", Counter(counted), Counter(row[0] for row in asked.free_everywhere())),
        ("free seats everywhere, counted", Counter(counted), Counter(dict(asked.counted_everywhere()))),
    ):
        if product != sql:
            raise RuntimeError(f"{name}: the product says {str(product)[:300]}, SQL says {str(sql)[:300]}")
