"""What a test with real transactions leaves behind goes: the tables are as the migrations left them.

Django truncates every table and makes permissions anew, a third of a second each time. Deleting from the few
tables that have rows takes a tenth of that.
"""

from __future__ import annotations

from django.db import connection, transaction
from psycopg import sql

MIGRATED = sql.Identifier("as_migrated")


def remember_what_migrations_made() -> None:
    """Copy what is in the tables now, so that ``empty_what_was_filled`` can compare and put it back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(MIGRATED))  # of a run before: --reuse-db
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(MIGRATED))
        for table in _filled(_tables()):
            cursor.execute(sql.SQL("CREATE TABLE {0}.{1} AS TABLE {1}").format(MIGRATED, sql.Identifier(table)))


def empty_what_was_filled() -> None:
    """Delete what was added since; where rows of the migrations changed, put those back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'as_migrated'::regnamespace")
        migrated = {name for (name,) in cursor.fetchall()}
        changed = {table for table in migrated if _differs(table)}
        tables = [sql.Identifier(table) for table in _filled(_tables() - migrated) | changed]
        statements: list[sql.Composable] = [
            sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table) for table in tables
        ]
        statements += [sql.SQL("DELETE FROM {}").format(table) for table in tables]
        for table in sorted(changed):
            statements.append(sql.SQL("INSERT INTO {1} TABLE {0}.{1}").format(MIGRATED, sql.Identifier(table)))
        statements.append(sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"))
        statements += [sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table) for table in tables]
        cursor.execute(sql.SQL("; ").join(statements))


def _tables() -> set[str]:
    return set(connection.introspection.django_table_names(only_existing=True, include_views=False))


def _filled(tables: set[str]) -> set[str]:
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(table), sql.Identifier(table))
        for table in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {name for (name,) in cursor.fetchall()}


def _differs(table: str) -> bool:
    question = "SELECT EXISTS ((TABLE {1} EXCEPT TABLE {0}.{1}) UNION ALL (TABLE {0}.{1} EXCEPT TABLE {1}))"
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(question).format(MIGRATED, sql.Identifier(table)))
        return bool(cursor.fetchone()[0])
