"""The landing page: where we are, what a seat comes with, and what it costs from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from facilities.models import Package, Rate, ShiftPattern
from facilities.queries.catalogue import packages
from facilities.queries.listings import Listing, listings


@dataclass(frozen=True, slots=True)
class ShiftPrices:
    """A shift and its list price in each facility, in the order of the listings; ``None`` where it isn't sold."""

    pattern: ShiftPattern
    rates: Sequence[Rate | None]


@dataclass(frozen=True, slots=True)
class LandingPage:
    """``package`` is the first in the list: what most people mean by a seat; ``shortest_term`` in months."""

    listings: Sequence[Listing]
    shifts: Sequence[ShiftPrices]
    seats: int
    package: Package | None
    shortest_term: int | None


def landing_page(today: date) -> LandingPage:
    shown = listings(today)
    sold = [{row.pattern: row.first for row in place.rows} for place in shown]
    patterns = {pattern for rates in sold for pattern in rates}
    return LandingPage(
        listings=shown,
        shifts=[
            ShiftPrices(pattern, [rates.get(pattern) for rates in sold]) for pattern in sorted(patterns, key=_place)
        ],
        seats=sum(place.seats for place in shown),
        package=packages().first(),
        shortest_term=min((rate.minimum_months for rates in sold for rate in rates.values()), default=None),
    )


def _place(pattern: ShiftPattern) -> tuple[int, str]:
    return pattern.position, pattern.name
