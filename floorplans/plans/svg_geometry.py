"""The places of the shapes of an SVG drawing once all their transforms are applied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, pi, radians, sin, tan

from django.utils.translation import gettext as _

from floorplans.plans.problems import Problem
from floorplans.plans.svg_tree import Element, too_large

Point = tuple[float, float]
NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
TRANSFORM = re.compile(r"([A-Za-z]+)\s*\(([^()]*)\)[\s,]*")
# User units are pixels of a 96th of an inch; CSS Values and Units 3, section 6.2.
UNITS = {"": 1.0, "px": 1.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pt": 96 / 72, "pc": 16.0}
# How many numbers each command of a path takes; SVG 2, section 9.3.
PATH = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
# Elements that are never drawn where they stand.
UNDRAWN = {"defs", "symbol", "clipPath", "mask", "pattern", "marker", "style", "script", "metadata", "title", "desc"}
FARTHEST = 1e7
# Elements and corners looked at, and how deep elements may use each other: more is no drawing but an attack.
MOST_POINTS = 500_000
DEEPEST_USE = 5


class Unreadable(ValueError):
    """An attribute that can't be read; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """``x' = a·x + c·y + e``, ``y' = b·x + d·y + f``."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def __matmul__(self, other: Matrix) -> Matrix:
        """First ``other``, then this one."""
        return Matrix(
            self.a * other.a + self.c * other.b,
            self.b * other.a + self.d * other.b,
            self.a * other.c + self.c * other.d,
            self.b * other.c + self.d * other.d,
            self.a * other.e + self.c * other.f + self.e,
            self.b * other.e + self.d * other.f + self.f,
        )

    def apply(self, point: Point) -> Point:
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def turn(self) -> int:
        """By how many whole degrees it turns, clockwise as people see it."""
        return round(degrees(atan2(self.b, self.a))) % 360

    def near(self) -> Matrix:
        """The same. :raises Unreadable: when it can't be reckoned with, like what is skewed by a right angle."""
        if any(abs(each) > FARTHEST for each in (self.a, self.b, self.c, self.d, self.e, self.f)):
            raise Unreadable(_("“transform” puts this too far away. Draw in smaller units."))
        return self


def matrix_of(text: str) -> Matrix:
    """A ``transform`` attribute. :raises Unreadable:"""
    found, text, at = Matrix(), text.strip(), 0
    while at < len(text):
        read = TRANSFORM.match(text, at)
        if read is None or re.sub(NUMBER, "", read[2]).strip(", \t\r\n"):
            raise Unreadable(_("“transform” can't be read at “%(rest)s”.") % {"rest": text[at : at + 40]})
        found = found @ _one(read[1], _numbers(read[2]))
        at = read.end()
    return found


def _numbers(text: str) -> list[float]:
    """:raises Unreadable: for one that is too large to be meant."""
    return [_number(each) for each in re.findall(NUMBER, text)]


def _number(text: str) -> float:
    value = float(text)
    if abs(value) > FARTHEST:
        raise Unreadable(_("“%(number)s” is too large. Draw in smaller units.") % {"number": text[:40]})
    return value


def _one(name: str, by: Sequence[float]) -> Matrix:
    match name, len(by):
        case "matrix", 6:
            return Matrix(*by)
        case "translate", 1 | 2:
            return Matrix(e=by[0], f=by[1] if len(by) == 2 else 0)
        case "scale", 1 | 2:
            return Matrix(a=by[0], d=by[-1])
        case "rotate", 1 | 3:
            angle = radians(by[0])
            turn = Matrix(cos(angle), sin(angle), -sin(angle), cos(angle))
            if len(by) == 1:
                return turn
            return Matrix(e=by[1], f=by[2]) @ turn @ Matrix(e=-by[1], f=-by[2])
        case "skewX", 1:
            return Matrix(c=tan(radians(by[0])))
        case "skewY", 1:
            return Matrix(b=tan(radians(by[0])))
    raise Unreadable(_("“transform” has a “%(name)s” with %(count)s numbers.") % {"name": name, "count": len(by)})


def length(text: str, default: float = 0.0) -> float:
    """A length in user units. :raises Unreadable:"""
    if not text.strip():
        return default
    read = re.fullmatch(rf"({NUMBER})\s*([a-z]*)", text.strip())
    if read is None or read[2] not in UNITS or abs(value := float(read[1]) * UNITS[read[2]]) > FARTHEST:
        raise Unreadable(_("“%(text)s” is no length. Write a number, with a unit or without.") % {"text": text[:40]})
    return value


