"""Triggers for what must never change, and for rows that add up only together."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations import RunSQL

from kernel.guards import adds_up, append_only, changes_only


def run(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.rowcount)


def constraint_of(error: IntegrityError) -> str | None:
    assert isinstance(error.__cause__, psycopg.Error)
    return error.__cause__.diag.constraint_name


def refused(sql: str) -> str | None:
    """The name of the constraint that refuses ``sql``."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        run(sql)
    return constraint_of(caught.value)


@pytest.fixture
def ledger(db: None) -> Iterator[None]:
    """An append-only table whose lines sum to nothing for each entry."""
    run("CREATE TABLE ledger (entry int, amount int)")
    guards: list[RunSQL] = [
        append_only("ledger"),
        adds_up(
            "ledger_balances",
            "ledger",
            "entry",
            "(SELECT sum(amount) FROM ledger WHERE entry = affected.parent_id) <> 0",
        ),
    ]
    for guard in guards:
        run(str(guard.sql))
    yield
    for guard in reversed(guards):
        run(str(guard.reverse_sql))
    run("DROP TABLE ledger")


def test_an_append_only_row_is_neither_changed_nor_deleted(ledger: None) -> None:
    run("INSERT INTO ledger VALUES (1, 5), (1, -5)")
    assert refused("UPDATE ledger SET amount = 6 WHERE amount = 5") == "ledger_append_only"
    assert refused("DELETE FROM ledger") == "ledger_append_only"
    assert run("SELECT FROM ledger") == 2


def test_rows_that_add_up_come_in_one_statement(ledger: None) -> None:
    assert run("INSERT INTO ledger VALUES (1, 5), (1, -5), (2, 7), (2, -3), (2, -4)") == 5


def test_rows_that_do_not_add_up_are_refused_whichever_entry_is_wrong(ledger: None) -> None:
    assert refused("INSERT INTO ledger VALUES (1, 5), (1, -5), (2, 7), (2, -6)") == "ledger_balances"
    assert refused("INSERT INTO ledger VALUES (1, 1)") == "ledger_balances"
    assert run("SELECT FROM ledger") == 0


def test_of_a_kept_row_only_the_columns_named_change(db: None) -> None:
    guard = changes_only("slips", "state")
    run("CREATE TABLE slips (number int, state text)")
    run(str(guard.sql))
    run("INSERT INTO slips VALUES (1, 'new')")
    assert run("UPDATE slips SET state = 'done'") == 1
    assert refused("UPDATE slips SET number = 2") == "slips_is_kept"
    assert refused("UPDATE slips SET state = 'new', number = 2") == "slips_is_kept"
    assert refused("DELETE FROM slips") == "slips_is_kept"
    run(str(guard.reverse_sql))
    assert run("DELETE FROM slips") == 1
    run("DROP TABLE slips")
