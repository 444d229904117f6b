"""List prices on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from facilities.errors import NotPriced
from facilities.models import DiscountTier, Facility, Package, Rate, ShiftPattern


def rates_on(day: date) -> QuerySet[Rate]:
    """List prices valid on ``day``, with what they are for."""
    return Rate.objects.filter(days__contains=day).select_related("package", "pattern")


def rates_of(facilities: Iterable[Facility], *, pattern: ShiftPattern, day: date) -> QuerySet[Rate]:
    """List prices of some facilities for a shift on ``day``, with their packages, in the order of these."""
    rates = Rate.objects.filter(facility__in=list(facilities), pattern=pattern, days__contains=day)
    return rates.select_related("package").order_by("package__position")


def rate_for(
    *, facility: Facility, package: Package | None, pattern: ShiftPattern, day: date, currency: str | None = None
) -> Rate:
    """Return the list price that counts on ``day``, in the facility's own currency unless told.

    :param package: without one, the first in the list that has a price is offered.
    :raises NotPriced: when there is none.
    """
    rates = rates_on(day).filter(facility=facility, pattern=pattern, currency=currency or facility.currency)
    if package is not None:
        rates = rates.filter(package=package)
    rate = rates.order_by("package__position", "package__name").first()
    if rate is None:
        raise NotPriced
    return rate


def tiers_of(facilities: Iterable[Facility]) -> dict[UUID, list[DiscountTier]]:
    """The discounts of each facility, by its id."""
    found: dict[UUID, list[DiscountTier]] = {facility.pk: [] for facility in facilities}
    for tier in DiscountTier.objects.filter(facility__in=found).order_by("kind", "threshold"):
        found[tier.facility_id].append(tier)
    return found
