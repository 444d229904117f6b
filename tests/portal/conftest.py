"""People at the portal's interface: signed in, on the day of the story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.core.cache import cache

from accounts.actors import SYSTEM
from accounts.models import Client
from billing.models import Document
from billing.operations import bill_booking
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from tests import factories
from tests.billing.rows import DECEMBER, make_lease, make_philippine_rates, make_provider, take_seats


@pytest.fixture(autouse=True)
def forget_rate_limits() -> Iterator[None]:
    """Tries of one test don't count against the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def today(now: datetime) -> Iterator[datetime]:
    """The clock that interfaces read stands at ``now``."""
    with time_machine.travel(now, tick=False):
        yield now


@pytest.fixture
def place(db: None) -> Facility:
    """A facility of a provider that can issue documents."""
    make_philippine_rates()
    return factories.make_facility("Cebu IT Park", legal_entity=make_provider(name="Island Seats Incorporated"))


@pytest.fixture
def lease(acme: Client, place: Facility, day_shift: ShiftPattern, standard: Package) -> Booking:
    """Acme's 20 seats at PHP 9,000 from 1 December 2026."""
    return take_seats(make_lease(acme, place, day_shift, standard))


@pytest.fixture
def invoice(lease: Booking, now: datetime) -> Document:
    """For December: PHP 180,000.00 net, 201,600.00 with tax."""
    issued = bill_booking(booking=lease, month=DECEMBER, issue_on=now.date(), actor=SYSTEM, now=now)
    assert issued is not None
    return issued
