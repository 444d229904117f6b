"""Seats change their state unless somebody has been promised them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.actors import SYSTEM
from audit.models import AuditEntry
from bookings.enums import BookingState
from facilities.enums import WorkstationState
from facilities.errors import SeatsInUse
from facilities.models import Workstation
from facilities.operations import change_state, close_workstation
from kernel.period import Period
from tests.conftest import Bring, HoldSeats

S = WorkstationState


def become(state: S, now: datetime, *seats: Workstation) -> int:
    return change_state(
        workstations=[seat.pk for seat in seats], state=state, reason="Spring cleaning", actor=SYSTEM, now=now
    )


def test_only_seats_that_change_are_counted_and_logged(seats: dict[str, Workstation], now: datetime) -> None:
    assert become(S.SPARE, now, seats["A1"]) == 1
    assert become(S.SPARE, now, seats["A1"], seats["A2"]) == 1
    assert AuditEntry.objects.filter(verb="facilities.workstation_state_changed").count() == 2
    assert become(S.IN_SERVICE, now, seats["A1"], seats["A2"]) == 2


@pytest.mark.parametrize("state", [S.SPARE, S.RETIRED])
def test_seats_that_are_promised_stay_and_are_named(
    seats: dict[str, Workstation], hold_seats: HoldSeats, now: datetime, state: S
) -> None:
    hold_seats("A2", "B1")
    with pytest.raises(SeatsInUse) as refused:
        become(state, now, seats["A1"], seats["B1"], seats["A2"])
    assert refused.value.details["seats"] == "A2, B1"
    assert not Workstation.objects.exclude(state=S.IN_SERVICE).exists()


def test_a_hold_that_ran_out_promises_nothing(
    seats: dict[str, Workstation], hold_seats: HoldSeats, now: datetime
) -> None:
    hold_seats("A1")
    assert become(S.RETIRED, now + timedelta(hours=49), seats["A1"]) == 1


def test_a_lease_that_is_over_promises_nothing(
    seats: dict[str, Workstation], hold_seats: HoldSeats, bring: Bring
) -> None:
    over = bring(hold_seats("A1", months=1, auto_renews=False), BookingState.ACTIVE)
    assert over.days.last is not None
    last = datetime.combine(over.days.last, datetime.min.time(), tzinfo=over.facility.zone)
    with pytest.raises(SeatsInUse):
        become(S.RETIRED, last + timedelta(hours=12), seats["A1"])
    assert become(S.RETIRED, last + timedelta(days=2, hours=12), seats["A1"]) == 1


def test_a_seat_under_repair_may_be_retired(seats: dict[str, Workstation], now: datetime) -> None:
    close_workstation(workstation=seats["A1"], days=Period(now.date()), reason="Broken leg", actor=SYSTEM, now=now)
    assert become(S.RETIRED, now, seats["A1"]) == 1
