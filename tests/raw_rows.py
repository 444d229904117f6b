"""What the database itself refuses, asked with raw rows and no code of ours in between."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction


def refused_by(write: Callable[[], object]) -> str | None:
    """The name of the constraint or trigger that refuses ``write``; the test fails when nothing does."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    assert isinstance(caught.value.__cause__, psycopg.Error)
    return caught.value.__cause__.diag.constraint_name


def constraints_of(room: str) -> set[str]:
    """Every named constraint that the models of an app declare."""
    return {
        str(constraint.name)
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        for constraint in model._meta.constraints
    }


def triggers_of(room: str) -> set[str]:
    """Every trigger that may refuse rows of an app's tables, but those that the database keeps foreign keys with.

    Those that tell of changes refuse nothing; tests/facilities/test_versions.py has a case for each.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND relname LIKE %s AND tgname NOT LIKE %s",
            [f"{room}\\_%", "%\\_tells\\_of\\_%"],
        )
        return {row[0] for row in cursor.fetchall()}
