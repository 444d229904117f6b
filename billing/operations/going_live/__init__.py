"""Take over a running business from its spreadsheets."""

from accounts.capabilities import Capability
from billing.models import GoLiveImport
from billing.operations.going_live.applications import apply
from billing.operations.going_live.checks import check
from imports.operations import ImportPipeline

GO_LIVE_FILES = ImportPipeline(GoLiveImport, check, apply, "billing.tasks.work_on_go_live_imports", Capability.GO_LIVE)

__all__ = ["GO_LIVE_FILES", "apply", "check"]
