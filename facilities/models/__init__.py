"""The words of this room."""

from facilities.models.catalogue import FacilityInclusion, Inclusion, Package, ShiftPattern, ShiftSpan
from facilities.models.imports import BroughtFile, InventoryImport
from facilities.models.occupancy import Occupancy
from facilities.models.opening import Holiday, OpeningHours
from facilities.models.places import Facility, Floor, Room, Workstation
from facilities.models.plan_versions import PlanBackground, PlanDraft, PlanVersion
from facilities.models.prices import DiscountTier, Rate
from facilities.models.showing import Certificate, Photo

__all__ = [
    "BroughtFile",
    "Certificate",
    "DiscountTier",
    "Facility",
    "FacilityInclusion",
    "Floor",
    "Holiday",
    "Inclusion",
    "InventoryImport",
    "Occupancy",
    "OpeningHours",
    "Package",
    "Photo",
    "PlanBackground",
    "PlanDraft",
    "PlanVersion",
    "Rate",
    "Room",
    "ShiftPattern",
    "ShiftSpan",
    "Workstation",
]
