"""The code base as data: its files, its modules' imports and calls."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from local.paths import ROOT

APPS = ("audit", "outbox", "accounts", "imports", "facilities", "ledger", "floorplans", "bookings", "billing")
INTERFACES = ("portal", "backoffice", "api")
PACKAGES = ("kernel", *APPS, *INTERFACES, "demo", "seatlease", "local", "benchmarks")
NOT_OURS = {".git", ".venv", ".local", "node_modules", "staticfiles", "__pycache__"}


@dataclass(frozen=True)
class Source:
    """One Python file; `name` as it is imported."""

    path: Path
    name: str

    @property
    def text(self) -> str:
        return self.path.read_text()

    @property
    def tree(self) -> ast.Module:
        return parse(self.path)

    @property
    def length(self) -> int:
        return self.text.count("\n")

    @property
    def docstring(self) -> str | None:
        return ast.get_docstring(self.tree)

    def imports(self) -> set[str]:
        """Dotted names of what it imports: `from a import b` counts as `a.b`."""
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
        return found

    def calls(self) -> Iterator[tuple[int, str]]:
        """Line and dotted name of each call, as written: `timezone.now`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                yield node.lineno, ast.unparse(node.func)

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


@cache
def sources(*packages: str) -> tuple[Source, ...]:
    """Every Python file of these packages, migrations left out."""
    found = tuple(
        Source(path, ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        for package in packages
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts and not NOT_OURS & set(path.parts)
    )
    assert {source.path.relative_to(ROOT).parts[0] for source in found} == set(packages), "each has files"
    return found


@cache
def files() -> tuple[Path, ...]:
    """Every file of the checkout that is ours, whether or not git knows it."""
    return tuple(
        path
        for top in sorted(ROOT.iterdir())
        if top.name not in NOT_OURS and top.name != ".env" and not top.name.endswith(("_cache", ".hypothesis"))
        for path in ([top] if top.is_file() else sorted(top.rglob("*")))
        if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts)
    )


@cache
def contract(name: str) -> dict[str, Any]:
    """An import contract as pyproject.toml writes it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [found] = [each for each in contracts if each["id"] == name]
    return dict(found)


@cache
def layers() -> tuple[frozenset[str], ...]:
    """The apps from the top to the bottom, siblings together."""
    return tuple(frozenset(layer.split(" | ")) for layer in contract("one-way")["layers"])


def below(app: str) -> frozenset[str]:
    """The apps that ``app`` may know."""
    height = next(n for n, layer in enumerate(layers()) if app in layer)
    return frozenset().union(*layers()[height + 1 :])


@cache
def pure_rules() -> tuple[str, ...]:
    """The modules that pyproject.toml declares to be pure rules."""
    return tuple(contract("pure-rules")["source_modules"])


def is_within(name: str, modules: tuple[str, ...]) -> bool:
    """Whether the module is one of these or inside one."""
    return any(name == module or name.startswith(f"{module}.") for module in modules)
