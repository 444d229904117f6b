"""``python -m benchmarks fragmentation``: the tables and the drawing of docs/seat-choice.md. Needs no database."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from django.conf import settings

from benchmarks.fragmentation.chart import draw
from benchmarks.fragmentation.comparison import Difference, difference
from benchmarks.fragmentation.demand import ARRIVALS, requests
from benchmarks.fragmentation.floors import floor
from benchmarks.fragmentation.months import Story, joined, live
from benchmarks.fragmentation.strategies import FIRST_FIT, NO_WALLS, STRATEGIES, Strategy, anywhere

NAME = "fragmentation"
# Not among those the order of the choice was decided with, which were 1 … 146.
FIRST_SEED = 2026

Stories = Mapping[str, Sequence[Story]]


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--months", type=int, default=250, help="months of each story that count")
    parser.add_argument("--stories", type=int, default=60, help="stories of each load, each with a seed of its own")
    parser.add_argument("--drawing", type=Path, help="where the drawing goes, as SVG")


def run(asked: Namespace) -> int:
    settings.configure(USE_I18N=False)
    told = {load: stories(load, months=asked.months, count=asked.stories) for load in ARRIVALS}
    for head, columns, but in (("teams", TEAMS, ()), ("free seats", FREE, (NO_WALLS,))):
        print(f"| {head} | " + " | ".join(columns) + " |\n|---|" + "--:|" * len(columns))
        for load, found in told.items():
            print(f"| **{load}**{' |' * (len(columns) + 1)}")
            for line in _rows(found, columns, but):
                print(line)
        print()
    print("| ours less first fit | " + " | ".join(told) + " |\n|---|" + "--:|" * len(told))
    for name, value, form in COMPARED:
        found_here = (form(against_first_fit(found, "our choice", value)) for found in told.values())
        print(f"| {name} | " + " | ".join(found_here) + " |")
    if asked.drawing:
        asked.drawing.write_text(draw(told))
    return 0


def stories(load: str, *, months: int, count: int) -> Stories:
    """The same teams, seated in each way."""
    seats = floor()
    asking = [requests(months, arrivals=ARRIVALS[load], seed=FIRST_SEED + n) for n in range(count)]
    strategies: dict[str, Strategy] = {**STRATEGIES, NO_WALLS: anywhere}
    return {
        name: [live(seats, wishes, strategy, months=months) for wishes in asking]
        for name, strategy in strategies.items()
    }


def against_first_fit(found: Stories, name: str, value: Callable[[Story], float]) -> Difference:
    return difference([value(story) for story in found[name]], [value(story) for story in found[FIRST_FIT]])


TEAMS: dict[str, Callable[[Story], str]] = {
    "asked": lambda story: f"{story.asked:,}",
    "accepted": lambda story: f"{story.accepted:,}",
    "too scattered": lambda story: f"{story.too_scattered:,}",
    "seats": lambda story: f"{story.taken:,}",
    "seat-months": lambda story: f"{story.seat_months:,}",
    "taken": lambda story: f"{story.occupancy:.1%}",
    "together": lambda story: f"{story.together / story.accepted:.0%}",
    "side by side": lambda story: f"{story.side_by_side / story.accepted:.0%}",
}
FREE: dict[str, Callable[[Story], str]] = {
    "fragmentation": lambda story: f"{story.fragmentation:.3f}",
    "weighted": lambda story: f"{story.weighted:.3f}",
    "unusable side by side": lambda story: f"{story.unusable_side_by_side:.1%}",
    "unusable in one room": lambda story: f"{story.unusable_in_one_room:.1%}",
    "refused": lambda story: f"{story.refused:.2%}",
}


def _rows(found: Stories, columns: Mapping[str, Callable[[Story], str]], but: Sequence[str]) -> Iterator[str]:
    for name, parts in found.items():
        if name not in but:
            story = joined(parts)
            yield f"| {name} | " + " | ".join(cell(story) for cell in columns.values()) + " |"


def _whole(found: Difference) -> str:
    return f"{found.total:+,.0f} ± {found.error_of_total:,.0f}"


def _thousandths(found: Difference) -> str:
    return f"{found.mean:+.3f} ± {found.error:.3f}"


def _points(found: Difference) -> str:
    return f"{100 * found.mean:+.2f} ± {100 * found.error:.2f}"


COMPARED: Sequence[tuple[str, Callable[[Story], float], Callable[[Difference], str]]] = (
    ("accepted", lambda story: story.accepted, _whole),
    ("too scattered", lambda story: story.too_scattered, _whole),
    ("seats", lambda story: story.taken, _whole),
    ("seat-months", lambda story: story.seat_months, _whole),
    ("fragmentation", lambda story: story.fragmentation, _thousandths),
    ("weighted", lambda story: story.weighted, _thousandths),
    ("unusable side by side, points", lambda story: story.unusable_side_by_side, _points),
    ("unusable in one room, points", lambda story: story.unusable_in_one_room, _points),
    ("refused, points", lambda story: story.refused, _points),
)
