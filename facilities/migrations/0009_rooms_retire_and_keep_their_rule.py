from django.db import migrations, models

import django.db.models.deletion

# Whoever sits down in a room, or puts a seat into it, holds FOR KEY SHARE on its row; whoever retires the room or
# changes its rule asks for FOR UPDATE. So one of them waits, and then sees what the other has done: it locks first
# and looks with the next statement, since a lock as weak as this returns the row as it was before the wait.
OCCUPANCIES = """
CREATE FUNCTION occupancy_suits_its_room() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place record;
BEGIN
    PERFORM FROM facilities_room WHERE id = NEW.room_id FOR KEY SHARE;
    SELECT is_exclusive, (rule_changed_at AT TIME ZONE 'UTC')::date AS ruled, (retired_at AT TIME ZONE 'UTC')::date AS gone
        INTO place FROM facilities_room WHERE id = NEW.room_id;
    IF (place.gone IS NOT NULL AND coalesce(upper(NEW.days) > place.gone, true))
        OR (NEW.client_id IS NOT NULL AND NEW.room_is_exclusive <> place.is_exclusive
            AND coalesce(upper(NEW.days) > place.ruled, true)) THEN
        RAISE EXCEPTION 'the room is retired, or says otherwise whether one company has it to itself'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'occupancy_suits_its_room',
                  TABLE = 'facilities_occupancy';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER occupancy_suits_its_room
    AFTER INSERT OR UPDATE OF room_id, room_is_exclusive, client_id, days, released_at ON facilities_occupancy
    FOR EACH ROW WHEN (NEW.released_at IS NULL) EXECUTE FUNCTION occupancy_suits_its_room();
"""

SEATS = """
CREATE FUNCTION workstation_room_is_not_retired() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gone timestamptz;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = NEW.state AND OLD.room_id = NEW.room_id THEN
        RETURN NULL;
    END IF;
    PERFORM FROM facilities_room WHERE id = NEW.room_id FOR KEY SHARE;
    SELECT retired_at INTO gone FROM facilities_room WHERE id = NEW.room_id;
    IF gone IS NOT NULL THEN
        RAISE EXCEPTION 'seats of a retired room are retired'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'workstation_room_is_not_retired',
                  TABLE = 'facilities_workstation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER workstation_room_is_not_retired AFTER INSERT OR UPDATE OF state, room_id ON facilities_workstation
    FOR EACH ROW WHEN (NEW.state <> 'retired') EXECUTE FUNCTION workstation_room_is_not_retired();
"""

ROOMS = """
CREATE FUNCTION room_is_let_after(room uuid, moment timestamptz) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (
        SELECT FROM facilities_occupancy
        WHERE room_id = room AND released_at IS NULL AND client_id IS NOT NULL
            AND coalesce(upper(days) > (moment AT TIME ZONE 'UTC')::date, true)
            AND (expires_at IS NULL OR coalesce(expires_at > moment, true))
    )
$$;
CREATE FUNCTION room_retired_is_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM facilities_room WHERE id = NEW.id FOR UPDATE;
    IF EXISTS (SELECT FROM facilities_workstation WHERE room_id = NEW.id AND state <> 'retired')
        OR room_is_let_after(NEW.id, NEW.retired_at) THEN
        RAISE EXCEPTION 'a room with seats or people in it is not retired'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'room_retired_is_empty',
                  TABLE = 'facilities_room';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER room_retired_is_empty AFTER UPDATE OF retired_at ON facilities_room
    FOR EACH ROW WHEN (NEW.retired_at IS NOT NULL AND NEW.retired_at IS DISTINCT FROM OLD.retired_at)
    EXECUTE FUNCTION room_retired_is_empty();
CREATE FUNCTION room_keeps_its_rule_while_let() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM facilities_room WHERE id = NEW.id FOR UPDATE;
    IF room_is_let_after(NEW.id, NEW.rule_changed_at) THEN
        RAISE EXCEPTION 'whether one company has the room to itself stays while it is let'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'room_keeps_its_rule_while_let',
                  TABLE = 'facilities_room';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER room_keeps_its_rule_while_let AFTER UPDATE OF is_exclusive ON facilities_room
    FOR EACH ROW WHEN (NEW.is_exclusive <> OLD.is_exclusive) EXECUTE FUNCTION room_keeps_its_rule_while_let();
"""


class Migration(migrations.Migration):
    dependencies = [("facilities", "0008_stamps_tell_of_change")]
    operations = [
        migrations.RemoveConstraint("room", "room_name_once"),
        migrations.AddField("room", "rule_changed_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField(
            "room",
            "retired_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retired"),
        ),
        migrations.AddConstraint(
            "room",
            models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("floor", "name"),
                name="room_name_once",
                violation_error_message="Another room of this floor has this name.",
            ),
        ),
        migrations.AlterField(
            "workstation",
            "room",
            models.ForeignKey(
                limit_choices_to={"retired_at__isnull": True},
                on_delete=django.db.models.deletion.CASCADE,
                related_name="workstations",
                to="facilities.room",
            ),
        ),
        migrations.RunSQL(
            OCCUPANCIES,
            "DROP TRIGGER occupancy_suits_its_room ON facilities_occupancy; DROP FUNCTION occupancy_suits_its_room();",
        ),
        migrations.RunSQL(
            SEATS,
            "DROP TRIGGER workstation_room_is_not_retired ON facilities_workstation; "
            "DROP FUNCTION workstation_room_is_not_retired();",
        ),
        migrations.RunSQL(
            ROOMS,
            "DROP TRIGGER room_keeps_its_rule_while_let ON facilities_room; "
            "DROP TRIGGER room_retired_is_empty ON facilities_room; "
            "DROP FUNCTION room_keeps_its_rule_while_let(); DROP FUNCTION room_retired_is_empty(); "
            "DROP FUNCTION room_is_let_after(uuid, timestamptz);",
        ),
    ]
