"""Staff at their desks, on the day of the story: opal has every duty, nils has none yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.actors import SYSTEM
from accounts.models import Client, User
from billing.models import Document
from billing.operations import bill_booking
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from tests import factories
from tests.billing.rows import DECEMBER, make_lease, make_philippine_rates, make_provider
from tests.conftest import Bring, HoldSeats, SignIn


@pytest.fixture(autouse=True)
def today(now: datetime) -> Iterator[datetime]:
    """The clock that interfaces read stands at ``now``."""
    with time_machine.travel(now, tick=False):
        yield now


@pytest.fixture
def nils(db: None) -> User:
    """One of our own people since this morning, without a duty."""
    return factories.make_user("Nils", is_staff=True)


@pytest.fixture
def desk(sign_in: SignIn, opal: User) -> HttpClient:
    """Opal's browser; she has every duty that the back office comes with."""
    opal.groups.set(Group.objects.filter(name__in=["Facility", "Finance", "Administrator"]))
    return sign_in(opal)


@pytest.fixture
def place(db: None) -> Facility:
    """A facility of a provider that can issue documents."""
    make_philippine_rates()
    return factories.make_facility("Cebu IT Park", legal_entity=make_provider(name="Island Seats Incorporated"))


@pytest.fixture
def lease(acme: Client, place: Facility, day_shift: ShiftPattern, standard: Package) -> Booking:
    """Acme's 20 seats at PHP 9,000 from 1 December 2026."""
    return make_lease(acme, place, day_shift, standard)


@pytest.fixture
def invoice(lease: Booking, now: datetime) -> Document:
    """For December: PHP 180,000.00 net, 201,600.00 with tax."""
    issued = bill_booking(booking=lease, month=DECEMBER, issue_on=now.date(), actor=SYSTEM, now=now)
    assert issued is not None
    return issued


@pytest.fixture
def request_of_acme(hold_seats: HoldSeats, bring: Bring) -> Booking:
    """Four seats from 1 December 2026, waiting for a decision."""
    return bring(hold_seats("A1", "A2", "A3", "A4"), BookingState.SUBMITTED)


def page_of(booking: Booking) -> str:
    return reverse("admin:bookings_booking_change", args=[booking.pk])


def said(browser: HttpClient, path: str, data: dict[str, object] | None = None) -> list[str]:
    """Post, and read what the next page says."""
    answer = browser.post(path, data or {})
    return [str(message) for message in get_messages(answer.wsgi_request)]
