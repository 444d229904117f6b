"""The clock's part: check and apply inventory files."""

from celery import shared_task
from django.utils import timezone

from facilities.operations import work_on_imports


@shared_task
def work_on_inventory_imports() -> int:
    """How many files were worked on."""
    return work_on_imports(now=timezone.now())
