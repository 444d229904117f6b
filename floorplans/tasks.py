"""Ticks of the timetable: check and apply inventory files."""

from celery import shared_task
from django.utils import timezone

from floorplans import operations


@shared_task
def work_on_inventory_imports() -> int:
    """Check and apply the files of inventory that wait; returns how many were worked on."""
    return operations.INVENTORY_FILES.work(now=timezone.now())
