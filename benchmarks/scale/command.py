"""``python -m benchmarks scale``: tables and plans in Markdown."""

from __future__ import annotations

import logging
import sys
from argparse import ArgumentParser, Namespace
from time import perf_counter

NAME = "scale"
SEED = 2026


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--small", action="store_true", help="small sizes: whether it runs, not how fast")
    parser.add_argument("--keep", action="store_true", help="keep the database, and use the one kept before")
    parser.add_argument("--calls", type=int, default=40, help="how often each question is asked")
    parser.add_argument("--plans", action="store_true", help="also show how PostgreSQL answers")


def run(asked: Namespace) -> int:
    """Fill the database unless it is, then ask; Markdown to stdout, progress to stderr."""
    import django
    from django.core.management import call_command
    from django.utils import timezone

    django.setup()
    logging.disable(logging.WARNING)
    from benchmarks import floors, tables
    from benchmarks.scale import fill
    from benchmarks.scale.counts import counts
    from benchmarks.scale.plans import plans
    from benchmarks.scale.questions import Asked, Town, pages, questions, require_same_answers
    from benchmarks.scale.timings import markdown, timed
    from facilities.models import Facility

    tables.make()
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Facility.objects.exists():
        began = perf_counter()
        fill.fill(fill.SMALL if asked.small else fill.Sizes(), seed=SEED)
        print(f"filled in {perf_counter() - began:.0f} s", file=sys.stderr)
    town = Town.now_at(timezone.now())
    with floors.raw_connection() as raw:
        raw.autocommit = True
        sql = Asked(raw, town)
        require_same_answers(town, sql)
        print("\n".join(counts(town)), end="\n\n", flush=True)
        timings = []
        for question in (*questions(town, sql), *pages(town, sql)):
            timings.append(timed(question, asked.calls))
            print(list(markdown(timings[-1:]))[-1], file=sys.stderr, flush=True)
        print("\n".join(markdown(timings)))
    if asked.plans:
        for plan in plans(town):
            print(f"\n{plan}")
    return 0
