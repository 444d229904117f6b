from django.db import migrations

# A seat's facility is that of its room's floor. Whoever writes a seat holds FOR KEY SHARE on the room and its floor;
# whoever moves one of those asks for FOR UPDATE. So one of them waits, and then sees what the other has done.
SEATS = """
CREATE FUNCTION workstation_facility_is_its_rooms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM facilities_room WHERE id = NEW.room_id FOR KEY SHARE;
    PERFORM FROM facilities_floor
        WHERE id = (SELECT floor_id FROM facilities_room WHERE id = NEW.room_id) FOR KEY SHARE;
    IF NEW.facility_id <> (
        SELECT floor.facility_id FROM facilities_room AS room JOIN facilities_floor AS floor ON floor.id = room.floor_id
        WHERE room.id = NEW.room_id
    ) THEN
        RAISE EXCEPTION 'the room of this seat stands in another facility'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'workstation_facility_is_its_rooms',
                  TABLE = 'facilities_workstation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER workstation_facility_is_its_rooms AFTER INSERT OR UPDATE OF facility_id, room_id
    ON facilities_workstation FOR EACH ROW EXECUTE FUNCTION workstation_facility_is_its_rooms();
"""

ROOMS = """
CREATE FUNCTION room_stays_in_its_seats_facility() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM facilities_room WHERE id = NEW.id FOR UPDATE;
    PERFORM FROM facilities_floor WHERE id = NEW.floor_id FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM facilities_workstation AS seat, facilities_floor AS floor
        WHERE seat.room_id = NEW.id AND floor.id = NEW.floor_id AND seat.facility_id <> floor.facility_id
    ) THEN
        RAISE EXCEPTION 'the seats of this room stand in another facility'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'room_stays_in_its_seats_facility',
                  TABLE = 'facilities_room';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER room_stays_in_its_seats_facility AFTER UPDATE OF floor_id ON facilities_room
    FOR EACH ROW WHEN (NEW.floor_id <> OLD.floor_id) EXECUTE FUNCTION room_stays_in_its_seats_facility();
"""

FLOORS = """
CREATE FUNCTION floor_stays_in_its_seats_facility() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM facilities_floor WHERE id = NEW.id FOR UPDATE;
    IF EXISTS (
        SELECT FROM facilities_workstation AS seat JOIN facilities_room AS room ON room.id = seat.room_id
        WHERE room.floor_id = NEW.id AND seat.facility_id <> NEW.facility_id
    ) THEN
        RAISE EXCEPTION 'the seats of this floor stand in another facility'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'floor_stays_in_its_seats_facility',
                  TABLE = 'facilities_floor';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER floor_stays_in_its_seats_facility AFTER UPDATE OF facility_id ON facilities_floor
    FOR EACH ROW WHEN (NEW.facility_id <> OLD.facility_id) EXECUTE FUNCTION floor_stays_in_its_seats_facility();
"""

# Seats written before the guard are asked too: the first that stands elsewhere refuses the migration.
ASK_THOSE_THERE = """
UPDATE facilities_workstation AS seat SET room_id = seat.room_id
    FROM facilities_room AS room JOIN facilities_floor AS floor ON floor.id = room.floor_id
    WHERE room.id = seat.room_id AND floor.facility_id <> seat.facility_id;
"""


def dropped(name: str, table: str) -> str:
    return f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"


class Migration(migrations.Migration):
    dependencies = [("facilities", "0009_rooms_retire_and_keep_their_rule")]
    operations = [
        migrations.RunSQL(SEATS, dropped("workstation_facility_is_its_rooms", "facilities_workstation")),
        migrations.RunSQL(ROOMS, dropped("room_stays_in_its_seats_facility", "facilities_room")),
        migrations.RunSQL(FLOORS, dropped("floor_stays_in_its_seats_facility", "facilities_floor")),
        migrations.RunSQL(ASK_THOSE_THERE, migrations.RunSQL.noop),
    ]
