"""Triggers, as migration operations, for what the database must never let change."""

from django.db.migrations import RunSQL


def append_only(table: str) -> RunSQL:
    """Refuse every UPDATE and DELETE of a row of ``table``, whoever asks; the refusal names ``<table>_append_only``.

    TRUNCATE is a matter of privileges: grant it to nobody in production.
    """
    name = f"{table}_append_only"
    return RunSQL(
        sql=f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'rows of {table} are never changed or deleted'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}', TABLE = '{table}';
        END $$;
        CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
        """,
        reverse_sql=f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )


def changes_only(table: str, *columns: str) -> RunSQL:
    """Refuse every DELETE of a row of ``table``, and every UPDATE of another column than ``columns``; the refusal names
    ``<table>_is_kept``."""
    name = f"{table}_is_kept"
    names = ", ".join(f"'{column}'" for column in columns)
    return RunSQL(
        sql=f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY[{names}] = to_jsonb(OLD) - ARRAY[{names}] THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'rows of {table} are never deleted, and only {", ".join(columns)} changes'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}', TABLE = '{table}';
        END $$;
        CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
        """,
        reverse_sql=f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )


def adds_up(name: str, table: str, parent: str, broken: str) -> RunSQL:
    """After each INSERT statement into ``table``, refuse when ``broken`` finds an affected parent that doesn't add up.

    :param parent: the column that names the parent row.
    :param broken: an SQL condition over ``parent_id``, true when that parent is wrong.
    """
    return RunSQL(
        sql=f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM (SELECT DISTINCT {parent} AS parent_id FROM added) AS affected WHERE {broken}
            ) THEN
                RAISE EXCEPTION '{name.replace("_", " ")}'
                    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION {name}();
        """,
        reverse_sql=f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )
