"""The clock's part: send what waits."""

from celery import shared_task
from django.utils import timezone

from accounts.operations import send_message

# Leaves the worker to others after so many; the next tick carries on.
BATCH = 200


@shared_task
def send_waiting_messages() -> int:
    """How many were handed over."""
    for sent in range(BATCH):
        if send_message(now=timezone.now()) is None:
            return sent
    return BATCH
