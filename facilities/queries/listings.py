"""Facilities and list prices as the public pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet

from facilities.enums import TierKind, WorkstationState
from facilities.models import (
    AddOnPrice,
    DiscountTier,
    Facility,
    FacilityInclusion,
    Inclusion,
    Package,
    Photo,
    Rate,
    ShiftPattern,
)
from facilities.queries.catalogue import offered_patterns
from facilities.queries.prices import rates_on

# A fact older than this says little about today.
STALE_AFTER = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class PriceRow:
    """The prices of a seat on one shift: a list price for each package that has one, in the order of packages."""

    pattern: ShiftPattern
    rates: Sequence[Rate | None]

    @property
    def first(self) -> Rate:
        """The price of the first package that has one."""
        return next(rate for rate in self.rates if rate is not None)


@dataclass(frozen=True, slots=True)
class Listing:
    """A facility with its list prices in its own currency, by shift and package; ``seats`` are those let."""

    facility: Facility
    seats: int
    packages: Sequence[Package]
    rows: Sequence[PriceRow]
    tiers: Sequence[DiscountTier]
    add_ons: Sequence[AddOnPrice]

    @property
    def photo(self) -> Photo | None:
        """The first of its pictures."""
        return next(iter(self.facility.photos.all()), None)

    @property
    def lowest(self) -> Rate | None:
        """The lowest price per seat and month; its shift and package say what it buys."""
        rates = [rate for row in self.rows for rate in row.rates if rate is not None]
        return min(rates, key=lambda rate: rate.monthly_net, default=None)


def listings(day: date) -> list[Listing]:
    """Every facility the public may find, with the list prices of ``day``; a handful of queries."""
    return _listed(_facilities(), day)


def listing(facility: Facility, day: date) -> Listing:
    """One facility with the list prices of ``day``."""
    return _listed(_facilities().filter(pk=facility.pk), day)[0]


def priced_patterns(facility: Facility, day: date) -> list[ShiftPattern]:
    """Shifts on offer with a list price on ``day`` in the facility's currency, in the order of lists; two queries."""
    priced = rates_on(day).filter(facility=facility, currency=facility.currency).order_by().values("pattern")
    return list(offered_patterns().filter(pk__in=priced).order_by("position", "name"))


def listed_facilities() -> QuerySet[Facility]:
    """Those the public may open."""
    return Facility.objects.filter(is_listed=True)


def inclusions_of(facility: Facility) -> QuerySet[FacilityInclusion]:
    """Return what a facility has, with the tested facts, newest first."""
    return FacilityInclusion.objects.filter(facility=facility).select_related("inclusion").prefetch_related("tests")


def tested_at(
    facilities: Sequence[Facility], inclusions: Sequence[Inclusion]
) -> Mapping[UUID, Sequence[FacilityInclusion]]:
    """Those of ``inclusions`` that were ever tested, by facility; two queries, none where nothing is asked."""
    found: dict[UUID, list[FacilityInclusion]] = {place.pk: [] for place in facilities}
    if inclusions:
        rows = FacilityInclusion.objects.filter(facility__in=facilities, inclusion__in=inclusions)
        for here in rows.select_related("inclusion").prefetch_related("tests"):
            if here.newest:
                found[here.facility_id].append(here)
    return found


def stale_inclusions(today: date) -> QuerySet[FacilityInclusion]:
    """Those whose newest test (``last_tested``) is more than 180 days old, oldest first."""
    return (
        FacilityInclusion.objects.annotate(last_tested=Max("tests__tested_on"))
        .filter(last_tested__lt=today - STALE_AFTER)
        .select_related("facility", "inclusion")
        .order_by("last_tested", "pk")
    )


def add_ons_on(day: date) -> QuerySet[AddOnPrice]:
    """Prices of the add-ons on offer that count on ``day``, in each facility's own currency, in the order of lists."""
    return (
        AddOnPrice.objects.filter(days__contains=day, currency=F("facility__currency"), add_on__is_offered=True)
        .select_related("add_on")
        .prefetch_related("add_on__packages")
        .order_by("add_on__position", "add_on__name")
    )


def _facilities() -> QuerySet[Facility]:
    rentable = Count("workstations", filter=Q(workstations__state=WorkstationState.IN_SERVICE), distinct=True)
    return Facility.objects.filter(is_listed=True).annotate(rentable=rentable)


def _listed(facilities: QuerySet[Facility], day: date) -> list[Listing]:
    rates = (
        rates_on(day)
        .filter(currency=F("facility__currency"), pattern__is_offered=True)
        .order_by("pattern__position", "pattern__name", "package__position", "package__name")
        .prefetch_related("pattern__spans")
    )
    found = facilities.prefetch_related(
        Prefetch("rates", rates, to_attr="current_rates"),
        Prefetch("add_on_prices", add_ons_on(day), to_attr="current_add_ons"),
        "discount_tiers",
        "photos",
    )
    return [
        Listing(
            facility=facility,
            seats=facility.rentable,  # type: ignore[attr-defined]
            packages=(packages := list(dict.fromkeys(rate.package for rate in facility.current_rates))),
            rows=_rows(facility.current_rates, packages),
            tiers=sorted(facility.discount_tiers.all(), key=lambda tier: (tier.kind != TierKind.SEATS, tier.threshold)),
            add_ons=facility.current_add_ons,
        )
        for facility in found
    ]


def _rows(rates: Sequence[Rate], packages: Sequence[Package]) -> list[PriceRow]:
    patterns = dict.fromkeys(rate.pattern for rate in rates)
    known = {(rate.pattern_id, rate.package_id): rate for rate in rates}
    return [PriceRow(pattern, [known.get((pattern.pk, package.pk)) for package in packages]) for pattern in patterns]


def packages_at(facility: Facility) -> QuerySet[Package]:
    """Packages that have ever had a list price here."""
    return Package.objects.filter(rates__facility=facility).distinct()
