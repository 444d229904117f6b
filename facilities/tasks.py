"""The clock's part: fold what tells of changes."""

from celery import shared_task

from facilities import operations


@shared_task
def compact_revisions() -> int:
    """How many rows fewer there are."""
    return operations.compact_revisions()
