"""Ticks of the timetable: send what waits."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from outbox.operations import send_message

# Leaves the worker to others after so many, or so long; the next tick carries on.
BATCH = 200
PATIENCE = timedelta(seconds=180)


@shared_task
def send_waiting_messages() -> int:
    """Hand over the messages that wait; returns how many."""
    until = timezone.now() + PATIENCE
    for sent in range(BATCH):
        now = timezone.now()
        if now > until or send_message(now=now) is None:
            return sent
    return BATCH
