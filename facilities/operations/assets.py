"""Move equipment: to a workstation, into the store, or in exchange for another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from facilities import errors
from facilities.models import Asset, AssetPlacement, Workstation


@transaction.atomic
def place_asset(*, asset: Asset, workstation: Workstation, actor: Actor, now: datetime) -> Asset:
    """Put it at a workstation, from wherever it stood; it belongs to that facility from then on.

    :raises NotAllowed: at either facility. :raises AssetScrapped:
    """
    for facility in (asset.facility, workstation.facility):
        require(actor, Capability.MANAGE_ASSETS, facility=facility)
    [asset] = _lock([asset.pk])
    if asset.scrapped_on is not None:
        raise errors.AssetScrapped
    if _seats_of([asset]).get(asset.pk) == workstation.pk:
        return asset
    note_places({asset.pk: workstation.pk}, now=now)
    if asset.facility_id != workstation.facility_id:
        asset.facility_id = workstation.facility_id
        asset.save(update_fields=["facility"])
    record(actor=actor, verb="facilities.asset_placed", subject=asset, now=now, workstation=workstation.code)
    return asset


@transaction.atomic
def store_asset(*, asset: Asset, actor: Actor, now: datetime) -> Asset:
    """Take it back into the store of its facility; one that lies there already stays. :raises NotAllowed:"""
    require(actor, Capability.MANAGE_ASSETS, facility=asset.facility)
    [asset] = _lock([asset.pk])
    if _seats_of([asset]):
        note_places({asset.pk: None}, now=now)
        record(actor=actor, verb="facilities.asset_stored", subject=asset, now=now)
    return asset


@transaction.atomic
def swap_assets(*, one: Asset, other: Asset, actor: Actor, now: datetime) -> None:
    """Each goes where the other was, be it a workstation or the store.

    :raises NotAllowed: at either facility. :raises AssetScrapped: when one of them is. :raises SwapsWithItself:
    """
    for asset in (one, other):
        require(actor, Capability.MANAGE_ASSETS, facility=asset.facility)
    if one.pk == other.pk:
        raise errors.SwapsWithItself
    both = {asset.pk: asset for asset in _lock([one.pk, other.pk])}
    if any(asset.scrapped_on is not None for asset in both.values()):
        raise errors.AssetScrapped
    seats = _seats_of(both.values())
    note_places({one.pk: seats.get(other.pk), other.pk: seats.get(one.pk)}, now=now)
    one, other = both[one.pk], both[other.pk]
    one.facility_id, other.facility_id = other.facility_id, one.facility_id
    Asset.objects.bulk_update([one, other], ["facility"])
    for asset, against in ((one, other), (other, one)):
        record(actor=actor, verb="facilities.asset_swapped", subject=asset, now=now, against=str(against))


def note_places(places: Mapping[UUID, UUID | None], *, now: datetime) -> None:
    """End where locked assets stand, and let each stand at its new workstation, or nowhere."""
    AssetPlacement.objects.filter(asset__in=places, removed_at__isnull=True).update(removed_at=now)
    AssetPlacement.objects.bulk_create(
        AssetPlacement(asset_id=asset, workstation_id=seat, placed_at=now) for asset, seat in places.items() if seat
    )


def _lock(ids: Iterable[UUID]) -> list[Asset]:
    return list(Asset.objects.filter(pk__in=list(ids)).order_by("pk").select_for_update(no_key=True))


def _seats_of(assets: Iterable[Asset]) -> dict[UUID, UUID]:
    """Asset → the workstation it stands at; none for those in the store."""
    placed = AssetPlacement.objects.filter(asset__in=assets, removed_at__isnull=True)
    return dict(placed.values_list("asset", "workstation"))
