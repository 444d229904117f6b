"""The words of this app."""

from facilities.models.addons import AddOn, AddOnPrice
from facilities.models.assets import Asset, AssetPlacement
from facilities.models.catalogue import (
    FacilityInclusion,
    Inclusion,
    InclusionTest,
    Package,
    ShiftPattern,
    ShiftSpan,
)
from facilities.models.changes import FacilityRevision
from facilities.models.occupancy import Occupancy
from facilities.models.opening_hours import Holiday, OpeningHours
from facilities.models.places import Facility, Floor, Room, Workstation
from facilities.models.presentation import Certificate, Photo
from facilities.models.prices import DiscountTier, Rate
from facilities.models.upkeep import Fault, StateChange

__all__ = [
    "AddOn",
    "AddOnPrice",
    "Asset",
    "AssetPlacement",
    "Certificate",
    "DiscountTier",
    "Facility",
    "FacilityInclusion",
    "FacilityRevision",
    "Fault",
    "Floor",
    "Holiday",
    "Inclusion",
    "InclusionTest",
    "Occupancy",
    "OpeningHours",
    "Package",
    "Photo",
    "Rate",
    "Room",
    "ShiftPattern",
    "ShiftSpan",
    "StateChange",
    "Workstation",
]
