"""Rivals: threads with a database connection each, let go at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any, Protocol

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from kernel.refusal import Refusal

PATIENCE = 60  # seconds; a race that takes longer is stuck


@dataclass(frozen=True)
class Outcome:
    """What each rival got, in the order they were named."""

    results: Sequence[Any]

    @property
    def won(self) -> list[Any]:
        return [result for result in self.results if not isinstance(result, Refusal)]

    @property
    def refused(self) -> list[Refusal]:
        return [result for result in self.results if isinstance(result, Refusal)]


class Race(Protocol):
    def __call__(self, *rivals: Callable[[], Any]) -> Outcome: ...


@pytest.fixture
def race(transactional_db: None, settings: Settings) -> Race:
    """``race(one, other, …)`` runs all of them at once. Whatever is no refusal (a deadlock, say) fails the test."""
    settings.MESSAGES_WAKE_THE_WORKER = False

    def run(*rivals: Callable[[], Any]) -> Outcome:
        line = Barrier(len(rivals))

        def start(rival: Callable[[], Any]) -> Any:
            try:
                connection.ensure_connection()
                line.wait(PATIENCE)
                return rival()
            except Refusal as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(len(rivals)) as pool:
            futures = [pool.submit(start, rival) for rival in rivals]
            return Outcome([future.result(PATIENCE) for future in futures])

    return run
