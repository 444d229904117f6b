"""Measures of seats and floors wherever they are drawn: on the portal, in the back office, in a file.

Centimetres; a seat lies where the middle of its desk is, turned clockwise from the chair being above it.
"""

from __future__ import annotations

from functools import cache
from math import cos, radians, sin

# How far the chair's middle lies from the desk's.
CHAIR = 62
# Pixels per centimetre at which a code on a chair can be read.
SCALE = 0.4
# The margin around a floor that is drawn by itself, and the part of the floor around one room of it.
AROUND_FLOOR = 40
AROUND_ROOM = 60


@cache
def chair_at(rotation: int) -> tuple[int, int]:
    """Return the middle of the chair, from the desk's: where the seat's code stands, upright."""
    turn = radians(rotation)
    return round(CHAIR * sin(turn)), round(-CHAIR * cos(turn))


def font_of(code: str) -> int:
    """Return the size of type, in centimetres, at which a code fits on a chair."""
    return min(26, 130 // max(len(code), 1))


def middle(x: int, y: int, width: int, height: int) -> tuple[int, int]:
    """Return the middle of a rectangle, where its text stands."""
    return x + width // 2, y + height // 2


def is_tall(width: int, height: int) -> bool:
    """Return whether the text in a rectangle is turned upright to fit."""
    return height > 1.6 * width


def box_around(width: int, height: int) -> str:
    """Return the view box of a floor with a margin around it."""
    return f"{-AROUND_FLOOR} {-AROUND_FLOOR} {width + 2 * AROUND_FLOOR} {height + 2 * AROUND_FLOOR}"
