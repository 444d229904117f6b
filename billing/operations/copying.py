"""Many rows into a table at the speed of COPY."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import AutoField, BigAutoField, Model
from psycopg import sql

# Fields whose values psycopg writes as they are; the values of others are prepared one by one, as the ORM does.
PLAIN = {
    models.BooleanField,
    models.CharField,
    models.DateField,
    models.DateTimeField,
    models.DecimalField,
    models.ForeignKey,
    models.OneToOneField,
    models.PositiveSmallIntegerField,
    models.TextField,
    models.UUIDField,
}


def copy_in(rows: Sequence[Model]) -> None:
    """Insert new rows of one model with COPY: checks, triggers and foreign keys hold as for any INSERT.

    Numbered primary keys are left to the database and not read back.

    :raises django.db.IntegrityError: as the ORM would.
    """
    if rows:
        model = type(rows[0])
        names = [
            field.attname for field in model._meta.concrete_fields if not isinstance(field, AutoField | BigAutoField)
        ]
        values_of = attrgetter(*names)
        copy_values(model, names, [values_of(row) for row in rows])


def copy_values(model: type[Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """The same for rows that were never made into instances; ``names`` are attributes, in the order of the values."""
    if not rows:
        return
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns: list[sql.Composable] = [sql.Identifier(str(fields[name].column)) for name in names]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(columns)
    )
    connection = connections[DEFAULT_DB_ALIAS]
    special = [(n, fields[name]) for n, name in enumerate(names) if type(fields[name]) not in PLAIN]
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            values = list(row)
            for n, field in special:
                values[n] = field.get_db_prep_save(values[n], connection)
            copy.write_row(values)
