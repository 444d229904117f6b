"""What a test asserts, read from its syntax: that something is there, or only that something is not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from tests.architecture.sources import Source, sources

# They set a test up. What they assert is that the set-up worked.
SET_UP = ("tests.factories", "tests.billing.rows", "tests.emptying", "tests.servers")

# A browser that doesn't find the element fails.
GESTURES = {"check", "click", "fill", "press", "select_option", "wait_for", "wait_for_url", "wait_for_selector"}
SAYS_NO = {"to_be_hidden", "to_be_empty", "to_be_disabled"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def asserting_absence_alone() -> Iterator[tuple[str, Function]]:
    """Yield ``tests/a/test_b.py::test_c`` and the function of each test that would pass over an empty answer."""
    for source in sources("tests"):
        if not source.path.name.startswith("test_"):
            continue
        for owner in ast.walk(source.tree):
            for node in getattr(owner, "body", ()) if isinstance(owner, ast.Module | ast.ClassDef) else ():
                if isinstance(node, Function) and node.name.startswith("test_") and not asserts_presence(source, node):
                    scope = f"{owner.name}::" if isinstance(owner, ast.ClassDef) else ""
                    yield f"{source}::{scope}{node.name}", node


def asserts_presence(source: Source, function: ast.AST, seen: frozenset[ast.AST] = frozenset()) -> bool:
    """Whether it asserts that something is there, itself or by a function of the tests that it calls."""
    if function in seen:
        return False
    seen |= {function}
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) and not is_absence(node.test):
            return True
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"raises", "fail"} or is_browsers_presence(node, name):
                return True
            callee = definition(source, node.func)
            if callee is not None and asserts_presence(*callee, seen):
                return True
    return False


def is_absence(test: ast.expr) -> bool:
    """Whether an empty, missing or failed answer would satisfy the expression."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not is_absence(operand)
        case ast.BoolOp(op=ast.And(), values=values):
            return all(map(is_absence, values))
        case ast.BoolOp(values=values):
            return any(map(is_absence, values))
        case ast.Call(func=ast.Name(id="all"), args=[ast.GeneratorExp(elt=each) | ast.ListComp(elt=each)]):
            return is_absence(each)
        case ast.Compare(left=left, ops=ops, comparators=others):
            sides = [left, *others]
            return any(
                isinstance(op, ast.NotIn)
                or (
                    isinstance(op, ast.Eq | ast.Is | ast.LtE)
                    and (is_empty(a) or is_empty(b))
                    and not is_that_very_false(op, a, b)
                )
                or (isinstance(op, ast.NotEq | ast.IsNot) and (is_some_constant(a) or is_some_constant(b)))
                for op, a, b in zip(ops, sides, others, strict=False)
            )
    return False


def is_that_very_false(op: ast.cmpop, value: ast.expr, other: ast.expr) -> bool:
    """Whether it demands the answer False, which nothing that is missing gives."""
    says_false = isinstance(op, ast.Is) and isinstance(other, ast.Constant) and other.value is False
    return says_false and not isinstance(value, ast.Compare | ast.UnaryOp | ast.BoolOp)


def is_empty(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=constant):
            return not constant
        case ast.List(elts=inside) | ast.Tuple(elts=inside) | ast.Set(elts=inside) | ast.Dict(keys=inside):
            return not inside
        case ast.Call(func=ast.Name(id="set" | "frozenset" | "Counter"), args=[], keywords=[]):
            return True
    return False


def is_some_constant(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not is_empty(value)


def is_browsers_presence(call: ast.Call, name: str) -> bool:
    """Of Playwright: a gesture, or an expectation of something."""
    if not isinstance(call.func, ast.Attribute):
        return False
    if name in GESTURES:
        return not isinstance(call.func.value, ast.Name) or call.func.value.id == "page"
    expects = isinstance(call.func.value, ast.Call) and getattr(call.func.value.func, "id", "") == "expect"
    counts_none = name == "to_have_count" and is_empty(call.args[0])
    return expects and not counts_none and name not in SAYS_NO and not name.startswith("not_")


def definition(source: Source, callee: ast.expr) -> tuple[Source, ast.AST] | None:
    """Return the function of the tests that is called, by its name here or through an import."""
    match callee:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name):
            if name in functions(source):
                return source, functions(source)[name]
            return imported(source, name)
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            method = methods(source).get(name)
            return imported(source, name, module) or ((source, method) if method is not None else None)
    return None


@cache
def functions(source: Source) -> dict[str, ast.AST]:
    """Its functions and methods by name, without the tests and the fixtures."""
    return {
        node.name: node
        for node in ast.walk(source.tree)
        if isinstance(node, Function) and not node.name.startswith("test_") and not is_fixture(node)
    }


@cache
def methods(source: Source) -> dict[str, ast.AST]:
    return {
        node.name: node
        for owner in ast.walk(source.tree)
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, Function) and not node.name.startswith("test_") and not is_fixture(node)
    }


def is_fixture(function: Function) -> bool:
    return any("fixture" in ast.unparse(decorator) for decorator in function.decorator_list)


def imported(source: Source, name: str, module: str = "") -> tuple[Source, ast.AST] | None:
    """Return a function of another file of the tests: ``name`` itself, or ``module.name``."""
    homes = {other.name: other for other in sources("tests") if other.name not in SET_UP}
    imports = [node for node in ast.walk(source.tree) if isinstance(node, ast.ImportFrom)]
    for node in imports:
        for alias in node.names:
            if (alias.asname or alias.name) != (module or name):
                continue
            home = homes.get(f"{node.module}.{alias.name}" if module else str(node.module))
            if home is not None and (found := functions(home).get(name if module else alias.name)):
                return home, found
    return None
