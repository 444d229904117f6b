"""A test fails when what it tests is broken: beside what must not be there it asserts something that must."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.assertions import asserting_absence_alone, is_absence

# Where nothing can be there to look at. The reason stands beside the name.
NOTHING_CAN_BE_THERE = {
    "tests/billing/test_vectors.py::test_published_case": "calls the case's own check, and each of those asserts",
}


def test_a_test_that_asserts_an_absence_also_asserts_a_presence() -> None:
    alone = {name for name, _test in asserting_absence_alone()}
    assert alone - NOTHING_CAN_BE_THERE.keys() == set(), "an empty page would pass: say what must be there"
    assert alone >= NOTHING_CAN_BE_THERE.keys(), "it asserts a presence now: take it off the list"


@pytest.mark.parametrize(
    "test",
    [
        "'A1' not in page", "not rows", "rows == []", "rows == ()", "{*rows} == set()", "text == ''", "found is None",
        "rows.count() == 0", "len(rows) <= 0", "all(name not in page for name in names)", "not any(rows)",
        "not rows and name not in page", "not rows or row.is_open", "status != 500", "(name in page) is False",
    ],
)  # fmt: skip
def test_what_an_empty_answer_satisfies_is_an_absence(test: str) -> None:
    assert is_absence(ast.parse(test, mode="eval").body)


@pytest.mark.parametrize(
    "test",
    [
        "'A1' in page", "rows", "rows == [1]", "found is not None", "rows.count() == 1", "status == 200",
        "not rows and status == 200", "booking.renews is False", "rows != []", "not (name not in page)",
        "before != after",
    ],
)  # fmt: skip
def test_what_an_empty_answer_fails_is_a_presence(test: str) -> None:
    assert is_absence(ast.parse(test, mode="eval").body) is False
