"""Problems of a plan, one by one or alike together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """``path`` says where (``seats[3].x``, or a seat's code), ``message`` what to do."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Alike:
    """``count`` problems that are mended in the same way; ``where`` lists their paths."""

    where: str
    message: str
    count: int


def alike(problems: Iterable[Problem]) -> list[Alike]:
    """A line for each message, in the order they first come."""
    found: dict[str, Counter[str]] = {}
    for problem in problems:
        found.setdefault(problem.message, Counter())[problem.path] += 1
    return [Alike(_where(paths), message, paths.total()) for message, paths in found.items()]


def _where(paths: Counter[str]) -> str:
    # What several seats have in common keeps them together.
    between = "; " if any("," in path for path in paths) else ", "
    return between.join(f"{path} × {count}" if count > 1 else path for path, count in paths.items())
