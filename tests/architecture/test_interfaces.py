"""An interface asks ``access`` and ``queries``; tables are read below it, where one definition serves all."""

from __future__ import annotations

import ast
from collections import Counter

from tests.architecture.sources import APPS, INTERFACES, Source, sources

# How often an interface reads or writes a table of ours itself, and why it may.
THEIRS = "hands the rows to `theirs`, which leaves those of the facilities somebody is there for"
MAY_ASK: dict[str, tuple[int, str]] = {
    "backoffice/forms/people.py": (1, "chooses among all facilities which ones somebody is there for"),
    "backoffice/views/assets.py": (2, THEIRS),
    "backoffice/views/board.py": (1, THEIRS),
    "backoffice/views/editor.py": (1, THEIRS),
    "backoffice/views/places.py": (1, THEIRS),
    "backoffice/views/presentation.py": (3, THEIRS),
    "backoffice/views/prices.py": (1, THEIRS),
}


def asked(source: Source) -> int:
    """How many times a module reaches for the rows of one of our models; the empty choice of a field is no question."""
    ours = {
        alias.asname or alias.name
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.module in {f"{app}.models" for app in APPS}
        for alias in node.names
    }
    return sum(
        isinstance(node, ast.Attribute)
        and node.attr != "none"
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in {"objects", "_default_manager"}
        and isinstance(node.value.value, ast.Name)
        and node.value.value.id in ours
        for node in ast.walk(source.tree)
    )


def test_interfaces_read_no_tables() -> None:
    found = Counter({str(source): asked(source) for source in sources(*INTERFACES)})
    assert sum(1 for source in sources("facilities", "bookings", "billing") if asked(source)) > 20, "it would be seen"
    assert +found == Counter({name: count for name, (count, _why) in MAY_ASK.items()})
