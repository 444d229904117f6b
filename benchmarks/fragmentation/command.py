"""``python -m benchmarks fragmentation``: the table and the drawing of docs/seat-choice.md. Needs no database."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from benchmarks.fragmentation.drawing import draw
from benchmarks.fragmentation.floors import floor
from benchmarks.fragmentation.months import ARRIVALS, Story, joined, live, requests
from benchmarks.fragmentation.ways import WAYS

NAME = "fragmentation"
# Not among those the order of the choice was decided with, which were 1 … 5.
FIRST_SEED = 2026
DRAWN = ("busy", False)

Told = dict[str, Story]


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--months", type=int, default=250, help="months of each story that count")
    parser.add_argument("--stories", type=int, default=4, help="stories, each with a seed of its own")
    parser.add_argument("--drawing", type=Path, help="where the drawing goes, as SVG")


def run(asked: Namespace) -> int:
    settings.configure(USE_I18N=False)
    print("| | " + " | ".join(COLUMNS) + " |\n|---|" + "--:|" * len(COLUMNS))
    for insist in (False, True):
        for load in ARRIVALS:
            told = stories(load, insist=insist, months=asked.months, count=asked.stories)
            head = f"{load}, {'nobody is split' if insist else 'teams may be split'}"
            print(f"| **{head}**{' |' * (len(COLUMNS) + 1)}", flush=True)
            for line in lines(told):
                print(line, flush=True)
            if asked.drawing and (load, insist) == DRAWN:
                asked.drawing.write_text(draw(told))
                print(f"drawn: {asked.drawing}", file=sys.stderr)
    return 0


def stories(load: str, *, insist: bool, months: int, count: int) -> Told:
    """The same teams, seated in each way."""
    seats = floor()
    asking = [requests(months, arrivals=ARRIVALS[load], seed=FIRST_SEED + n) for n in range(count)]
    return {
        name: joined([live(seats, wishes, way, months=months, insist=insist) for wishes in asking])
        for name, way in WAYS.items()
    }


COLUMNS = (
    "asked", "accepted", "together", "side by side", "seat-months", "taken", "fragmentation", "weighted", "by room",
    "stretches", "longest",
)  # fmt: skip


def lines(told: Told) -> Iterator[str]:
    """A Markdown row for each way."""
    for name, story in told.items():
        cells = (
            f"{story.asked:,}", f"{story.accepted:,}", f"{story.together:,}", f"{story.side_by_side:,}",
            f"{story.seat_months:,}", f"{story.taken_share:.0%}", f"{story.fragmentation:.3f}",
            f"{story.weighted:.3f}", f"{story.fragmentation_by_room:.3f}", f"{story.stretches:.1f}",
            f"{story.longest:.1f}",
        )  # fmt: skip
        yield f"| {name} | " + " | ".join(cells) + " |"
