"""Equipment, and where it stands."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from facilities.models import Asset, AssetPlacement, Workstation

# How long before its end a warranty is told of.
WARRANTY_ENDS_WITHIN = timedelta(days=60)


def assets() -> QuerySet[Asset]:
    """All of them, with ``seat`` (the code of the workstation each stands at; empty in the store)."""
    placed = AssetPlacement.objects.filter(asset=OuterRef("pk"), removed_at__isnull=True)
    return Asset.objects.annotate(seat=Coalesce(Subquery(placed.values("workstation__code")[:1]), Value("")))


def in_store() -> QuerySet[Asset]:
    """Those that stand nowhere and may be used."""
    placed = AssetPlacement.objects.filter(removed_at__isnull=True)
    return assets().filter(scrapped_on__isnull=True).exclude(pk__in=placed.values("asset"))


def warranty_ends_soon(today: date) -> QuerySet[Asset]:
    """Those in use or in the store whose maker stands by them for 60 more days at most."""
    soon = (today, today + WARRANTY_ENDS_WITHIN)
    return assets().filter(warranty_until__range=soon, scrapped_on__isnull=True)


def placed_at(seat: Workstation) -> QuerySet[AssetPlacement]:
    """Return what stands at a workstation now."""
    return seat.placements.filter(removed_at__isnull=True).select_related("asset").order_by("asset__kind")


def history_of(asset: Asset) -> QuerySet[AssetPlacement]:
    """Return where an asset has stood, newest first."""
    return asset.placements.select_related("workstation__facility")
