"""The product's tables, in a database of our own."""

from __future__ import annotations

from enum import Enum

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import NOT_PROVIDED, CharField, Field, TextField
from psycopg import sql

ROOMS = ("accounts", "facilities", "bookings", "billing")


def make() -> None:
    """Apply the migrations, and give columns their defaults."""
    call_command("migrate", interactive=False, verbosity=0)
    set_defaults()


def set_defaults() -> None:
    """Give columns the default of their model.

    An INSERT of ours then goes on working when a table gets a column that the model fills.
    """
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            defaults = [(field, default_of(field)) for field in model._meta.local_concrete_fields]
            clauses = [
                sql.SQL("ALTER {} SET DEFAULT {}").format(sql.Identifier(str(field.column)), sql.Literal(default))
                for field, default in defaults
                if default is not None
            ]
            if clauses:
                table = sql.Identifier(model._meta.db_table)
                with connection.cursor() as cursor:
                    cursor.execute(sql.SQL("ALTER TABLE {} {}").format(table, sql.SQL(", ").join(clauses)))


def default_of(field: Field) -> object:  # type: ignore[type-arg]
    """What the model puts into the column when nobody says anything; None where that is another thing each time."""
    default = field.get_default()
    is_told = field.has_default() or isinstance(field, (CharField, TextField))
    if not is_told or field.db_default is not NOT_PROVIDED or default != field.get_default():
        return None
    return field.get_db_prep_save(default.value if isinstance(default, Enum) else default, connection)
