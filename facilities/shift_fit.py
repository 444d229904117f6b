"""Shifts that cover the hours somebody works, in a time zone of their own: best fit first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from facilities.clocks import gap
from kernel.week import WEEK, Minutes, Span, weekly_minutes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fit(Generic[T]):
    """A shift and how well it fits: minutes a week that are wanted, of these covered, and worked ``beside`` them."""

    shift: T
    wanted: int
    covered: int
    beside: int

    @property
    def is_full(self) -> bool:
        return self.covered == self.wanted


def best_fits(wanted: Minutes, shifts: Mapping[T, Sequence[Span]]) -> list[Fit[T]]:
    """The shifts that cover any of the hours ``wanted``, on the same clock: most covered first, then least beside;
    else in the order they come."""
    found = []
    for shift, spans in shifts.items():
        offered = weekly_minutes(spans)
        covered = (wanted & offered).total
        if covered:
            found.append(Fit(shift, wanted.total, covered, offered.total - covered))
    return sorted(found, key=lambda fit: (-fit.covered, fit.beside))


def in_zone_of(spans: Iterable[Span], *, home: str, away: str, day: date) -> Minutes:
    """The hours of ``spans`` on the clock of ``away``, as minutes of the week on that of ``home``, as clocks stand at
    noon of ``day``."""
    ahead = gap(home=home, away=away, day=day)
    starts = [((span.week_start - ahead) % WEEK, span.length) for span in spans]
    return Minutes.of((start, start + length) for start, length in starts)
