"""No commit is missed, however late it comes, and compacting is seen by nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from facilities.models import Facility, FacilityRevision, Workstation
from facilities.operations import compact_revisions
from facilities.queries.versions import version_tokens
from tests.races.conftest import PATIENCE, Race

pytestmark = pytest.mark.django_db(transaction=True)


def move_a_seat(code: str, x: int) -> None:
    Workstation.objects.filter(code=code).update(x=x)


def token_of(place: Facility, now: datetime) -> int:
    return int(version_tokens([place], now=now)[place.pk].partition("-")[0], 16)


@pytest.mark.parametrize("commits", [True, False])
def test_a_commit_that_comes_late_is_told_when_it_comes(cebu: Facility, now: datetime, commits: bool) -> None:
    written, may_end = Event(), Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                move_a_seat("A1", 1)
                written.set()
                assert may_end.wait(PATIENCE)
                transaction.set_rollback(not commits)
        finally:
            connection.close()

    told = [token_of(cebu, now)]
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(slowly)
        assert written.wait(PATIENCE)
        told.append(token_of(cebu, now))
        move_a_seat("B1", 1)
        told.append(token_of(cebu, now))
        compact_revisions()
        told.append(token_of(cebu, now))
        may_end.set()
        slow.result(PATIENCE)
    told.append(token_of(cebu, now))
    first, waiting, after_the_other, compacted, at_last = told
    assert first == waiting < after_the_other == compacted
    assert (at_last > compacted) == commits


def test_writers_of_one_facility_do_not_wait_for_each_other(race: Race, cebu: Facility, now: datetime) -> None:
    """Each holds its transaction open until all have written: a row they shared would keep them apart for ever."""
    all_have_written = Barrier(4)

    def write(code: str) -> int:
        before = token_of(cebu, now)
        with transaction.atomic():
            move_a_seat(code, 3)
            all_have_written.wait(PATIENCE)
        return token_of(cebu, now) - before

    outcome = race(*(partial(write, code) for code in ("A1", "A2", "B1", "B2")))
    assert all(grown > 0 for grown in outcome.won)


def test_compacting_at_once_with_everybody_loses_and_doubles_nothing(race: Race, cebu: Facility, now: datetime) -> None:
    def write(code: str) -> None:
        for x in range(20):
            before = token_of(cebu, now)
            move_a_seat(code, x)
            assert token_of(cebu, now) > before, "its own commit is told at once"

    def compact() -> None:
        for _time in range(30):
            compact_revisions()

    def look() -> None:
        seen = 0
        for _time in range(60):
            found = token_of(cebu, now)
            assert found >= seen
            seen = found

    race(*(partial(write, code) for code in ("A1", "A2", "B1")), compact, compact, look, look)
    told = token_of(cebu, now)
    compact_revisions()
    assert token_of(cebu, now) == told
    assert FacilityRevision.objects.filter(facility=cebu).count() == 1


def test_while_nobody_writes_compacting_is_seen_by_nobody(race: Race, cebu: Facility, now: datetime) -> None:
    for x in range(12):
        move_a_seat("A1", x)
    told = token_of(cebu, now)

    def look() -> set[int]:
        return {token_of(cebu, now) for _time in range(40)}

    outcome = race(compact_revisions, compact_revisions, compact_revisions, look, look)
    assert all(found == {told} for found in outcome.won if isinstance(found, set))
    assert token_of(cebu, now) == told
