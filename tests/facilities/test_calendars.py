"""The availability calendar says for each day and shift what asking for that one day would say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import SYSTEM
from accounts.models import Client
from facilities.demand import Demand
from facilities.models import Facility, ShiftPattern, Workstation
from facilities.operations import close_workstation
from facilities.queries.availability import free_workstations
from facilities.queries.calendars import free_by_day
from kernel.period import ONE_DAY, Period
from kernel.refusal import Refusal
from tests.conftest import HoldSeats
from tests.examples import examples

WEEKS = Period(date(2026, 11, 28), date(2026, 12, 12))


def assert_says_what_each_day_says(
    cebu: Facility, patterns: Sequence[ShiftPattern], now: datetime, client: Client | None
) -> None:
    for calendar in free_by_day([Demand(each, WEEKS, client) for each in patterns], facility=cebu, now=now):
        for day, free in calendar.by_day():
            if free is None:
                assert day.weekday() not in {span.weekday for span in calendar.pattern.hours}
                continue
            one_day = Period(day, day + ONE_DAY)
            asked = free_workstations(Demand(calendar.pattern, one_day, client), facility=cebu, now=now)
            assert free == asked.count(), (calendar.pattern, day)


def test_an_empty_facility_is_free_every_day(cebu: Facility, shifts: list[ShiftPattern], now: datetime) -> None:
    [calendar] = free_by_day([Demand(shifts[0], WEEKS)], facility=cebu, now=now)
    assert calendar.rentable == 12
    # From a Saturday on; the day shift works Monday to Friday.
    assert list(calendar.free) == [None, None, 12, 12, 12, 12, 12] * 2


@examples(8)
@given(
    requests=st.lists(
        st.tuples(
            st.sampled_from(["A1", "A2", "B1", "S1", "S2"]),
            st.integers(0, 4),
            st.dates(date(2026, 11, 26), date(2026, 12, 10)),
            st.booleans(),
            st.booleans(),
        ),
        max_size=6,
    )
)
@pytest.mark.django_db
def test_it_agrees_with_asking_day_by_day(
    requests: list[tuple[str, int, date, bool, bool]],
    cebu: Facility,
    seats: dict[str, Workstation],
    shifts: list[ShiftPattern],
    acme: Client,
    globex: Client,
    hold_seats: HoldSeats,
    now: datetime,
) -> None:
    example = transaction.savepoint()
    for code, shift, start, renews, of_acme in requests:
        try:
            if shift == 4 and not renews:
                close_workstation(
                    workstation=seats[code], days=Period(start, start + 3 * ONE_DAY), reason="", actor=SYSTEM, now=now
                )
            else:
                hold_seats(
                    code,
                    client=acme if of_acme else globex,
                    pattern=shifts[shift],
                    start=start,
                    months=1,
                    auto_renews=renews,
                )
        except Refusal:
            continue
    assert_says_what_each_day_says(cebu, shifts, now, None)
    assert_says_what_each_day_says(cebu, shifts, now, acme)
    transaction.savepoint_rollback(example)


def test_a_year_costs_as_many_queries_as_a_week(cebu: Facility, night_shift: ShiftPattern, now: datetime) -> None:
    def cost(days: int) -> int:
        period = Period(date(2026, 12, 1), date(2026, 12, 1) + days * ONE_DAY)
        with CaptureQueriesContext(connection) as queries:
            free_by_day([Demand(night_shift, period)], facility=cebu, now=now)
        return len(queries)

    assert cost(7) == cost(365)
