"""Stopwatches: medians of rounds, and rivals who start at once."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connections

Work = Callable[[int], int]

# Rivals that took longer than this have met a deadlock or a bug.
PATIENCE = 600


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the product's ``value`` beside its ``floor`` in the same ``unit``.

    ``ratio`` is value ÷ floor: for rates what share of the floor is reached, for times how many floors it takes.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    floor_is: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None


def seconds(operation: Callable[[], object]) -> float:
    began = perf_counter()
    operation()
    return perf_counter() - began


def side_by_side(rounds: int, *operations: Callable[[], float]) -> list[float]:
    """Medians of ``rounds``; each round asks every operation once, so that a noisy minute falls on all of them."""
    found: list[list[float]] = [[] for _ in operations]
    for _ in range(rounds):
        for results, operation in zip(found, operations, strict=True):
            results.append(operation())
    return [median(results) for results in found]


def milliseconds(operation: Callable[[], object], times: int) -> float:
    """The median of ``times`` calls, after one that warms up."""
    operation()
    return 1000 * median(seconds(operation) for _ in range(times))


def rivals(count: int, work: Work) -> float:
    """How much ``count`` processes get done a second, all starting at once.

    ``work`` gets the rival's number and returns how much it did; each process has its own database connection.

    :raises RuntimeError: when a rival fails.
    """
    connections.close_all()
    context = multiprocessing.get_context("fork")
    start = context.Barrier(count)
    results: Any = context.SimpleQueue()
    processes = [context.Process(target=_rival, args=(work, number, start, results)) for number in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(PATIENCE)
        if process.exitcode != 0:
            raise RuntimeError(f"a rival ended with {process.exitcode}")
    told = [results.get() for _ in processes]
    wall = max(ended for _done, _began, ended in told) - min(began for _done, began, _ended in told)
    return float(sum(done for done, _began, _ended in told) / wall)


def _rival(work: Work, number: int, start: Any, results: Any) -> None:
    start.wait()
    began = perf_counter()
    done = work(number)
    results.put((done, began, perf_counter()))
    connections.close_all()


def table(rows: Sequence[Row]) -> str:
    """For people."""
    lines = [("", "product", "floor", "unit", "product ÷ floor", "floor is")]
    for row in rows:
        floor = f"{row.floor:,.1f}" if row.floor is not None else ""
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
        lines.append((row.name, f"{row.value:,.1f}", floor, row.unit, ratio, row.floor_is))
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    right = {1, 2, 4}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
