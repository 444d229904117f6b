"""How PostgreSQL answers the product's own queries: the one of each question that takes longest, explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from django.db import connection

from benchmarks.scale.questions import Town
from bookings.queries.seats import vacant_seats, vacant_seats_of
from facilities.queries.calendars import free_by_day
from facilities.queries.plans import floor_plans

LONGEST_LINE = 150


def plans(town: Town) -> Iterator[str]:
    """A Markdown section for each question."""
    place = town.facilities[len(town.facilities) // 2]
    demand, now = town.demand, town.now
    hot: dict[str, Callable[[], object]] = {
        "Free seats of one facility": lambda: vacant_seats(demand, facility=place, now=now),
        "Free seats of all facilities": lambda: vacant_seats_of(demand, facilities=town.facilities, now=now),
        "A year's calendar": lambda: free_by_day([town.daily], facility=place, now=now),
        "Floor plan": lambda: floor_plans(demand, facility=place, now=now),
    }
    for name, ask in hot.items():
        sql, params = _longest(ask)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
            lines = [line for (line,) in cursor.fetchall()]
        trimmed = (line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]} …" for line in lines)
        yield f"### {name}\n\n```\n" + "\n".join(trimmed) + "\n```"


def _longest(ask: Callable[[], object]) -> tuple[str, Any]:
    """The statement that took longest, with its parameters, of a second call."""
    told: list[tuple[float, str, Any]] = []

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            told.append((perf_counter() - began, sql, params))

    ask()
    with connection.execute_wrapper(listen):
        ask()
    _seconds, sql, params = max(told, key=lambda each: each[0])
    return sql, params
