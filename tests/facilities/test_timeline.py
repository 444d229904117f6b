"""What became of a seat: its states, faults and closures on one line, and who has it is left in peace."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM, Staff
from accounts.models import User
from audit.models import AuditEntry
from facilities import errors
from facilities.enums import Purpose, Severity, WorkstationState
from facilities.models import Fault, Occupancy, StateChange, Workstation
from facilities.operations import (
    change_state,
    close_workstation,
    close_workstations,
    fix_fault,
    reopen_workstation,
    report_fault,
)
from facilities.queries.timeline import open_faults, timeline
from kernel.period import Period
from tests import factories
from tests.conftest import HoldSeats

HOUR = timedelta(hours=1)
JANUARY = Period(date(2027, 1, 4), date(2027, 1, 9))


def test_everything_that_became_of_a_seat_is_told_newest_first(
    seats: dict[str, Workstation], opal: User, now: datetime
) -> None:
    seat, staff = seats["A1"], Staff(opal)
    fault = report_fault(
        workstation=seat, severity=Severity.MAJOR, what="Flickers", opened_at=now - HOUR, actor=staff, now=now
    )
    fix_fault(fault=fault, fix="New cable", fixed_at=now, actor=staff, now=now)
    change_state(
        workstations=[seat.pk], state=WorkstationState.SPARE, reason="Too loud here", actor=staff, now=now + HOUR
    )
    close_workstation(workstation=seat, days=JANUARY, reason="Carpet", actor=staff, now=now)
    told = [(event.kind, event.reason, event.by) for event in timeline(seat)]
    assert told == [
        ("closure", "Carpet", None),
        ("state", "Too loud here", opal),
        ("fixed", "New cable", opal),
        ("fault", "Flickers", opal),
    ]
    assert not timeline(seats["A2"])
    reopen_workstation(workstation=seat, actor=staff, now=now)
    assert timeline(seat)[0].is_over


def test_a_long_history_costs_no_more_queries(seats: dict[str, Workstation], now: datetime) -> None:
    seat = seats["A1"]

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            for event in timeline(seat):
                assert event.by is None
        return len(asked)

    counts = []
    for count in (3, 30):
        for number in range(count):
            factories.make_fault(seat, now, fixed_at=now, fix=str(number))
        counts.append(queries())
    assert counts[0] == counts[1] == 4


def test_a_leased_seat_breaks_and_stays_leased(
    seats: dict[str, Workstation], hold_seats: HoldSeats, now: datetime
) -> None:
    hold_seats("A1")
    before = list(Occupancy.objects.values_list())
    report_fault(workstation=seats["A1"], severity=Severity.CRITICAL, what="Dead", opened_at=now, actor=SYSTEM, now=now)
    assert list(Occupancy.objects.values_list()) == before
    assert [fault.what for fault in open_faults()] == ["Dead"]
    assert AuditEntry.objects.get(verb="facilities.fault_reported").subject_id == str(seats["A1"].pk)


def test_a_fault_is_put_right_once_after_it_began_and_not_in_the_future(
    seats: dict[str, Workstation], now: datetime
) -> None:
    fault = factories.make_fault(seats["A1"], now)
    for moment in (now - HOUR, now + HOUR):
        with pytest.raises(errors.FixedTooEarly):
            fix_fault(fault=fault, fix="Magic", fixed_at=moment, actor=SYSTEM, now=now)
    fix_fault(fault=fault, fix="New PC", fixed_at=now, actor=SYSTEM, now=now)
    with pytest.raises(errors.FaultIsFixed):
        fix_fault(fault=fault, fix="Another", fixed_at=now, actor=SYSTEM, now=now)
    assert Fault.objects.get().fix == "New PC"


def test_nobody_reports_a_fault_of_tomorrow(seats: dict[str, Workstation], now: datetime) -> None:
    with pytest.raises(errors.FaultInTheFuture):
        report_fault(
            workstation=seats["A1"], severity=Severity.MINOR, what="?", opened_at=now + HOUR, actor=SYSTEM, now=now
        )


def test_seats_are_closed_all_or_none_and_the_bookings_in_the_way_are_named(
    seats: dict[str, Workstation], hold_seats: HoldSeats, now: datetime
) -> None:
    booking = hold_seats("A2", "B1")
    every = [seats[code].pk for code in ("B1", "A1", "A2")]
    with pytest.raises(errors.SeatsNotClosable) as refused:
        close_workstations(workstations=every, days=JANUARY, reason="Carpet", actor=SYSTEM, now=now)
    assert refused.value.details == {"seats": "A2, B1", "claims": [booking.pk]}
    assert not Occupancy.objects.filter(purpose=Purpose.CLOSURE).exists()
    weekend = Period(date(2027, 1, 9), date(2027, 1, 11))
    assert len(close_workstations(workstations=every, days=weekend, reason="Carpet", actor=SYSTEM, now=now)) == 3
    assert AuditEntry.objects.filter(verb="facilities.workstation_closed").count() == 3


def test_a_change_of_state_is_kept_with_who_and_why(seats: dict[str, Workstation], opal: User, now: datetime) -> None:
    change_state(
        workstations=[seats["A1"].pk], state=WorkstationState.RETIRED, reason="Worn", actor=Staff(opal), now=now
    )
    change = StateChange.objects.get()
    assert (change.before, change.after, change.by, change.reason) == ("in_service", "retired", opal, "Worn")
