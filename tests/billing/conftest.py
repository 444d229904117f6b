"""A provider with number series and tax rates, and acme's lease: 20 seats at PHP 9,000 from 1 December 2026."""

from __future__ import annotations

import pytest

from accounts.actors import Actor, Staff
from accounts.models import Client, LegalEntity, User
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from tests import factories
from tests.billing.rows import make_lease, make_philippine_rates, make_provider


@pytest.fixture
def provider(db: None) -> LegalEntity:
    make_philippine_rates()
    return make_provider(name="Island Seats Incorporated")


@pytest.fixture
def facility(provider: LegalEntity) -> Facility:
    return factories.make_facility("Cebu IT Park", legal_entity=provider)


@pytest.fixture
def staff(opal: User) -> Actor:
    """Opal, at work."""
    return Staff(opal)


@pytest.fixture
def lease(acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package) -> Booking:
    return make_lease(acme, facility, day_shift, standard)


@pytest.fixture
def leases(
    facility: Facility, day_shift: ShiftPattern, standard: Package, acme: Client, globex: Client
) -> list[Booking]:
    """Three of acme's and two of globex's, of 1 … 5 seats."""
    return [
        make_lease(acme if seats < 4 else globex, facility, day_shift, standard, seats=seats) for seats in range(1, 6)
    ]
