"""The words of this app."""

from floorplans.models.imports import InventoryImport
from floorplans.models.plan_versions import PlanBackground, PlanDraft, PlanVersion

__all__ = ["InventoryImport", "PlanBackground", "PlanDraft", "PlanVersion"]
