"""The operations of this app."""

from floorplans.operations.drafts import (
    adopt_plan,
    attach_background,
    bring_room_back,
    discard_draft,
    import_plan,
    restore_version,
    save_draft,
    start_draft,
)
from floorplans.operations.inventory_files import INVENTORY_FILES
from floorplans.operations.publication import preview_publication, publish_plan

__all__ = [
    "INVENTORY_FILES",
    "adopt_plan",
    "attach_background",
    "bring_room_back",
    "discard_draft",
    "import_plan",
    "preview_publication",
    "publish_plan",
    "restore_version",
    "save_draft",
    "start_draft",
]
