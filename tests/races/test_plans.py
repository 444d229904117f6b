"""A floor is published while its seats are being taken: one of the two wins, and nothing deadlocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from accounts.actors import CLOCK, Actor
from accounts.models import Client, User
from bookings.models import Booking
from facilities import errors, operations
from facilities.models import Facility, Floor, Occupancy, PlanDraft, PlanVersion, Workstation
from facilities.queries.floors import fingerprint
from tests.conftest import HoldSeats
from tests.races.books import assert_one_story
from tests.races.conftest import Race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def floor(cebu: Facility) -> Floor:
    return cebu.floors.get()


def publishing(floor: Floor, change: Callable[[dict[str, Any]], object], now: datetime) -> Callable[[], PlanVersion]:
    draft = operations.start_draft(floor=floor, actor=CLOCK, now=now)
    change(draft.document)
    operations.save_draft(draft=draft, revision=1, document=draft.document, actor=CLOCK, now=now)
    seen = fingerprint(operations.preview_publication(draft=draft))
    return partial(operations.publish_plan, draft=draft, seen=seen, actor=CLOCK, now=now)


@pytest.mark.parametrize("_again", range(5))
def test_a_seat_is_either_held_or_taken_off_the_plan(
    race: Race, hold_seats: HoldSeats, floor: Floor, globex: Client, now: datetime, _again: int
) -> None:
    def remove(document: dict[str, Any]) -> None:
        document["seats"] = [each for each in document["seats"] if each["code"] not in {"A1", "A2", "S1"}]
        for room in document["rooms"]:
            room["name"] += " anew"

    outcome = race(
        publishing(floor, remove, now), partial(hold_seats, "A2", "S1"), partial(hold_seats, "A1", client=globex)
    )
    version = [each for each in outcome.won if isinstance(each, PlanVersion)]
    held = [each for each in outcome.won if isinstance(each, Booking)]
    if version:
        assert not held
        assert {type(refusal) for refusal in outcome.refused} <= {errors.SeatsUnknown}
        assert not Occupancy.objects.exists()
    else:
        assert held
        assert {type(refusal) for refusal in outcome.refused} <= {errors.SeatsBooked}
        assert Workstation.objects.filter(code__in=["A1", "A2", "S1"]).count() == 3
    assert_one_story()


def test_two_who_publish_make_one_version(race: Race, floor: Floor, now: datetime) -> None:
    publish = publishing(floor, lambda document: document["seats"].pop(), now)
    outcome = race(publish, publish, publish)
    assert [version.number for version in outcome.won] == [1]


def test_two_who_save_keep_one_anothers_work(race: Race, floor: Floor, opal: User, now: datetime) -> None:
    draft = operations.start_draft(floor=floor, actor=Actor(user=opal), now=now)
    save = partial(operations.save_draft, draft=draft, revision=1, document=draft.document, actor=CLOCK, now=now)
    outcome = race(save, save, save)
    assert len(outcome.won) == 1
    assert {type(refusal) for refusal in outcome.refused} == {errors.DraftChanged}
    assert PlanDraft.objects.get(pk=draft.pk).revision == 2


def test_two_who_begin_have_one_draft(race: Race, floor: Floor, now: datetime) -> None:
    begin = partial(operations.start_draft, floor=floor, actor=CLOCK, now=now)
    outcome = race(begin, begin, begin)
    assert len(outcome.won) == 1
    assert {type(refusal) for refusal in outcome.refused} == {errors.DraftOpen}
