"""Free seats that are kept say at every moment what the database would say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM
from accounts.models import Client
from bookings import operations
from facilities.demand import Demand
from facilities.models import Facility, Package, Room, ShiftPattern, Workstation
from facilities.operations import close_workstation
from facilities.queries import vacancies
from facilities.queries.availability import free_workstations
from facilities.queries.vacancies import Vacancies, vacancies_of
from facilities.seat_choice import FreeSeat
from kernel.period import Period
from tests import factories
from tests.conftest import HoldSeats

pytestmark = pytest.mark.django_db

LEASE = Period(date(2026, 12, 1))


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def town(cebu: Facility, standard: Package, day_shift: ShiftPattern) -> list[Facility]:
    """Cebu, and three places with two seats each."""
    others = [factories.make_facility(f"Tower {number}") for number in range(3)]
    for place in others:
        factories.make_room(place, "Main", {"A": 2})
    return [cebu, *others]


Ask = Callable[..., dict[str, list[str]]]


@pytest.fixture
def ask(town: list[Facility], day_shift: ShiftPattern, now: datetime) -> Ask:
    """Codes of the free seats by slug, compared with what the database says."""

    def free(
        client: Client | None = None, at: datetime = now, pattern: ShiftPattern = day_shift
    ) -> dict[str, list[str]]:
        demand = Demand(pattern, LEASE, client)
        found = vacancies_of(demand, facilities=town, now=at)
        told = {place.slug: [free_seat.code for free_seat in found[place.pk].free_seats] for place in town}
        for place in town:
            rows = free_workstations(demand, facility=place, now=at)
            assert told[place.slug] == sorted(seat.code for seat in rows)
            assert found[place.pk].count == len(told[place.slug])
        return told

    return free


def statements(ask: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return [query["sql"] for query in captured]


def asks_for_seats(sql: str) -> bool:
    return "facilities_workstation" in sql


def test_what_was_asked_before_costs_one_look_at_the_version_tokens(
    town: list[Facility], day_shift: ShiftPattern, now: datetime
) -> None:
    def look() -> dict[UUID, list[FreeSeat]]:
        found = vacancies_of(Demand(day_shift, LEASE), facilities=town, now=now)
        return {place: free.free_seats for place, free in found.items()}

    first = look()
    assert [sql for sql in statements(look) if asks_for_seats(sql)], "what is asked once is not kept"
    assert len(statements(look)) == 1
    assert look() == first


def test_a_seat_taken_is_not_offered_again_and_only_its_facility_is_asked(
    ask: Ask, town: list[Facility], hold_seats: HoldSeats, day_shift: ShiftPattern, now: datetime
) -> None:
    before = ask()
    ask()
    hold_seats("A1", "A2")
    asked = statements(lambda: vacancies_of(Demand(day_shift, LEASE), facilities=town, now=now))
    [again] = [sql for sql in asked if asks_for_seats(sql)]
    assert town[0].pk.hex in again
    assert not any(place.pk.hex in again for place in town[1:])
    assert ask()["cebu"] == [code for code in before["cebu"] if code not in {"A1", "A2"}]


def test_a_hold_that_runs_out_gives_its_seats_back(ask: Ask, hold_seats: HoldSeats, now: datetime) -> None:
    hold_seats("A1", "A2")
    held = ask()
    ask()
    later = ask(at=now + timedelta(hours=48))
    assert set(later["cebu"]) - set(held["cebu"]) == {"A1", "A2"}
    assert ask() == held, "whoever's clock is behind"


def test_a_seat_given_back_closed_or_taken_out_of_service_counts_at_once(
    ask: Ask, hold_seats: HoldSeats, seats: dict[str, Workstation], now: datetime
) -> None:
    everything = ask()
    ask()
    booking = hold_seats("A1")
    ask()
    operations.cancel(booking=booking, actor=SYSTEM, now=now)
    assert ask() == everything
    close_workstation(workstation=seats["B1"], days=Period(date(2026, 12, 7)), reason="Wiring", actor=SYSTEM, now=now)
    assert "B1" not in ask()["cebu"]
    Workstation.objects.filter(pk=seats["B2"].pk).update(state="retired")
    assert "B2" not in ask()["cebu"]


def test_what_is_free_for_one_client_is_not_kept_for_another(
    ask: Ask, hold_seats: HoldSeats, acme: Client, globex: Client, evening_shift: ShiftPattern
) -> None:
    hold_seats("S1")
    ask(client=acme)
    assert "S2" in ask(client=acme)["cebu"]
    assert "S2" not in ask(client=globex)["cebu"]
    assert "S2" not in ask()["cebu"]
    assert "S1" in ask(client=acme, pattern=evening_shift)["cebu"], "its own seats need no buffer"


def test_without_the_cache_everything_is_asked(ask: Ask, settings: object, hold_seats: HoldSeats) -> None:
    settings.CACHES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert "A1" in ask()["cebu"]
    hold_seats("A1")
    assert "A1" not in ask()["cebu"]


def test_rooms_are_told_apart(cebu: Facility, day_shift: ShiftPattern, now: datetime) -> None:
    found = vacancies_of(Demand(day_shift, LEASE), facilities=[cebu], now=now)[cebu.pk]
    assert isinstance(found, Vacancies)
    assert found.have_together(8)
    assert not found.have_together(9)
    suite = found.within([Room.objects.get(name="Suite").pk])
    assert [free_seat.code for free_seat in suite.free_seats] == ["S1", "S2", "S3", "S4"]
    assert {free_seat.room_name for free_seat in suite.free_seats} == {"Suite"}


def test_what_another_version_of_the_product_kept_is_not_read(
    town: list[Facility], day_shift: ShiftPattern, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look() -> None:
        vacancies_of(Demand(day_shift, LEASE), facilities=town, now=now)

    with monkeypatch.context() as before:
        before.setattr(vacancies, "_FORM", "another")
        look()
        look()
        assert not any(map(asks_for_seats, statements(look))), "it is kept"
    assert any(map(asks_for_seats, statements(look)))
