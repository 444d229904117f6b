"""The database decides, and its no becomes a sentence."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection
from django.utils.translation import gettext_lazy

from kernel.refusal import Refusal, refusing


class NameTaken(Refusal):
    code = "name_taken"
    message = gettext_lazy("%(name)s is taken; take %(other)s.")
    field = "name"


@pytest.fixture
def names(db: None) -> Iterator[None]:
    """A table with two constraints that goes with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE names (name text CONSTRAINT name_once UNIQUE CONSTRAINT name_is_short "
            "CHECK (length(name) < 6))"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE names")


def add(*names: str) -> None:
    """One after the other, so that the first is there when the second is refused."""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute("INSERT INTO names VALUES (%s)", [name])


def names_there() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM names ORDER BY name")
        return [row[0] for row in cursor.fetchall()]


def test_a_refusal_says_what_to_do_with_its_details() -> None:
    refusal = NameTaken(name="acme", other="globex")
    assert str(refusal) == "acme is taken; take globex."
    assert refusal.details == {"name": "acme", "other": "globex"}
    assert refusal.code == "name_taken"


def test_a_refusal_without_placeholders_needs_no_details() -> None:
    assert str(Refusal()) == "This can't be done."


def test_a_named_constraint_becomes_its_refusal_and_the_transaction_stays_usable(names: None) -> None:
    add("acme")
    with pytest.raises(NameTaken) as caught, refusing(name_once=NameTaken):
        add("first", "acme")
    assert isinstance(caught.value.__cause__, IntegrityError)
    assert names_there() == ["acme"]


def test_a_refusal_can_bring_its_details(names: None) -> None:
    add("acme")
    with pytest.raises(NameTaken, match="acme is taken; take b"), refusing(name_once=NameTaken(name="acme", other="b")):
        add("acme")


def test_a_constraint_nobody_named_is_a_bug_and_comes_through(names: None) -> None:
    with pytest.raises(IntegrityError, match="name_is_short"), refusing(name_once=NameTaken):
        add("far too long")
    assert names_there() == []


def test_what_is_allowed_is_kept(names: None) -> None:
    with refusing(name_once=NameTaken):
        add("acme")
    assert names_there() == ["acme"]
