"""Two strategies held against each other on the same stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean difference of so many ``stories``, and its standard error: twice that is what chance may well do."""

    stories: int
    mean: float
    error: float

    @property
    def total(self) -> float:
        return self.mean * self.stories

    @property
    def error_of_total(self) -> float:
        return self.error * self.stories


def difference(ours: Sequence[float], theirs: Sequence[float]) -> Difference:
    """``ours`` less ``theirs``, story by story; of one story the error is unknown and given as 0."""
    found = [mine - other for mine, other in zip(ours, theirs, strict=True)]
    error = stdev(found) / sqrt(len(found)) if len(found) > 1 else 0.0
    return Difference(len(found), fmean(found), error)
