"""What is written: no paths of somebody's machine, no empty praise, nothing left for later."""

import re

from local.paths import ROOT
from tests.architecture.sources import files

TEXT = {".css", ".html", ".in", ".js", ".json", ".md", ".po", ".py", ".sh", ".svg", ".toml", ".txt", ".typ", ".yml", ""}
MACHINE = re.compile(r"(?<![\w.])/(?:work|farm|home/\w+|Users/\w+|root|tmp)/")
LATER = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|\bnot implemented yet\b", re.IGNORECASE)
PRAISE = re.compile(r"successfully", re.IGNORECASE)


def written(without: tuple[str, ...] = ("tests/architecture/",)) -> list[tuple[str, str]]:
    """Name and text of each file that people wrote."""
    texts = [
        (name, path.read_text(errors="replace"))
        for path in files()
        if path.suffix in TEXT and "vendor" not in path.parts and not path.name.startswith("requirements")
        if not (name := str(path.relative_to(ROOT))).startswith(without)
    ]
    assert {"README.md", "seatlease/settings.py"} <= {name for name, _text in texts}
    return texts


def found(pattern: re.Pattern[str], texts: list[tuple[str, str]]) -> list[str]:
    return [f"{name}: {match[0]}" for name, text in texts for match in pattern.finditer(text)]


def test_no_path_of_somebodys_machine() -> None:
    assert found(MACHINE, written(without=("tests/architecture/", "tests/local/", "local/"))) == []


def test_nothing_is_left_for_later() -> None:
    assert found(LATER, written()) == []


def test_nobody_praises_what_went_well() -> None:
    copy = [(name, text) for name, text in written() if not name.endswith((".toml", ".yml"))]
    assert found(PRAISE, copy) == [], "say what happened"
