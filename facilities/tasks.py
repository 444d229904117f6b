"""The clock's part: check and apply inventory files, compact revisions of facilities."""

from celery import shared_task
from django.utils import timezone

from facilities import operations


@shared_task
def work_on_inventory_imports() -> int:
    """How many files were worked on."""
    return operations.INVENTORY_FILES.work(now=timezone.now())


@shared_task
def compact_revisions() -> int:
    """How many rows fewer there are."""
    return operations.compact_revisions()
