"""One set-up for a whole matrix: everybody has come in, and two companies have one of everything."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.contrib import admin
from django.core.cache import cache
from pytest_django.fixtures import Settings

from accounts.models import Client, User
from facilities.models import Facility, Package, ShiftPattern
from tests import factories
from tests.billing.rows import make_philippine_rates, make_provider
from tests.conftest import Bring, HoldSeats, SignIn
from tests.matrices.affairs import Affairs, House, make_affairs, make_house
from tests.matrices.stock import Stock, make_stock
from tests.matrices.visitors import Visitor, everybody


@pytest.fixture(autouse=True)
def today(now: datetime) -> Iterator[datetime]:
    """The clock that interfaces read stands at ``now``; tries of one test don't count against the next.

    Thousands of questions are meant to be answered with a no; nobody reads the log of them.
    """
    cache.clear()
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    with time_machine.travel(now, tick=False):
        yield now
    logging.getLogger("django.request").setLevel(logging.NOTSET)
    cache.clear()


@pytest.fixture
def house(cebu: Facility, day_shift: ShiftPattern, standard: Package, settings: Settings, tmp_path: Path) -> House:
    settings.MEDIA_ROOT = tmp_path
    settings.MAILBOX_PAGE = False
    make_philippine_rates()
    cebu.legal_entity = make_provider(name="Island Seats Incorporated")
    cebu.save()
    return make_house(cebu, day_shift, standard)


@pytest.fixture
def affairs(
    acme: Client, globex: Client, olga: User, mallory: User, house: House, hold_seats: HoldSeats, bring: Bring,
    now: datetime,
) -> list[Affairs]:  # fmt: skip
    """Acme's, then globex's."""
    return [
        make_affairs(acme, olga, house, ("A1", "A2"), hold_seats, bring, now),
        make_affairs(globex, mallory, house, ("B1", "B2"), hold_seats, bring, now),
    ]


@pytest.fixture
def visitors(acme: Client, globex: Client, sign_in: SignIn, today: datetime) -> list[Visitor]:
    return everybody(acme, globex, factories.make_facility("Davao"), sign_in)


@pytest.fixture
def stock(affairs: list[Affairs], now: datetime) -> Stock:
    return make_stock(affairs[0], admin.site, now)
