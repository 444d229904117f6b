"""``python -m benchmarks``: measure the product beside its floors, in a database of its own; see docs/benchmarks.md.

``python -m benchmarks scale`` and ``… fragmentation`` are studies of their own; see docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.fragmentation import command as fragmentation
from benchmarks.scale import command as scale
from benchmarks.scratch import scratch_cache, scratch_database

if TYPE_CHECKING:
    from benchmarks.dataset import Data
    from benchmarks.measures import Row

LATEST = Path(__file__).with_name("latest.json")
HOST = "127.0.0.1"
PARTS = ("search", "holds", "invoices", "pages", "go_live")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: whether it runs, not how fast")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="some of the parts")
    parser.add_argument("--output", type=Path, default=LATEST, help="where the rows go as JSON")
    studies = parser.add_subparsers(dest="study", metavar="scale | fragmentation")
    for study, about in ((scale, "100,000 seats"), (fragmentation, "seats chosen for teams, over the years")):
        study.add_arguments(studies.add_parser(study.NAME, help=about, description=study.__doc__))
    asked = parser.parse_args()
    if asked.study == fragmentation.NAME:
        return fragmentation.run(asked)
    if asked.study == scale.NAME:
        with scratch_database("scale" if asked.keep else "", keep=asked.keep), scratch_cache(), as_in_production():
            return scale.run(asked)
    with scratch_database(), as_in_production():
        rows = run(asked.only, is_quick=asked.quick)
    asked.output.write_text(json.dumps(document(rows, is_quick=asked.quick), indent=2) + "\n")
    return 0


@contextmanager
def as_in_production() -> Iterator[None]:
    """Settings of a real installation, but for what only a proxy or a second factor could answer."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "DJANGO_DEBUG": "false",
            "DJANGO_ALLOWED_HOSTS": HOST,
            "DJANGO_SECRET_KEY": "only-for-benchmarks",
            "SECURE_SSL_REDIRECT": "false",
            "STAFF_NEEDS_MFA": "false",
            "STATIC_ROOT": f"{folder}/static",
            "MEDIA_ROOT": f"{folder}/media",
            "MESSAGES_WAKE_THE_WORKER": "false",
            "API_RATE": "1000000/min",
        }
        yield


def run(parts: tuple[str, ...], *, is_quick: bool) -> list[Row]:
    """Build the data set, then measure one part after the other."""
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    logging.disable(logging.WARNING)
    from benchmarks import go_live, holds, invoices, pages, search, tables
    from benchmarks.dataset import QUICK, Sizes, build
    from benchmarks.measures import table

    measures: dict[str, Callable[[Data], Iterator[Row]]] = {
        "search": search.rows,
        "holds": holds.rows,
        "invoices": invoices.rows,
        "pages": pages.rows,
        "go_live": go_live.rows,
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    tables.make()
    began = perf_counter()
    data = build(QUICK if is_quick else Sizes())
    say(f"data set: {perf_counter() - began:.0f} s")
    rows: list[Row] = []
    for name in PARTS:
        if name in parts:
            began = perf_counter()
            rows += measures[name](data)
            say(f"{name}: {perf_counter() - began:.0f} s")
    connections.close_all()
    print("\n" + table(rows))
    return rows


def document(rows: list[Row], *, is_quick: bool) -> dict[str, object]:
    """What is kept of a run."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": is_quick,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "rows": [
            {
                "name": row.name,
                "value": round(row.value, 2),
                "unit": row.unit,
                "floor": None if row.floor is None else round(row.floor, 2),
                "floor_is": row.floor_is,
                "ratio": None if row.ratio is None else round(row.ratio, 3),
            }
            for row in rows
        ],
    }


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
