"""An SVG document as a tree of elements, read without ever fetching, running or expanding anything.

Entities are refused, so nothing in a file can grow; how deep and how many its elements are is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from floorplans.errors import PlanHasProblems
from floorplans.plans.problems import Problem

SVG = "http://www.w3.org/2000/svg"
# An element of another namespace is known by no name of ours.
LABELS = ("data-name", "http://www.inkscape.org/namespaces/inkscape label", "id")
HREFS = ("href", "http://www.w3.org/1999/xlink href")
DEEPEST = 100
MOST_ELEMENTS = 200_000


@dataclass(slots=True)
class Element:
    """``tag`` is the local name in SVG's namespace, ``""`` for anything else; ``line`` where it begins in the file."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    said: str = ""

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    @property
    def label(self) -> str:
        """The name a person gave it: Illustrator's name, Inkscape's label or the id, without Illustrator's escapes."""
        found = next((self.attributes[name] for name in LABELS if self.attributes.get(name)), "")
        return re.sub("_x([0-9A-F]{2,4})_", lambda escape: chr(int(escape[1], 16)), found).strip()

    @property
    def href(self) -> str:
        """The id an element of this document is used by, ``""`` for anything elsewhere."""
        found = next((self.attributes[name] for name in HREFS if name in self.attributes), "")
        return found[1:] if found.startswith("#") else ""

    @property
    def path(self) -> str:
        """Its place in the file, for a person: ``line 12, <rect id="A1">``."""
        name = f' id="{self.attributes["id"]}"' if self.attributes.get("id") else ""
        return _("line %(line)s, %(element)s") % {"line": self.line, "element": f"<{self.tag}{name}>"}

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def text(self) -> str:
        """All it says, on one line."""
        return " ".join("".join(each.said for each in self.walk()).split())


def looks_like_svg(content: bytes) -> bool:
    """Return whether a file is meant to be markup rather than JSON."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def tree_of(content: bytes) -> Element:
    """The root of an SVG document. :raises PlanHasProblems: when it is none, or may not be read."""
    try:
        root = _Builder().build(content)
    except expat.ExpatError as error:
        told = _("This is no XML: line %(line)s, column %(column)s.") % {"line": error.lineno, "column": error.offset}
        raise PlanHasProblems.of([Problem("$", told)]) from error
    except (LookupError, ValueError) as error:
        # It names an encoding that expat doesn't know.
        raise PlanHasProblems.of([Problem("$", _("This is no text in UTF-8. Save the file as UTF-8."))]) from error
    if root.tag != "svg":
        raise PlanHasProblems.of([Problem("$", _("This is no SVG drawing. Save it as plain SVG."))])
    return root


def too_large(path: str) -> PlanHasProblems:
    """Return what to say when there is more in a drawing than a floor can have."""
    told = _("This drawing is too large to read. Take out what is neither a room, a seat nor a wall.")
    return PlanHasProblems.of([Problem(path, told)])


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.EntityDeclHandler = self.refuse_entity
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def build(self, content: bytes) -> Element:
        self.parser.Parse(content, True)
        assert self.root is not None
        return self.root

    def refuse_entity(self, *_declaration: object) -> None:
        told = _("It defines entities, which is not safe to read. Save it as plain SVG, without editing capabilities.")
        raise PlanHasProblems.of([Problem(self._here(), told)])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEEPEST or self.count > MOST_ELEMENTS:
            raise too_large(self._here())
        space, _space, tag = name.rpartition(" ")
        element = Element(tag if space == SVG else "", attributes, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _name: str) -> None:
        self.open.pop()

    def text(self, said: str) -> None:
        self.open[-1].said += said

    def _here(self) -> str:
        return _("line %(line)s") % {"line": self.parser.CurrentLineNumber}
