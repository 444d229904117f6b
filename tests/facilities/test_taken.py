"""Our own people see who has a seat; what is over, given back or run out is not there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accounts.actors import SYSTEM
from accounts.models import Client
from bookings.enums import BookingState
from bookings.operations import cancel
from facilities.enums import Purpose
from facilities.models import ShiftPattern, Workstation
from facilities.operations import close_workstation
from facilities.queries.taken import taken
from kernel.period import Period
from tests.conftest import Bring, HoldSeats


def test_each_booking_is_there_once_though_a_night_has_two_legs(
    seats: dict[str, Workstation], hold_seats: HoldSeats, night_shift: ShiftPattern, globex: Client, now: datetime
) -> None:
    by_day = hold_seats("A1")
    by_night = hold_seats("A1", client=globex, pattern=night_shift, start=date(2027, 1, 1), auto_renews=False)
    found = taken(seats["A1"], now=now)
    assert [(each.claim, each.client, each.purpose) for each in found] == [
        (by_day.pk, by_day.client, Purpose.HOLD),
        (by_night.pk, globex, Purpose.HOLD),
    ]
    assert found[0].days == Period(date(2026, 12, 1))
    # The last night ends on the morning after the last service day, 30 June.
    assert found[1].days == Period(date(2027, 1, 1), date(2027, 7, 2))


def test_what_was_given_back_or_has_run_out_takes_nothing(
    seats: dict[str, Workstation], hold_seats: HoldSeats, now: datetime
) -> None:
    cancel(booking=hold_seats("A1"), actor=SYSTEM, now=now)
    hold_seats("A1")
    assert len(taken(seats["A1"], now=now)) == 1
    assert not taken(seats["A1"], now=now + timedelta(hours=49))


def test_a_lease_that_is_over_is_history(seats: dict[str, Workstation], hold_seats: HoldSeats, bring: Bring) -> None:
    over = bring(hold_seats("A1", months=1, auto_renews=False), BookingState.ACTIVE)
    last = datetime(2026, 12, 31, 12, tzinfo=over.facility.zone)
    assert over.days.last == last.date()
    assert taken(seats["A1"], now=last)
    assert not taken(seats["A1"], now=last + timedelta(days=2))


def test_a_closure_says_what_for(seats: dict[str, Workstation], now: datetime) -> None:
    days = Period(date(2026, 12, 1), date(2026, 12, 4))
    close_workstation(workstation=seats["A1"], days=days, reason="New carpet", actor=SYSTEM, now=now)
    [closure] = taken(seats["A1"], now=now)
    assert (closure.purpose, closure.client, closure.days, closure.reason) == (
        Purpose.CLOSURE, None, days, "New carpet",
    )  # fmt: skip
