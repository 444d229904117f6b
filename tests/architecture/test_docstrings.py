"""Docstrings begin with a verb that says what is done, or with a noun: nobody has to read a sentence twice."""

from __future__ import annotations

import ast
import re

from tests.architecture.sources import APPS, sources

# Apps whose docstrings are still to be gone through; the interfaces are, too.
NOT_YET: set[str] = set()
FINISHED = ("kernel", *(app for app in APPS if app not in NOT_YET))
# "What the month comes to": a clause as subject.
CLAUSE = re.compile(r"(What|How|Where|Which|Whether|Who|Whose|Whom)\b")


def test_docstrings_begin_with_a_verb_or_a_noun() -> None:
    documented = [
        (f"{source}: {node.name if not isinstance(node, ast.Module) else 'module'}", text)
        for source in sources(*FINISHED)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(node))
    ]
    assert len(documented) > 500
    assert [f"{name}: {text[:60]}" for name, text in documented if CLAUSE.match(text)] == []
    assert CLAUSE.match("Which seats are free.")
