"""Columns that speak Period and Minutes: what goes in comes out, and PostgreSQL agrees with Python."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.fields import MinutesField, PeriodField, period_from_range
from kernel.forms import PeriodFormField, PeriodInput
from kernel.period import Period
from kernel.week import ALL_WEEK, WEEK, Minutes
from tests.examples import examples

pytestmark = pytest.mark.django_db

with_database = settings(examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])

DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(DAYS)
    return Period(start, draw(st.none() | st.integers(1, 60).map(lambda days: start + timedelta(days=days))))


minutes = st.lists(
    st.tuples(st.integers(0, WEEK - 1), st.integers(1, 3000)).map(lambda pair: (pair[0], sum(pair))), max_size=4
).map(Minutes.of)


def ask(sql: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def stored(field: Any, value: Any) -> Any:
    return field.get_prep_value(value)


@with_database
@given(periods(), periods())
def test_postgresql_and_python_mean_the_same_period(one: Period, other: Period) -> None:
    field = PeriodField()
    (a, b, overlap, contains) = ask(
        "SELECT %s::daterange, %s::daterange, %s::daterange && %s::daterange, %s::daterange @> %s::daterange",
        *[stored(field, each) for each in (one, other, one, other, one, other)],
    )
    assert field.from_db_value(a, None, connection) == one
    assert field.from_db_value(b, None, connection) == other
    assert overlap == one.overlaps(other)
    assert contains == one.covers(other)


@with_database
@given(minutes, minutes)
def test_postgresql_and_python_mean_the_same_minutes(one: Minutes, other: Minutes) -> None:
    field = MinutesField()
    (a, overlap, union, difference) = ask(
        "SELECT %s::int4multirange, %s::int4multirange && %s::int4multirange, "
        "%s::int4multirange + %s::int4multirange, %s::int4multirange - %s::int4multirange",
        *[stored(field, each) for each in (one, one, other, one, other, one, other)],
    )
    assert field.from_db_value(a, None, connection) == one
    assert overlap == one.overlaps(other)
    assert field.from_db_value(union, None, connection) == one | other
    assert field.from_db_value(difference, None, connection) == one - other


def test_nothing_stays_nothing() -> None:
    assert PeriodField().get_prep_value(None) is None
    assert MinutesField().get_prep_value(None) is None
    assert period_from_range(None) is None
    assert MinutesField().from_db_value(None, None, connection) is None
    assert ask("SELECT %s::daterange IS NULL, %s::int4multirange IS NULL", None, None) == (True, True)


def test_a_range_is_a_period_wherever_it_comes_from() -> None:
    field = PeriodField()
    period = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert field.to_python(stored(field, period)) == period
    assert field.to_python(json.dumps({"lower": "2026-01-01", "upper": "2026-02-01", "bounds": "[)"})) == period
    assert field.to_python(period) == period


def test_minutes_are_minutes_wherever_they_come_from() -> None:
    field = MinutesField()
    assert field.to_python(stored(field, ALL_WEEK)) == ALL_WEEK
    assert field.to_python(ALL_WEEK) == ALL_WEEK


@given(periods())
def test_what_people_type_in_a_form_is_inclusive(period: Period) -> None:
    field = PeriodFormField()
    typed = [period.start.isoformat(), "" if period.last is None else period.last.isoformat()]
    assert field.clean(typed) == period
    assert PeriodInput().decompress(period) == [period.start, period.last]
