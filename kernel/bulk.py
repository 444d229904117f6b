"""Many rows into a table at the speed of COPY."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import AutoField, BigAutoField, Model
from psycopg import sql
from psycopg.adapt import PyFormat, Transformer

from kernel.fields import MinutesField, PeriodField

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
        written = _Written(connection)
        for row in rows:
            values = list(row)
            for n, field in special:
                values[n] = written.as_copied(field, values[n])
            copy.write_row(values)


class _Written:
    """Values as COPY takes them; what many rows share, such as the hours of a shift, is put into words once."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._transformer = Transformer(connection.connection)
        # By identity, which holds as long as the rows do.
        self._ranges: dict[int, str | None] = {}

    def as_copied(self, field: Any, value: Any) -> Any:
        if not isinstance(field, PeriodField | MinutesField):
            return field.get_db_prep_save(value, self._connection)
        if id(value) not in self._ranges:
            self._ranges[id(value)] = self._text(field.get_db_prep_save(value, self._connection))
        return self._ranges[id(value)]

    def _text(self, value: Any) -> str | None:
        if value is None:
            return None
        dumped = self._transformer.get_dumper(value, PyFormat.TEXT).dump(value)
        return None if dumped is None else bytes(dumped).decode()
