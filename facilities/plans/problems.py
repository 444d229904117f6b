"""One thing that is wrong with a plan."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """``path`` says where (``seats[3].x``, or a seat's code), ``message`` what to do."""

    path: str
    message: str