class Shapes:
    """The points of elements in the drawing's own coordinates; ``problems`` names what can't be read."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.read = 0
        self.by_id: Mapping[str, Element] = {each.get("id"): each for each in root.walk() if each.get("id")}

    def placed(self, element: Element, outer: Matrix) -> Matrix:
        """The matrix of an element whose parent has ``outer``."""
        try:
            found = outer @ matrix_of(element.get("transform"))
            if element.tag in {"use", "svg"} and element is not self.root:
                found = found @ Matrix(e=length(element.get("x")), f=length(element.get("y")))
            return found.near()
        except Unreadable as error:
            self.problems.append(Problem(element.path, str(error)))
            return outer

    def points(self, element: Element, matrix: Matrix, depth: int = 0) -> Iterator[Point]:
        """All corners of what an element draws, ``matrix`` being its own; those of curves are the hull's.

        :raises PlanHasProblems: when elements that use each other come to more than anybody draws.
        """
        try:
            lines = list(self._lines(element))
        except Unreadable as error:
            self.problems.append(Problem(element.path, str(error)))
            return
        self.read += 1 + sum(map(len, lines))
        if self.read > MOST_POINTS:
            raise too_large(element.path)
        for line in lines:
            yield from map(matrix.apply, line)
        inside = element.children
        if element.tag == "use" and depth < DEEPEST_USE and (used := self.by_id.get(element.href)) is not None:
            inside = [used] if used.tag != "symbol" else used.children
        for child in inside:
            if child.tag not in UNDRAWN:
                yield from self.points(child, self.placed(child, matrix), depth + (element.tag == "use"))

    def lines(self, element: Element, matrix: Matrix) -> list[list[Point]]:
        """The strokes of one shape: each a chain of points."""
        try:
            return [[matrix.apply(point) for point in line] for line in self._lines(element)]
        except Unreadable as error:
            self.problems.append(Problem(element.path, str(error)))
            return []

    def _lines(self, element: Element) -> Iterator[list[Point]]:
        read = {name: length(element.get(name)) for name in _SIZES.get(element.tag, ())}
        match element.tag:
            case "rect":
                x, y, width, height = (read[name] for name in _SIZES["rect"])
                right, bottom = x + width, y + height
                # Without an extent it is not shown; SVG 2, section 10.2. The same goes for circles below.
                if width > 0 and height > 0:
                    yield [(x, y), (right, y), (right, bottom), (x, bottom), (x, y)]
            case "circle" | "ellipse":
                rx, ry = read.get("rx", read.get("r", 0.0)), read.get("ry", read.get("r", 0.0))
                turns = [2 * pi * n / 24 for n in range(25)]
                if max(rx, ry) > 0:
                    yield [(read["cx"] + rx * cos(turn), read["cy"] + ry * sin(turn)) for turn in turns]
            case "line":
                yield [(read["x1"], read["y1"]), (read["x2"], read["y2"])]
            case "polyline" | "polygon":
                numbers = _numbers(element.get("points"))
                line = list(zip(numbers[::2], numbers[1::2], strict=False))
                yield [*line, *(line[:1] if element.tag == "polygon" else [])]
            case "path":
                yield from path_lines(element.get("d"))
            case "image":
                x, y, width, height = (read[name] for name in _SIZES["image"])
                yield [(x, y), (x + width, y + height)]


_SIZES = {
    "rect": ("x", "y", "width", "height"),
    "image": ("x", "y", "width", "height"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
}


def path_lines(d: str) -> Iterator[list[Point]]:
    """The strokes of a path; of a curve its control points, of an arc its ends. :raises Unreadable:"""
    line: list[Point] = []
    for command, numbers in _commands(d):
        kind, is_relative = command.upper(), command.islower()
        x, y = line[-1] if line else (0.0, 0.0)
        if kind == "Z":
            if line:
                line.append(line[0])
            continue
        ends = numbers[5:] if kind == "A" else numbers
        if kind == "H":
            points = [(ends[0] + (x if is_relative else 0), y)]
        elif kind == "V":
            points = [(x, ends[0] + (y if is_relative else 0))]
        else:
            dx, dy = (x, y) if is_relative else (0.0, 0.0)
            points = [(dx + px, dy + py) for px, py in zip(ends[::2], ends[1::2], strict=True)]
        if kind == "M":
            if len(line) > 1:
                yield line
            line = points
        else:
            line += points
    if len(line) > 1:
        yield line


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    d, at, command = d.rstrip(), 0, ""
    token = re.compile(rf"[\s,]*(?:([A-Za-z])|({NUMBER}))")
    flag = re.compile(r"[\s,]*([01])")
    while at < len(d):
        found = token.match(d, at)
        if found is None or (found[1] is None and PATH.get(command.upper(), 0) == 0):
            raise Unreadable(_("“d” can't be read at “%(rest)s”.") % {"rest": d[at : at + 40]})
        if found[1] is not None:
            command, at = found[1], found.end()
        numbers: list[float] = []
        for place in range(PATH.get(command.upper(), -1)):
            # The flags of an arc may stand together without a space.
            read = (flag if command in "Aa" and place in {3, 4} else token).match(d, at)
            value = None if read is None else read[1] if read.re is flag else read[2]
            if read is None or value is None:
                raise Unreadable(_("“d” can't be read at “%(rest)s”.") % {"rest": d[at : at + 40]})
            numbers.append(_number(value))
            at = read.end()
        if command.upper() not in PATH:
            raise Unreadable(_("“d” has a command “%(name)s”, which no path has.") % {"name": command})
        yield command, numbers
        command = {"M": "L", "m": "l"}.get(command, command)
