"""Take over a running business from its spreadsheets."""

from billing.models import GoLiveImport
from billing.operations.going_live.applications import apply
from billing.operations.going_live.checks import check
from facilities.operations import Way

GO_LIVE_FILES = Way(GoLiveImport, check, apply, "billing.tasks.work_on_go_live_imports")

__all__ = ["GO_LIVE_FILES", "apply", "check"]
