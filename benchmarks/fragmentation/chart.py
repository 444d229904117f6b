"""Three diagrams as one SVG: requests accepted, teams turned away for scattered seats, and fragmentation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from benchmarks.fragmentation.comparison import Difference, difference
from benchmarks.fragmentation.months import Story, joined
from benchmarks.fragmentation.strategies import FIRST_FIT, STRATEGIES

WIDTH, HEIGHT = 920, 380
TOP, BOTTOM = 104, 320
PANELS = ((52, 292), (366, 606), (680, 900))
BAR = 20
MARKS = 4

STYLE = """
text { font: 13px system-ui, sans-serif; fill: #3b4252 }
.title { font-size: 14px; font-weight: 600; fill: #1c2230 }
.grid { stroke: #d9dee7 } .axis { stroke: #8b94a5 } .error { stroke: #1c2230; stroke-width: 1.5 }
.w0 { fill: #0b6b53 } .w1 { fill: #c2410c } .w2 { fill: #6d5bd0 }
text.w0, text.w1, text.w2 { font-weight: 600 }
.ground { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #c7cedb } .title { fill: #f1f4f9 } .grid { stroke: #343b49 } .axis { stroke: #6b7486 }
  .error { stroke: #f1f4f9 } .w0 { fill: #4fd1a5 } .w1 { fill: #fb923c } .w2 { fill: #a99bff }
  .ground { fill: #12161f }
}
"""

Told = Mapping[str, Mapping[str, Sequence[Story]]]


@dataclass(frozen=True, slots=True)
class _Bar:
    """A value of one way at one load, with two standard errors either side where there are any."""

    strategy: int
    value: float
    error: float = 0.0


def draw(told: Told) -> str:
    """Bars for each load and way, of the stories told of them."""
    names = list(STRATEGIES)
    more = [
        [_more(found[name], found[FIRST_FIT], strategy) for strategy, name in enumerate(names) if name != FIRST_FIT]
        for found in told.values()
    ]
    away = _bars(told, names, lambda story: 1000 * story.too_scattered / story.asked)
    broken = _bars(told, names, lambda story: story.fragmentation)
    parts = [
        *_panel(PANELS[0], list(told), more, "Accepted more than first fit,", "of 1,000 that asked"),
        *_panel(PANELS[1], list(told), away, "Turned away though enough seats", "were free, of 1,000 that asked"),
        *_panel(PANELS[2], list(told), broken, "Fragmentation of free seats,", "1 − longest stretch ÷ free"),
        *_legend(names),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="Requests accepted, teams turned away and fragmentation at three loads: {", ".join(names)}">'
        f'<style>{STYLE}</style><rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>{"".join(parts)}</svg>\n'
    )


def _more(ours: Sequence[Story], theirs: Sequence[Story], strategy: int) -> _Bar:
    found: Difference = difference(
        [1000 * story.accepted / story.asked for story in ours],
        [1000 * story.accepted / story.asked for story in theirs],
    )
    return _Bar(strategy, found.mean, 2 * found.error)


def _bars(told: Told, names: Sequence[str], value: Callable[[Story], float]) -> list[list[_Bar]]:
    return [
        [_Bar(strategy, value(joined(found[name]))) for strategy, name in enumerate(names)] for found in told.values()
    ]


def _panel(
    panel: tuple[int, int], loads: Sequence[str], groups: Sequence[Sequence[_Bar]], *title: str
) -> Iterable[str]:
    for n, words in enumerate(title):
        yield f'<text class="title" x="{panel[0]}" y="{TOP - 34 + 18 * n}">{words}</text>'
    step = _step(max(abs(bar.value) + bar.error for group in groups for bar in group))
    low = min(0.0, *(bar.value - bar.error for group in groups for bar in group))
    first = -ceil(-low / step)
    last = ceil(max(bar.value + bar.error for group in groups for bar in group) / step)

    def height(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value / step - first) / (last - first)

    for n in range(first, last + 1):
        look, y = "axis" if n == 0 else "grid", height(n * step)
        yield f'<line class="{look}" x1="{panel[0]}" y1="{y:.1f}" x2="{panel[1]}" y2="{y:.1f}"/>'
        yield _text(panel[0] - 8, y + 4, f"{n * step:g}".replace("-", "−"), "end")
    for n, (load, group) in enumerate(zip(loads, groups, strict=True)):
        middle = panel[0] + (panel[1] - panel[0]) * (n + 0.5) / len(groups)
        yield _text(middle, BOTTOM + 22, load, "middle")
        for place, bar in enumerate(group):
            x = middle + (place - len(group) / 2) * BAR
            ends = sorted((height(0), height(bar.value)))
            yield (
                f'<rect class="w{bar.strategy}" x="{x + 1:.1f}" y="{ends[0]:.1f}" width="{BAR - 2}" '
                f'height="{ends[1] - ends[0]:.1f}"/>'
            )
            if bar.error:
                x += BAR / 2
                up, down = height(bar.value + bar.error), height(bar.value - bar.error)
                yield f'<line class="error" x1="{x:.1f}" y1="{up:.1f}" x2="{x:.1f}" y2="{down:.1f}"/>'


def _step(most: float) -> float:
    """The least round number of which about :data:`MARKS` reach ``most``."""
    steps = (base * 10.0**power for power in range(-3, 4) for base in (1, 2, 5))
    return next(step for step in steps if step * (MARKS + 1) >= most)


def _legend(names: Iterable[str]) -> Iterable[str]:
    for n, name in enumerate(names):
        x = PANELS[0][0] + 170 * n
        yield f'<rect class="w{n}" x="{x}" y="22" width="14" height="14"/>'
        yield f'<text class="w{n}" x="{x + 22}" y="34">{name}</text>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'
