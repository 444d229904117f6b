"""The words of this room."""

from facilities.models.catalogue import FacilityInclusion, Inclusion, Package, ShiftPattern, ShiftSpan
from facilities.models.imports import InventoryImport
from facilities.models.occupancy import Occupancy
from facilities.models.places import Facility, Floor, Room, Workstation
from facilities.models.prices import DiscountTier, Rate

__all__ = [
    "DiscountTier",
    "Facility",
    "FacilityInclusion",
    "Floor",
    "Inclusion",
    "InventoryImport",
    "Occupancy",
    "Package",
    "Rate",
    "Room",
    "ShiftPattern",
    "ShiftSpan",
    "Workstation",
]
