from django.db import migrations

from kernel.guards import adds_up, append_only

# It locks first and looks with the next statement: who closes a period locks the same row against it, and what was
# closed before this lock was given is seen.
OPEN_PERIODS = """
CREATE FUNCTION journal_entry_in_an_open_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM accounts_legalentity WHERE id IN (SELECT DISTINCT legal_entity_id FROM added) FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM ledger_accountingperiod AS period JOIN added USING (legal_entity_id)
        WHERE period.reopened_at IS NULL AND period.days @> added.posted_on
    ) THEN
        RAISE EXCEPTION 'nothing is posted into a closed period'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'journal_entry_in_an_open_period',
                  TABLE = 'ledger_journalentry';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_entry_in_an_open_period AFTER INSERT ON ledger_journalentry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_in_an_open_period();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_tables")]
    operations = [
        append_only("ledger_journalentry"),
        append_only("ledger_journalline"),
        adds_up(
            "journal_entry_balances",
            table="ledger_journalline",
            parent="entry_id",
            broken="(SELECT sum(functional) FROM ledger_journalline AS line WHERE line.entry_id = parent_id) <> 0",
        ),
        migrations.RunSQL(
            OPEN_PERIODS,
            "DROP TRIGGER journal_entry_in_an_open_period ON ledger_journalentry; "
            "DROP FUNCTION journal_entry_in_an_open_period();",
        ),
    ]
