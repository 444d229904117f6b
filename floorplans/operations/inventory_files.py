"""Files of inventory on their way in."""

from accounts.capabilities import Capability
from floorplans.models import InventoryImport
from floorplans.operations.inventory import apply, preview
from imports.operations import ImportPipeline

INVENTORY_FILES = ImportPipeline(
    InventoryImport, preview, apply, "floorplans.tasks.work_on_inventory_imports", Capability.IMPORT_INVENTORY
)
