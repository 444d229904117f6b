"""A worker that dies while it serves the waitlist."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection

from accounts.actors import SYSTEM
from accounts.models import Client, User
from bookings.enums import BookingState, WaitlistState
from bookings.models import Booking, WaitlistEntry
from bookings.operations import join_waitlist
from bookings.seat_requests import SeatRequest
from bookings.tasks import process_waitlist
from facilities.models import Facility, Occupancy, ShiftPattern
from local.paths import ROOT
from outbox.models import Message

pytestmark = pytest.mark.django_db(transaction=True)

# A worker of its own process that serves the first in line and is killed inside the transaction of the second one,
# after seats are held and the mail is written.
DOOMED = """
import os, signal
import django
django.setup()
from datetime import datetime
from django.db import connection
from django.utils import timezone
from bookings import notifications, tasks
tasks.timezone = type("Clock", (), {"now": staticmethod(lambda: datetime.fromisoformat(os.environ["NOW"]))})
real, told = notifications.seats_offered, []
def tell_and_die(entry, *, now):
    real(entry, now=now)
    told.append(entry)
    if len(told) == 2:
        assert connection.in_atomic_block
        os.kill(os.getpid(), signal.SIGKILL)
notifications.seats_offered = tell_and_die
tasks.process_waitlist()
"""


def test_a_worker_killed_while_it_offers_seats_doubles_and_loses_nothing(
    cebu: Facility, day_shift: ShiftPattern, acme: Client, globex: Client, alice: User, mallory: User, now: datetime
) -> None:
    entries = [
        join_waitlist(
            request=SeatRequest(
                client=client, facility=cebu, pattern=day_shift, seats=4, months=6 + months, start=date(2026, 12, 1)
            ),
            latest=date(2027, 3, 1), actor=SYSTEM, now=now,
        )
        for months, client in enumerate((acme, globex, acme))
    ]  # fmt: skip
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    worker = subprocess.run(
        [sys.executable, "-c", DOOMED],
        env={**os.environ, "DATABASE_URL": url, "MESSAGES_WAKE_THE_WORKER": "0", "NOW": now.isoformat()},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert worker.returncode == -signal.SIGKILL, worker.stderr
    assert states(entries) == [WaitlistState.OFFERED, WaitlistState.WAITING, WaitlistState.WAITING]
    assert Booking.objects.count() == Message.objects.count() == 1
    with time_machine.travel(now, tick=False):
        assert process_waitlist() == 2
        assert process_waitlist() == 0
    assert states(entries) == [WaitlistState.OFFERED] * 3
    assert Booking.objects.filter(state=BookingState.HELD).count() == 3
    assert Counter(Message.objects.values_list("to", flat=True)) == {alice.email: 2, mallory.email: 1}
    taken = Occupancy.objects.unreleased().values_list("workstation", flat=True)
    assert len(taken) == len(set(taken)) == 12


def states(entries: list[WaitlistEntry]) -> list[str]:
    return [WaitlistEntry.objects.get(pk=entry.pk).state for entry in entries]
