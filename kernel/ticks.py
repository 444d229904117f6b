"""Tools for the timetable's ticks: one broken row keeps no other, and a message only wakes a worker."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction

from kernel.refusal import Refusal


@contextmanager
def isolated(log: logging.Logger, said: str, subject: object, *, refused: int = logging.WARNING) -> Iterator[None]:
    """Write down what goes wrong with ``subject`` and carry on with the others; the next tick tries it again.

    :param said: a sentence with one ``%s`` for ``subject``.
    :param refused: the level of a refusal; an error is always one.
    """
    try:
        yield
    except Refusal as refusal:
        log.log(refused, "%s: %s", said % (subject,), refusal)
    except Exception:
        log.exception(said, subject)


def wake(task: str, *arguments: Any) -> None:
    """Ask a worker to look as soon as the transaction is committed; where the broker is away the timetable does it."""
    transaction.on_commit(partial(_send, task, arguments), robust=True)


def _send(task: str, arguments: tuple[Any, ...]) -> None:
    if settings.MESSAGES_WAKE_THE_WORKER:
        current_app.send_task(task, list(arguments))
