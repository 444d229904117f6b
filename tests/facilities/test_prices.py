"""The list price that counts on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from facilities.errors import NotPriced
from facilities.models import Facility, Package, Rate, ShiftPattern
from facilities.queries.prices import rate_for, tiers_of
from kernel.period import Period
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Facility:
    return factories.make_facility("Davao")


def test_the_price_valid_on_the_day_counts(place: Facility, standard: Package, day_shift: ShiftPattern) -> None:
    factories.make_rate(place, standard, day_shift, "9000", days=Period(date(2026, 1, 1), date(2027, 1, 1)))
    factories.make_rate(place, standard, day_shift, "9900", days=Period(date(2027, 1, 1)))

    def on(day: date) -> Decimal:
        return rate_for(facility=place, package=standard, pattern=day_shift, day=day).monthly_net

    assert (on(date(2026, 12, 31)), on(date(2027, 1, 1))) == (Decimal(9000), Decimal(9900))
    with pytest.raises(NotPriced):
        on(date(2025, 12, 31))


def test_the_facilitys_own_currency_counts_unless_told(
    place: Facility, standard: Package, day_shift: ShiftPattern
) -> None:
    factories.make_rate(place, standard, day_shift, "160", currency="USD")
    with pytest.raises(NotPriced):
        rate_for(facility=place, package=standard, pattern=day_shift, day=date(2026, 12, 1))
    found = rate_for(facility=place, package=standard, pattern=day_shift, day=date(2026, 12, 1), currency="USD")
    assert found == Rate.objects.get()


def test_discounts_belong_to_their_facility(place: Facility) -> None:
    other = factories.make_facility("Iloilo")
    tier = factories.make_tier(place, "seats", 10, "5")
    assert tiers_of([place, other]) == {place.pk: [tier], other.pk: []}
