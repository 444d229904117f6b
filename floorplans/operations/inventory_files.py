"""Files of inventory on their way in."""

from facilities.operations import Way
from floorplans.models import InventoryImport
from floorplans.operations.inventory import apply, preview

INVENTORY_FILES = Way(InventoryImport, preview, apply, "floorplans.tasks.work_on_inventory_imports")
