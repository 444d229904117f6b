"""Whoever changes what there is meets those who take it in the same order, and never takes it from under them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Any, Protocol

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from accounts.actors import SYSTEM
from facilities.models import Facility, Room, Workstation
from facilities.operations import close_workstation, lock_workstations
from floorplans import sheets
from floorplans.operations.inventory import apply
from floorplans.queries.inventory import rows_of
from imports.errors import ImportHasProblems
from kernel.period import Period
from tests.conftest import HoldSeats
from tests.races.books import assert_one_story
from tests.races.conftest import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


class Meanwhile(Protocol):
    def __call__(self, operation: Callable[[], Any]) -> Future[Any]: ...


@pytest.fixture
def meanwhile(settings: Settings) -> Iterator[Meanwhile]:
    """``meanwhile(operation)`` starts an operation on a connection of its own and returns once it waits for a lock of
    ours."""
    settings.MESSAGES_WAKE_THE_WORKER = False
    pool = ThreadPoolExecutor(1)

    def act(operation: Callable[[], Any]) -> Any:
        with closed_connection():
            return operation()

    def start(operation: Callable[[], Any]) -> Future[Any]:
        started = pool.submit(act, operation)
        until = time.monotonic() + PATIENCE
        while not waits_for_a_lock():
            assert time.monotonic() < until, "it never waited"
            assert not started.done(), started.result()
            time.sleep(0.02)
        return started

    yield start
    pool.shutdown()


@contextmanager
def closed_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        # What a transaction has seen of others' activity once it would see for ever.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s)",
            [connection.settings_dict["NAME"]],
        )
        return bool(cursor.fetchone()[0])


def changed(**seats: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """A table of seats, in the order given, with some cells changed."""
    rows = {row["code"]: row for row in rows_of(sheets.WORKSTATIONS).values()}
    return {"workstations": [{**rows[code], **cells} for code, cells in seats.items()]}


def test_closing_a_seat_of_a_suite_waits_for_the_suite_first(
    meanwhile: Meanwhile, cebu: Facility, now: datetime
) -> None:
    seat = Workstation.objects.get(facility=cebu, code="S1")
    days = Period(date(2026, 12, 1))
    with transaction.atomic():
        Room.objects.select_for_update(no_key=True).get(pk=seat.room_id)
        closing = meanwhile(
            partial(close_workstation, workstation=seat, days=days, reason="Wiring", actor=SYSTEM, now=now)
        )
        assert lock_workstations(facility=cebu, ids=[seat.pk]), "the seat was locked before its room: a deadlock"
    assert closing.result(PATIENCE).reason == "Wiring"


def test_an_import_locks_seats_in_the_order_of_everybody(meanwhile: Meanwhile, cebu: Facility, now: datetime) -> None:
    first, second = Workstation.objects.filter(facility=cebu, code__in=["A1", "A2"]).order_by("pk")
    tables = changed(**{second.code: {"x": 4711}, first.code: {"x": 4712}})
    with transaction.atomic():
        lock_workstations(facility=cebu, ids=[first.pk])
        importing = meanwhile(partial(apply, tables=tables, actor=SYSTEM, now=now))
        lock_workstations(facility=cebu, ids=[second.pk])
    importing.result(PATIENCE)
    assert set(Workstation.objects.filter(facility=cebu, x__gte=4711).values_list("code", flat=True)) == {"A1", "A2"}


def test_an_import_retires_no_seat_that_is_just_being_taken(
    meanwhile: Meanwhile, hold_seats: HoldSeats, cebu: Facility, now: datetime
) -> None:
    tables = changed(A1={"state": "retired"})
    with transaction.atomic():
        hold_seats("A1")
        importing = meanwhile(partial(apply, tables=tables, actor=SYSTEM, now=now))
    with pytest.raises(ImportHasProblems):
        importing.result(PATIENCE)
    assert Workstation.objects.get(facility=cebu, code="A1").state == "in_service"
    assert_one_story()


def test_an_import_gives_no_room_to_one_company_that_is_just_being_let(
    meanwhile: Meanwhile, hold_seats: HoldSeats, cebu: Facility, now: datetime
) -> None:
    [main] = [row for row in rows_of(sheets.ROOMS).values() if row["room"] == "Main floor"]
    with transaction.atomic():
        hold_seats("A1")
        importing = meanwhile(
            partial(apply, tables={"rooms": [{**main, "exclusive": True}]}, actor=SYSTEM, now=now)
        )  # fmt: skip
    with pytest.raises(ImportHasProblems):
        importing.result(PATIENCE)
    assert not Room.objects.get(name="Main floor").is_exclusive
    assert_one_story()
