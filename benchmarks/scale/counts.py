"""What is in the database, how full it is, and on what it was measured."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from typing import Any

from django.db import connection

from benchmarks.scale.questions import Town

TABLES = ("facilities_facility", "facilities_workstation", "bookings_allocation", "facilities_occupancy")
# From 8 to 17 and from 21 to midnight on Wednesdays.
HOURS = ("{[3360,3900)}", "{[4140,4320)}")

TAKEN = """
SELECT count(DISTINCT workstation_id) FROM facilities_occupancy
WHERE released_at IS NULL AND (expires_at IS NULL OR expires_at > %(now)s) AND days && %(days)s::daterange
  AND minutes && %(hours)s::int4multirange
"""
EMPTIEST = """
SELECT min(taken) FROM (
    SELECT count(DISTINCT workstation_id) AS taken
    FROM generate_series(%(first)s::date, %(last)s::date, '1 month') AS day JOIN facilities_occupancy
      ON days @> day::date AND released_at IS NULL AND (expires_at IS NULL OR expires_at > %(now)s)
     AND minutes && %(hours)s::int4multirange
    GROUP BY day
) AS days
"""


def counts(town: Town) -> Iterator[str]:
    """As Markdown."""
    buffers = _one("SHOW shared_buffers")
    yield (
        f"PostgreSQL {_one('SHOW server_version')}, shared_buffers {buffers}; Python {platform.python_version()}; "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    yield "\n| rows of | |\n|---|--:|"
    for table in TABLES:
        yield f"| {table} | {_one(f'SELECT count(*) FROM {table}'):,} |"
    yield "\n| seats taken | by day | by night |\n|---|--:|--:|"
    seats = _one("SELECT count(*) FROM facilities_workstation")
    asked: dict[str, Any] = {"now": town.now, "first": town.year.start, "last": town.year.end}
    for name, question, days in (
        ("today", TAKEN, f"[{town.now.date()},{town.now.date()}]"),
        ("on the emptiest of the first days of months in the year asked about", EMPTIEST, ""),
        ("on some of the days from the first one asked about", TAKEN, f"[{town.start},)"),
    ):
        shares = [_one(question, {**asked, "days": days, "hours": hours}) / seats for hours in HOURS]
        yield f"| {name} | " + " | ".join(f"{share:.0%}" for share in shares) + " |"


def _one(question: str, params: dict[str, Any] | None = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, params)
        (value,) = cursor.fetchone()
    return value
