"""Ticks of the timetable: keep the revisions of facilities few."""

from celery import shared_task

from facilities import operations


@shared_task
def compact_revisions() -> int:
    """Keep the revisions of facilities few; returns how many rows fewer there are."""
    return operations.compact_revisions()
