"""Two diagrams as one SVG: how often teams are split, and how long a stretch is left when so many seats are free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from statistics import fmean

from benchmarks.fragmentation.floors import Broken
from benchmarks.fragmentation.months import Story

WIDTH, HEIGHT = 920, 380
TOP, BOTTOM = 92, 318
LEFT_PANEL = (56, 430)
RIGHT_PANEL = (520, 894)
# Months are told apart by their free seats, in steps of so many, up to as many steps.
STEP, STEPS = 15, 7

STYLE = """
text { font: 13px system-ui, sans-serif; fill: #3b4252 }
.title { font-size: 15px; font-weight: 600; fill: #1c2230 }
.grid { stroke: #d9dee7 } .axis { stroke: #8b94a5 }
.w0 { stroke: #0b6b53; fill: #0b6b53 } .w1 { stroke: #c2410c; fill: #c2410c } .w2 { stroke: #6d5bd0; fill: #6d5bd0 }
path { stroke-width: 2; stroke-linejoin: round } path.w0, path.w1, path.w2 { fill: none }
text.w0, text.w1, text.w2 { stroke: none; font-weight: 600 }
.ground { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #c7cedb } .title { fill: #f1f4f9 } .grid { stroke: #343b49 } .axis { stroke: #6b7486 }
  .w0 { stroke: #4fd1a5; fill: #4fd1a5 } .w1 { stroke: #fb923c; fill: #fb923c } .w2 { stroke: #a99bff; fill: #a99bff }
  .ground { fill: #12161f }
}
"""


def draw(told: Mapping[str, Story]) -> str:
    """The drawing of one load, a line for each way of seating."""
    sizes = sorted(set().union(*(story.by_size for story in told.values())))
    shares = [
        [split / accepted if accepted else 0.0 for accepted, split in (story.by_size.get(n, (0, 0)) for n in sizes)]
        for story in told.values()
    ]
    longest = [list(_longest(story.months)) for story in told.values()]
    most = 4 * ceil(max(map(max, longest)) / 4)
    parts = [
        *_panel(LEFT_PANEL, "Teams split over rooms", [f"{n * 25} %" for n in range(5)]),
        *_panel(RIGHT_PANEL, "Longest stretch of free seats", [str(most * n // 4) for n in range(5)]),
        *_lines(LEFT_PANEL, shares, 1.0),
        *_lines(RIGHT_PANEL, longest, most),
        *_below(LEFT_PANEL, [str(size) for size in sizes]),
        *_below(RIGHT_PANEL, [_step(n) for n in range(STEPS)]),
        _text(sum(LEFT_PANEL) / 2, BOTTOM + 44, "seats of the team", "middle"),
        _text(sum(RIGHT_PANEL) / 2, BOTTOM + 44, "free seats; each point is the mean of such months", "middle"),
        *_legend(told),
    ]
    names = ", ".join(told)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="Teams split over rooms by their size, and longest stretch by free seats: {names}">'
        f'<style>{STYLE}</style><rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>{"".join(parts)}</svg>\n'
    )


def _longest(months: Sequence[Broken]) -> Iterable[float]:
    for n in range(STEPS):
        alike = [month.longest for month in months if min(month.free // STEP, STEPS - 1) == n]
        yield fmean(alike) if alike else 0.0


def _step(n: int) -> str:
    return f"{n * STEP}+" if n == STEPS - 1 else f"{n * STEP}–{n * STEP + STEP - 1}"


def _panel(panel: tuple[int, int], title: str, marks: Sequence[str]) -> Iterable[str]:
    yield f'<text class="title" x="{panel[0]}" y="{TOP - 18}">{title}</text>'
    for n, mark in enumerate(marks):
        y = BOTTOM - (BOTTOM - TOP) * n / (len(marks) - 1)
        look = "grid" if n else "axis"
        yield f'<line class="{look}" x1="{panel[0]}" y1="{y:.1f}" x2="{panel[1]}" y2="{y:.1f}"/>'
        yield _text(panel[0] - 8, y + 4, mark, "end")


def _lines(panel: tuple[int, int], series: Sequence[Sequence[float]], most: float) -> Iterable[str]:
    for n, values in enumerate(series):
        points = [
            (x, BOTTOM - (BOTTOM - TOP) * value / most)
            for x, value in zip(_across(panel, len(values)), values, strict=True)
        ]
        yield f'<path class="w{n}" d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"/>'
        yield "".join(f'<circle class="w{n}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points)


def _below(panel: tuple[int, int], marks: Sequence[str]) -> Iterable[str]:
    for x, mark in zip(_across(panel, len(marks)), marks, strict=True):
        yield _text(x, BOTTOM + 20, mark, "middle")


def _across(panel: tuple[int, int], count: int) -> list[float]:
    left, right = panel[0] + 12, panel[1] - 12
    return [left + (right - left) * n / max(count - 1, 1) for n in range(count)]


def _legend(told: Mapping[str, Story]) -> Iterable[str]:
    for n, name in enumerate(told):
        x = LEFT_PANEL[0] + 170 * n
        yield f'<path class="w{n}" d="M{x} 30 h22"/><text class="w{n}" x="{x + 30}" y="34">{name}</text>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'
