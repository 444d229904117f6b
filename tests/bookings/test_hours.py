"""The hours of a shift are free to change until the first seat is let on it."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.actors import SYSTEM, Person, Staff
from accounts.errors import NotAllowed
from accounts.models import User
from audit.models import AuditEntry
from bookings.operations import cancel, set_hours
from facilities.errors import PatternInUse
from facilities.models import ShiftPattern
from kernel.week import Span
from tests.conftest import HoldSeats

LATE = [Span(0, 600, 480)]


def test_hours_change_and_the_operation_is_kept(day_shift: ShiftPattern, opal: User, now: datetime) -> None:
    set_hours(pattern=day_shift, spans=LATE, actor=Staff(opal), now=now)
    assert list(day_shift.hours) == LATE
    assert AuditEntry.objects.get(verb="facilities.hours_changed").actor == opal


def test_hours_that_were_sold_stay(day_shift: ShiftPattern, hold_seats: HoldSeats, now: datetime) -> None:
    before = day_shift.hours
    held = hold_seats("A1")
    cancel(booking=held, actor=SYSTEM, now=now)
    with pytest.raises(PatternInUse):
        set_hours(pattern=day_shift, spans=LATE, actor=SYSTEM, now=now)
    assert day_shift.hours == before


def test_the_same_hours_again_change_nothing(day_shift: ShiftPattern, hold_seats: HoldSeats, now: datetime) -> None:
    hold_seats("A1")
    before = list(day_shift.hours)
    set_hours(pattern=day_shift, spans=list(reversed(before)), actor=SYSTEM, now=now)
    day_shift.refresh_from_db()
    assert list(day_shift.hours) == before
    assert not AuditEntry.objects.filter(verb="facilities.hours_changed").exists()


def test_clients_set_no_hours(day_shift: ShiftPattern, olga: User, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        set_hours(pattern=day_shift, spans=LATE, actor=Person(olga), now=now)
