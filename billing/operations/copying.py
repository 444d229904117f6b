"""Many rows into a table at the speed of COPY."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import AutoField, BigAutoField, Model
from psycopg import sql


def copy_in(rows: Sequence[Model]) -> None:
    """Insert new rows of one model with COPY: checks, triggers and foreign keys hold as for any INSERT.

    Numbered primary keys are left to the database and not read back.

    :raises django.db.IntegrityError: as the ORM would.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not isinstance(field, AutoField | BigAutoField)]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(meta.db_table), sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    )
    prepared = [(field.attname, field.get_db_prep_save) for field in fields]
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([prepare(getattr(row, name), connection) for name, prepare in prepared])
