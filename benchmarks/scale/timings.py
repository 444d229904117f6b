"""Stopwatches for questions asked again and again, and the table they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import quantiles
from typing import Generic, TypeVar

from benchmarks.measures import seconds

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """Something to ask about one thing after the other: of the product, and of the best SQL for the same answer.

    What comes ``before`` each call of the product is not timed.
    """

    name: str
    about: Sequence[T]
    product: Callable[[T], object]
    sql: Callable[[T], object] | None
    goal: str
    before: Callable[[T], object] = lambda _about: None


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of every call, the product's and its floor's."""

    name: str
    product: Sequence[float]
    sql: Sequence[float]
    goal: str

    @property
    def ratio(self) -> float | None:
        return percentile(self.product, 50) / percentile(self.sql, 50) if self.sql else None


def timed(question: Question[T], calls: int) -> Timing:
    """Product and SQL take turns, so that a noisy minute falls on both; two turns warm up."""
    product: list[float] = []
    sql: list[float] = []
    for about in islice(cycle(question.about), calls + 2):
        question.before(about)
        product.append(1000 * seconds(lambda: question.product(about)))  # noqa: B023
        if question.sql is not None:
            sql.append(1000 * seconds(lambda: question.sql(about)))  # type: ignore[misc] # noqa: B023
    return Timing(question.name, product[2:], sql[2:], question.goal)


def percentile(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def markdown(timings: Iterable[Timing]) -> Iterable[str]:
    """A table; milliseconds."""
    yield "| | product p50 | p95 | SQL p50 | p95 | product ÷ SQL | goal |"
    yield "|---|--:|--:|--:|--:|--:|---|"
    for timing in timings:
        own = [f"{percentile(timing.product, percent):,.1f}" for percent in (50, 95)]
        floor = [f"{percentile(timing.sql, percent):,.1f}" for percent in (50, 95)] if timing.sql else ["", ""]
        ratio = f"{timing.ratio:.2f}" if timing.ratio is not None else ""
        yield f"| {timing.name} | {' | '.join([*own, *floor, ratio, timing.goal])} |"
