"""What is kept in the cache while seats are taken and given back is never what outlives it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from threading import Event

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from facilities.demand import Demand
from facilities.models import Facility, ShiftPattern, Workstation
from facilities.queries.vacancies import vacancies_of
from kernel.period import Period
from tests import factories
from tests.races.conftest import PATIENCE, Race

pytestmark = pytest.mark.django_db(transaction=True)

LEASE = Period(date(2026, 12, 1))


@pytest.fixture
def town(cebu: Facility) -> list[Facility]:
    cache.clear()
    return [cebu, factories.make_facility(), factories.make_facility()]


def put(code: str, state: str) -> None:
    Workstation.objects.filter(code=code).update(state=state)


def free(town: list[Facility], pattern: ShiftPattern, now: datetime) -> set[str]:
    found = vacancies_of(Demand(pattern, LEASE), facilities=town, now=now)
    return {free_seat.code for free_seat in found[town[0].pk].free_seats}


@pytest.mark.parametrize("commits", [True, False])
def test_what_is_kept_while_somebody_writes_is_not_found_when_they_commit(
    town: list[Facility], day_shift: ShiftPattern, now: datetime, commits: bool
) -> None:
    written, may_end = Event(), Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                put("A1", "retired")
                # Whoever writes sees its own, and may keep it: under a version token that nobody else has.
                assert all("A1" not in free(town, day_shift, now) for _time in range(3))
                written.set()
                assert may_end.wait(PATIENCE)
                transaction.set_rollback(not commits)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(slowly)
        assert written.wait(PATIENCE)
        assert all("A1" in free(town, day_shift, now) for _time in range(3))
        may_end.set()
        slow.result(PATIENCE)
    assert ("A1" in free(town, day_shift, now)) != commits


def test_whoever_asks_while_others_write_is_right_in_the_end(
    race: Race, town: list[Facility], day_shift: ShiftPattern, now: datetime
) -> None:
    def write(code: str) -> None:
        for state in ["retired", "in_service"] * 8 + ["retired"]:
            put(code, state)
            assert (code in free(town, day_shift, now)) == (state == "in_service"), "its own commit counts at once"

    def look() -> None:
        for _time in range(30):
            free(town, day_shift, now)

    race(partial(write, "A1"), partial(write, "B1"), look, look)
    assert free(town, day_shift, now) == {"A2", "A3", "A4", "B2", "B3", "B4", "S1", "S2", "S3", "S4"}
