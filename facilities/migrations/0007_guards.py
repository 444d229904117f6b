from django.db import migrations

from kernel.guards import append_only

# The room's row is locked, so that two people who each bring the last seat queue, and the second is refused.
SEATS = """
CREATE FUNCTION workstation_fits_its_room() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    room_capacity smallint;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = NEW.state AND OLD.room_id = NEW.room_id THEN
        RETURN NULL;
    END IF;
    SELECT capacity INTO room_capacity FROM facilities_room
        WHERE id = NEW.room_id AND capacity IS NOT NULL FOR NO KEY UPDATE;
    IF FOUND AND room_capacity < (
        SELECT count(*) FROM facilities_workstation WHERE room_id = NEW.room_id AND state = 'in_service'
    ) THEN
        RAISE EXCEPTION 'more seats in service than the room has room for'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'workstation_fits_its_room',
                  TABLE = 'facilities_workstation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER workstation_fits_its_room AFTER INSERT OR UPDATE OF state, room_id ON facilities_workstation
    FOR EACH ROW WHEN (NEW.state = 'in_service') EXECUTE FUNCTION workstation_fits_its_room();
"""

ROOMS = """
CREATE FUNCTION room_holds_its_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.capacity < (
        SELECT count(*) FROM facilities_workstation WHERE room_id = NEW.id AND state = 'in_service'
    ) THEN
        RAISE EXCEPTION 'the room has more seats in service'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'room_holds_its_seats',
                  TABLE = 'facilities_room';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER room_holds_its_seats AFTER UPDATE OF capacity ON facilities_room
    FOR EACH ROW WHEN (NEW.capacity IS NOT NULL AND NEW.capacity IS DISTINCT FROM OLD.capacity)
    EXECUTE FUNCTION room_holds_its_seats();
"""


class Migration(migrations.Migration):
    dependencies = [("facilities", "0006_occupancy")]
    operations = [
        migrations.RunSQL(
            SEATS,
            "DROP TRIGGER workstation_fits_its_room ON facilities_workstation; "
            "DROP FUNCTION workstation_fits_its_room();",
        ),
        migrations.RunSQL(
            ROOMS, "DROP TRIGGER room_holds_its_seats ON facilities_room; DROP FUNCTION room_holds_its_seats();"
        ),
        append_only("facilities_statechange"),
    ]
