"""Two of our own people at once: the catalogue keeps its promises."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest

from accounts.actors import SYSTEM
from facilities import errors
from facilities.enums import WorkstationState
from facilities.models import AssetPlacement, Facility, Fault, Room, Workstation
from facilities.operations import change_state, fix_fault, place_asset, swap_assets
from tests import factories
from tests.races.conftest import Race

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_place_in_a_room_is_taken_once(race: Race, cebu: Facility, now: datetime) -> None:
    seats = Workstation.objects.filter(room__name="Main floor")
    seats.filter(row="B").update(state=WorkstationState.SPARE)
    Room.objects.filter(name="Main floor").update(capacity=5)
    outcome = race(
        *(
            partial(
                change_state,
                workstations=[seat.pk],
                state=WorkstationState.IN_SERVICE,
                reason="",
                actor=SYSTEM,
                now=now,
            )
            for seat in seats.filter(row="B")
        )
    )
    assert len(outcome.won) == 1
    assert {type(refusal) for refusal in outcome.refused} == {errors.RoomFull}
    assert seats.rentable().count() == 5


def test_a_fault_is_put_right_by_one(race: Race, cebu: Facility, now: datetime) -> None:
    fault = factories.make_fault(Workstation.objects.all()[0], now)
    outcome = race(
        *(partial(fix_fault, fault=fault, fix=f"By {n}", fixed_at=now, actor=SYSTEM, now=now) for n in range(4))
    )
    assert len(outcome.won) == 1
    assert Fault.objects.get().fix == outcome.won[0].fix


def test_an_asset_goes_to_one_place(race: Race, cebu: Facility, now: datetime) -> None:
    asset = factories.make_asset(cebu)
    seats = list(Workstation.objects.all()[:6])
    race(*(partial(place_asset, asset=asset, workstation=seat, actor=SYSTEM, now=now) for seat in seats))
    assert asset.placements.filter(removed_at__isnull=True).count() == 1
    assert asset.placements.count() == 6


def test_swaps_that_meet_leave_everything_somewhere(race: Race, cebu: Facility, now: datetime) -> None:
    seats = list(Workstation.objects.all()[:3])
    kept = [factories.make_asset(cebu) for _seat in seats]
    for asset, seat in zip(kept, seats, strict=True):
        place_asset(asset=asset, workstation=seat, actor=SYSTEM, now=now - timedelta(days=1))
    pairs = [(0, 1), (1, 2), (2, 0), (1, 0)]
    race(*(partial(swap_assets, one=kept[a], other=kept[b], actor=SYSTEM, now=now) for a, b in pairs))
    placed = AssetPlacement.objects.filter(removed_at__isnull=True)
    assert {each.asset for each in placed} == set(kept)
    assert {each.workstation for each in placed} == set(seats)
