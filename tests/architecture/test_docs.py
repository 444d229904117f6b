"""What the documents say of the code: each name, file and function that they mention is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from local.paths import ROOT
from tests.architecture.sources import PACKAGES, sources

# `SeatRequest`, `version_tokens`: one name of code and nothing else.
NAME = re.compile(r"`([A-Za-z_]\w*)`")
# `bookings/operations/holds.py:hold`, `api/endpoints.py:Endpoint.initial`: a function or a method in a file.
HOP = re.compile(r"`([\w/]+\.py):([\w.]+)`")
# `bookings/rules.py`, `static/js/plan.js`, `bookings/changes/`: a file or a folder.
PATH = re.compile(r"`((?:[\w.]+/)+(?:[\w.]+\.\w+)?)`")
WRITTEN = ("docs/architecture.md", "docs/glossary.md", "README.md", "CONTRIBUTING.md")


@cache
def names() -> frozenset[str]:
    """Every name that the product defines: classes, functions, variables, fields, members and parameters."""
    found: set[str] = set()
    for source in sources(*PACKAGES):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
    return frozenset(found)


def test_each_name_in_the_glossary_is_one_of_the_code() -> None:
    listed = {
        name
        for line in (ROOT / "docs/glossary.md").read_text().splitlines()
        if line.startswith("| ")
        for name in NAME.findall(line.split("|")[1] + line.split("|")[2])
    }
    assert {"Lease", "version_tokens", "SCHEDULED"} <= listed
    assert sorted(listed - names()) == [], "nothing in the code is called so"


def defined(path: Path) -> set[str]:
    """Functions and classes of a file, and the methods of the classes as `Class.method`."""
    found: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def test_each_hop_of_the_documents_is_a_function_of_its_file() -> None:
    hops = {(name, *hop) for name in WRITTEN for hop in HOP.findall((ROOT / name).read_text())}
    assert len(hops) > 50
    lost = [
        f"{name}: {path}:{function}"
        for name, path, function in sorted(hops)
        if not (ROOT / path).is_file() or function not in defined(ROOT / path)
    ]
    assert lost == []


def test_each_file_the_documents_name_is_there() -> None:
    paths = {(name, path) for name in WRITTEN for path in PATH.findall((ROOT / name).read_text())}
    # `tests/APP/` stands for many, `locale/es/` for one that you make, `queries/prices.py` for a file of some app.
    ours = {path for path in paths if (ROOT / path[1].partition("/")[0]).is_dir()}
    meant = {(name, path) for name, path in ours if not re.search(r"[A-Z]{3}|^locale/es", path)}
    assert ("CONTRIBUTING.md", "portal/refusal_links.py") in meant
    assert [f"{name}: {path}" for name, path in sorted(meant) if not (ROOT / path).exists()] == []
